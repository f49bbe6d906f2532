// The phases of a model by name: which one it is in, its speed in it, and how long those
// behind it took.

import { attribute, children, element, show, text } from './dom.js';
import { duration, isoSeconds } from './format.js';

const STEPS = [
	{ key: 'list', was: 'Listed', is: 'Listing', willBe: 'List' },
	{ key: 'wait', is: 'Waiting' },
	{ key: 'fetch', was: 'Fetched', is: 'Fetching', willBe: 'Fetch' },
	{ key: 'verify', was: 'Verified', is: 'Verifying', willBe: 'Verify' },
	{ key: 'publish', was: 'Linked', is: 'Linking', willBe: 'Link' },
	{ key: 'load', was: 'Loaded', is: 'Loading', willBe: 'Load' }
];

/** The key of the one it is in; null if it is in none. */
function phaseOf(model) {
	switch (model.state) {
		case 'QUEUED':
			return model.phases?.list ? 'wait' : 'list';
		case 'FETCHING':
			return model.fetchedBytes < model.totalBytes ? 'fetch' : 'verify';
		case 'READY':
			return model.load?.state === 'LOADING' ? 'load' : null;
		default:
			return null;
	}
}

/**
 * The one meaning of speed on this page: bytes a second that arrive now, over the last
 * seconds, of the model or of its next version. Null while nothing is fetched.
 */
export function speedOf(model) {
	const fetched = [model, model.next].find((each) => each && phaseOf(each) === 'fetch');
	return fetched ? fetched.bytesPerSecond : null;
}

/** Of all together; null while none is fetched. */
export function speedOfAll(models) {
	const speeds = Object.values(models).map(speedOf).filter((speed) => speed !== null);
	return speeds.length > 0 ? speeds.reduce((sum, speed) => sum + speed, 0) : null;
}

export class Phases {

	constructor() {
		this.node = element('ol', 'phases');
		this.items = new Map(STEPS.map(({ key }) => [key, element('li', key)]));
		for (const item of this.items.values()) {
			item.append(element('span'), element('b'));
		}
	}

	update(model) {
		const now = phaseOf(model);
		const reached = STEPS.findIndex(({ key }) => key === now);
		const shown = [];
		STEPS.forEach((step, index) => {
			const took = step.key === 'load' ? isoSeconds(model.load?.took) : isoSeconds(model.phases?.[step.key]);
			const tense = step.key === now ? 'is' : now !== null && index > reached ? 'willBe' : took !== null ? 'was' : null;
			const expected = tense !== null && step[tense] && (step.key !== 'load' || model.load);
			if (expected) {
				shown.push(this.item(step, tense, took));
			}
		});
		children(this.node, shown);
		show(this.node, shown.length > 0 && ['QUEUED', 'FETCHING', 'READY'].includes(model.state));
	}

	item(step, tense, took) {
		const item = this.items.get(step.key);
		attribute(item, 'data-tense', tense);
		if (tense === 'is') {
			attribute(item, 'aria-current', 'step');
		}
		else {
			item.removeAttribute('aria-current');
		}
		text(item.firstChild, step[tense]);
		text(item.lastChild, tense === 'was' ? duration(took) : '');
		return item;
	}

}
