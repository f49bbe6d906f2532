// What this page may do to models: nothing, unless the endpoint's access is unrestricted.

/** What Spring Security, if it stands before the endpoint, wants to see: proof that this page may read its cookies. */
const proof = () => {
	const token = document.cookie.match(/(?:^|;\s*)XSRF-TOKEN=([^;]*)/)?.[1];
	return token ? { 'X-XSRF-TOKEN': decodeURIComponent(token) } : {};
};

const path = (model) => `actuator/ossmc/${encodeURIComponent(model)}`;

export class Writes {

	constructor(changed) {
		this.changed = changed;
		this.allowed = false;
		this.known = false;
	}

	/** Asked once: the methods of an endpoint do not change while it runs. */
	async ask() {
		if (this.known) {
			return;
		}
		const answer = await fetch(path('-'), { method: 'OPTIONS', cache: 'no-store' });
		const methods = (answer.headers.get('Allow') ?? '').split(/,\s*/);
		this.allowed = answer.ok && methods.includes('POST') && methods.includes('DELETE');
		this.known = answer.ok;
	}

	load(model) {
		return this.send('POST', model);
	}

	evict(model) {
		return this.send('DELETE', model);
	}

	/** Null if it was done, else a sentence. */
	async send(method, model) {
		try {
			const answer = await fetch(path(model), { method, headers: proof() });
			this.changed();
			if (answer.ok) {
				return null;
			}
			return answer.status === 409 ? 'In use at this moment. Try again.' : `The gateway refused (status ${answer.status}).`;
		}
		catch {
			return 'The gateway did not answer.';
		}
	}

}
