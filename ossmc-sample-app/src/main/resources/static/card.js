// One model.

import { Bar } from './bar.js';
import { attribute, element, icon, rows, show, text, width } from './dom.js';
import { bytes, bytesOf, count, duration, isoSeconds, percent, rate } from './format.js';
import { PartMaps } from './partmap.js';

export const STATES = {
	READY: { label: 'Ready', icon: 'M3.5 8.5l3 3 6-7' },
	FETCHING: { label: 'Fetching', icon: 'M8 3v9M4.5 8.5L8 12l3.5-3.5' },
	QUEUED: { label: 'Queued', icon: 'M8 2.6a5.4 5.4 0 1 0 .01 0M8 5.2V8l1.9 1.2' },
	FAILED: { label: 'Failed', icon: 'M8 3.5v5.5M8 12.2v.1' },
	ABSENT: { label: 'Not loaded', icon: 'M4.5 8h7' }
};

const ACTIONS = { ABSENT: 'Load', FAILED: 'Try now', READY: 'Unload', QUEUED: 'Stop', FETCHING: 'Stop' };

const PHASES = ['list', 'fetch', 'verify', 'publish'];

let serial = 0;

export class Card {

	constructor(name, open, writes) {
		const id = `model-${++serial}`;
		this.name = name;
		this.writes = writes;
		this.node = element('article', 'card');
		this.node.setAttribute('aria-labelledby', id);

		const head = element('header');
		const title = element('div', 'title');
		const heading = element('h3', '', name);
		heading.id = id;
		heading.title = name;
		this.uri = element('p', 'uri');
		title.append(heading, this.uri);
		this.badge = element('span', 'badge');
		head.append(title, this.badge);

		this.bar = new Bar(`${name}: fetched`);
		this.maps = new PartMaps();
		this.facts = element('dl', 'facts');
		this.error = element('div', 'error');
		this.errorText = element('p');
		this.errorNext = element('p', 'next-attempt');
		this.error.append(this.errorText, this.errorNext);
		this.note = element('p', 'note');

		this.details = element('details');
		this.summary = element('summary');
		this.inside = element('div', 'inside');
		this.details.append(this.summary, this.inside);
		this.details.open = open;
		this.details.addEventListener('toggle', () => this.updateDetails());

		this.refusal = element('p', 'refusal');
		this.refusal.setAttribute('role', 'status');
		this.button = element('button', 'act');
		this.button.type = 'button';
		this.button.addEventListener('click', () => this.act());
		const tail = element('div', 'tail');
		tail.append(this.details, this.button);

		this.node.append(head, this.bar.node, this.facts, this.maps.node, this.error, this.note, this.refusal, tail);
	}

	update(model) {
		this.model = model;
		if (this.node.dataset.state !== model.state) {
			this.node.dataset.state = model.state;
			const state = STATES[model.state] ?? { label: model.state, icon: 'M4.5 8h7' };
			this.badge.replaceChildren(icon(state.icon), document.createTextNode(state.label));
		}
		text(this.uri, model.uri);
		attribute(this.uri, 'title', model.uri);
		this.bar.update(model);
		this.maps.update(model.parts, model.files ?? []);
		show(this.facts, !['FAILED', 'ABSENT'].includes(model.state) || model.totalBytes > 0);
		rows(this.facts, this.factsOf(model));
		this.updateError(model);
		this.updateNote(model);
		this.updateDetails();
		this.updateAction(model);
	}

	/** What can be done with it now, where the gateway lets anybody do something. */
	updateAction(model) {
		const label = ACTIONS[model.state];
		show(this.button, this.writes.allowed && label !== undefined);
		text(this.button, label ?? '');
		attribute(this.button, 'aria-label', `${label} ${this.name}`);
		show(this.refusal, this.refusal.textContent !== '' && model.state === this.refusedIn);
	}

	async act() {
		const load = ['ABSENT', 'FAILED'].includes(this.model.state);
		this.button.disabled = true;
		const refusal = await (load ? this.writes.load(this.name) : this.writes.evict(this.name));
		this.button.disabled = false;
		this.refusedIn = this.model.state;
		text(this.refusal, refusal ?? '');
		show(this.refusal, refusal !== null);
	}

	factsOf(model) {
		const known = model.totalBytes > 0;
		const fetching = model.state === 'FETCHING';
		const ready = model.state === 'READY';
		const took = isoSeconds(model.phases?.fetch);
		const size = !known ? '–' : ready || model.fetchedBytes === 0 ? bytes(model.totalBytes)
			: bytesOf(model.fetchedBytes, model.totalBytes);
		return [
			[ready || !known || model.fetchedBytes === 0 ? 'Size' : `${percent(model.fetchedBytes, model.totalBytes)} %`, size, 'size'],
			['Rate', (fetching || ready) && model.bytesPerSecond > 0 ? rate(model.bytesPerSecond) : '–'],
			ready ? ['Fetched in', took === null ? '–' : duration(took)]
				: ['Time left', fetching && model.etaSeconds !== null && model.etaSeconds !== undefined ? duration(model.etaSeconds) : '–'],
			['Files', model.files?.length ? model.files.length.toLocaleString('en') : '–']
		];
	}

	updateError(model) {
		show(this.error, Boolean(model.error));
		if (!model.error) {
			return;
		}
		text(this.errorText, model.error);
		const again = model.nextAttemptAt ? Math.ceil((Date.parse(model.nextAttemptAt) - Date.now()) / 1000) : null;
		const failures = model.failures > 0 ? `${count(model.failures, 'attempt', 'attempts')} failed.` : '';
		const next = again === null ? '' : again > 0 ? ` Next in ${duration(again)}.` : ' Next one is due.';
		text(this.errorNext, failures + next);
	}

	updateNote(model) {
		let note = '';
		if (model.next?.state === 'FAILED') {
			note = `A newer version cannot be had, this one goes on serving. ${model.next.error ?? ''}`;
		}
		else if (model.next) {
			note = `A newer version is arriving: ${percent(model.next.fetchedBytes, model.next.totalBytes)} %. This one serves until then.`;
		}
		else if (model.state === 'ABSENT') {
			note = model.mode === 'LAZY' ? 'Fetched when it is asked for.' : 'Unloaded; fetched again when it is asked for.';
		}
		else if (model.state === 'READY' && isoSeconds(model.expireAfterAccess) !== null) {
			note = `Unloaded after ${duration(isoSeconds(model.expireAfterAccess))} without use.`;
		}
		else if (model.state === 'READY' && model.verified === false) {
			note = 'Not verified: OSS keeps no checksum for some of its files.';
		}
		show(this.note, note !== '');
		text(this.note, note);
	}

	updateDetails() {
		const model = this.model;
		const files = model.files ?? [];
		show(this.details, files.length > 0 || Boolean(model.version));
		text(this.summary, 'Files and phases');
		if (!this.details.open) {
			return;
		}
		if (!this.phases) {
			this.phases = element('div', 'phases');
			this.phaseBar = element('div', 'phase-bar');
			this.phaseBar.setAttribute('aria-hidden', 'true');
			this.phaseList = element('dl', 'phase-list');
			this.phases.append(this.phaseBar, this.phaseList);
			this.files = new Files(this.name);
			this.facts2 = element('dl', 'more');
			this.inside.append(this.files.node, this.phases, this.facts2);
		}
		this.updatePhases(model);
		this.files.update(files);
		const more = [];
		if (model.version) {
			more.push(['Version', model.version]);
		}
		if (model.path) {
			more.push(['Path', model.path]);
		}
		more.push(['Mode', `${(model.mode ?? '').toLowerCase()}${model.verified ? ', verified' : ''}${model.leases > 0 ? `, ${count(model.leases, 'lease', 'leases')}` : ''}`]);
		rows(this.facts2, more);
	}

	updatePhases(model) {
		const phases = PHASES.map((name) => [name, isoSeconds(model.phases?.[name])]).filter(([, seconds]) => seconds !== null);
		show(this.phases, phases.some(([name]) => name === 'fetch'));
		while (this.phaseBar.children.length < PHASES.length) {
			this.phaseBar.append(element('span', PHASES[this.phaseBar.children.length]));
		}
		PHASES.forEach((name, index) => {
			const seconds = phases.find(([phase]) => phase === name)?.[1] ?? 0;
			show(this.phaseBar.children[index], seconds > 0);
			this.phaseBar.children[index].style.flexGrow = String(1000 * seconds);
		});
		rows(this.phaseList, phases.map(([name, seconds]) => [name, duration(seconds), name]));
	}

}

/** The table of files; rows are reused, so that a long list may be scrolled while it lives. */
class Files {

	constructor(model) {
		this.node = element('div', 'files');
		this.node.tabIndex = 0;
		this.node.setAttribute('role', 'region');
		this.node.setAttribute('aria-label', `Files of ${model}`);
		const table = element('table');
		const head = element('tr');
		head.append(...['File', 'State', 'Size'].map((label) => {
			const cell = element('th', '', label);
			cell.scope = 'col';
			return cell;
		}));
		const top = element('thead');
		top.append(head);
		this.body = element('tbody');
		table.append(top, this.body);
		this.node.append(table);
	}

	update(files) {
		show(this.node, files.length > 0);
		while (this.body.children.length > files.length) {
			this.body.lastElementChild.remove();
		}
		files.forEach((file, index) => {
			const row = this.body.children[index] ?? this.row();
			const [name, state, size] = row.children;
			attribute(row, 'data-state', file.state);
			text(name, file.name);
			attribute(name, 'title', file.name);
			width(state.firstChild.firstChild, file.bytes > 0 ? 100 * file.fetchedBytes / file.bytes : file.state === 'READY' ? 100 : 0);
			text(state.lastChild, file.state === 'FETCHING' ? `${percent(file.fetchedBytes, file.bytes)} %` : STATES[file.state]?.label ?? file.state);
			text(size, bytes(file.bytes));
		});
	}

	row() {
		const row = element('tr');
		const state = element('td', 'file-state');
		const bar = element('span', 'mini');
		bar.append(element('span'));
		state.append(bar, element('span'));
		row.append(element('td', 'file-name'), state, element('td', 'file-size'));
		this.body.append(row);
		return row;
	}

}
