// One model.

import { Bar } from './bar.js';
import { attribute, element, icon, rows, show, text, width } from './dom.js';
import { bytes, bytesOf, count, duration, isoSeconds, percent, rate } from './format.js';
import { Next } from './next.js';
import { PartMaps } from './partmap.js';
import { Phases, speedOf } from './phases.js';

export const STATES = {
	READY: { label: 'Ready', icon: 'M3.5 8.5l3 3 6-7' },
	FETCHING: { label: 'Fetching', icon: 'M8 3v9M4.5 8.5L8 12l3.5-3.5' },
	QUEUED: { label: 'Queued', icon: 'M8 2.6a5.4 5.4 0 1 0 .01 0M8 5.2V8l1.9 1.2' },
	FAILED: { label: 'Failed', icon: 'M8 3.5v5.5M8 12.2v.1' },
	ABSENT: { label: 'Not loaded', icon: 'M4.5 8h7' }
};

const ACTIONS = { ABSENT: 'Load', FAILED: 'Try now', READY: 'Unload', QUEUED: 'Stop', FETCHING: 'Stop' };

/** Of what the application builds from a model that is ready. */
export const LOADS = { LOADING: 'Loading', FAILED: 'Loader failed' };

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
		this.phases = new Phases();
		this.next = new Next(name);
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

		this.node.append(head, this.bar.node, this.facts, this.phases.node, this.maps.node, this.next.node, this.error, this.note, this.refusal, tail);
	}

	update(model) {
		this.model = model;
		this.updateBadge(model);
		text(this.uri, model.uri);
		attribute(this.uri, 'title', model.uri);
		this.bar.update(model);
		this.maps.update(model.parts, model.files ?? []);
		show(this.facts, !['FAILED', 'ABSENT'].includes(model.state) || model.totalBytes > 0);
		rows(this.facts, this.factsOf(model));
		this.phases.update(model);
		this.next.update(model.next);
		this.updateError(model);
		this.updateNote(model);
		this.updateDetails();
		this.updateAction(model);
	}

	/** The state, and of one that is there how it is with what is built from it. */
	updateBadge(model) {
		const load = (model.state === 'READY' && LOADS[model.load?.state]) ? model.load.state : '';
		attribute(this.node, 'data-state', model.state);
		attribute(this.node, 'data-load', load);
		const shape = `${model.state} ${load}`;
		if (this.badgeShape !== shape) {
			this.badgeShape = shape;
			const state = STATES[model.state] ?? { label: model.state, icon: 'M4.5 8h7' };
			const mark = load === 'FAILED' ? STATES.FAILED.icon : load === 'LOADING' ? STATES.QUEUED.icon : state.icon;
			this.badge.replaceChildren(icon(mark), document.createTextNode(LOADS[load] ?? state.label));
		}
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
		const ready = model.state === 'READY';
		const speed = ready ? null : speedOf(model);
		const size = !known ? '–' : ready || model.fetchedBytes === 0 ? bytes(model.totalBytes)
			: bytesOf(model.fetchedBytes, model.totalBytes);
		const facts = [
			[ready || !known || model.fetchedBytes === 0 ? 'Size' : `${percent(model.fetchedBytes, model.totalBytes)} %`, size, 'size'],
			['Files', model.files?.length ? model.files.length.toLocaleString('en') : '–']
		];
		if (speed !== null) {
			facts.splice(1, 0, ['Speed', rate(speed)], ['Time left', (model.etaSeconds ?? null) === null ? '–' : duration(model.etaSeconds)]);
		}
		return facts;
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
		const waiting = model.waitingFor ?? model.next?.waitingFor;
		if (waiting) {
			note = `Waiting: ${waiting}.`;
		}
		else if (model.next?.state === 'FAILED') {
			note = `A newer version cannot be had, this one goes on serving. ${model.next.error ?? ''}`;
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
		text(this.summary, 'Files');
		if (!this.details.open) {
			return;
		}
		if (!this.files) {
			this.files = new Files(this.name);
			this.facts2 = element('dl', 'more');
			this.inside.append(this.files.node, this.facts2);
		}
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
