// What happened to models, as the gateway remembers it.

import { attribute, children, element, icon, show, text } from './dom.js';
import { bytes, clock, duration } from './format.js';

const SHOWN = 7;

const KINDS = {
	READY: { icon: 'M3.5 8.5l3 3 6-7', tone: 'good' },
	REFRESHED: { icon: 'M12.6 6.5A5 5 0 1 0 13 8M13 3.5v3h-3', tone: 'busy' },
	FAILED: { icon: 'M8 3.5v5.5M8 12.2v.1', tone: 'bad' },
	REFRESH_FAILED: { icon: 'M8 3.5v5.5M8 12.2v.1', tone: 'bad' },
	LOAD_FAILED: { icon: 'M8 3.5v5.5M8 12.2v.1', tone: 'bad' },
	EVICTED: { icon: 'M4.5 8h7', tone: 'idle' }
};

const CAUSES = {
	EXPIRED: 'nobody used it',
	EXPLICIT: 'on request',
	CAPACITY: 'room was needed',
	REPLACED: 'replaced by a newer version'
};

const byId = (id) => document.getElementById(id);

export class Happenings {

	constructor() {
		this.node = byId('happenings');
		this.list = byId('events');
		this.latest = null;
		this.givenUp = null;
		this.shown = new Map();
	}

	async poll() {
		const answer = await fetch('events', { cache: 'no-store' });
		if (!answer.ok) {
			return;
		}
		const { events } = await answer.json();
		show(this.node, true);
		const latest = events[0]?.number ?? 0;
		if (latest === this.latest) {
			return;
		}
		this.latest = latest;
		const gone = events.find(({ kind, detail }) => kind === 'EVICTED' && detail !== 'REPLACED');
		this.givenUp = gone ? { model: gone.model, why: CAUSES[gone.detail] ?? gone.detail, bytes: gone.bytes, at: new Date(gone.at) } : null;
		children(this.list, this.items(events.slice(0, SHOWN)));
	}

	/** An event that is shown already keeps its item. */
	items(events) {
		if (events.length === 0) {
			return [element('li', 'nothing', 'Nothing yet.')];
		}
		const shown = this.shown;
		const name = ({ number, at }) => `${number} ${at}`;
		this.shown = new Map(events.map((event) => [name(event), shown.get(name(event)) ?? this.item(event)]));
		return [...this.shown.values()];
	}

	item(event) {
		const kind = KINDS[event.kind] ?? KINDS.EVICTED;
		const item = element('li');
		attribute(item, 'data-tone', kind.tone);
		attribute(item, 'data-kind', event.kind);
		const what = element('span', 'what');
		what.append(element('b', '', event.model), document.createTextNode(` ${this.verb(event)}`));
		const detail = this.detail(event);
		if (detail) {
			what.append(element('small', '', detail));
		}
		const time = element('time', '', clock(new Date(event.at)));
		attribute(time, 'datetime', event.at);
		const mark = element('span', 'glyph');
		mark.append(icon(kind.icon));
		item.append(mark, what, time);
		return item;
	}

	verb({ kind, detail }) {
		return { READY: 'loaded', FAILED: 'failed', REFRESHED: 'refreshed', REFRESH_FAILED: 'not refreshed', LOAD_FAILED: 'fetched, but its loader failed' }[kind] ?? (detail === 'EXPIRED' ? 'expired' : detail === 'REPLACED' ? 'freed its old version' : 'unloaded');
	}

	detail({ kind, bytes: size, millis, detail }) {
		if (kind === 'READY') {
			return `${bytes(size)} in ${duration(millis / 1000)}`;
		}
		if (kind === 'EVICTED') {
			return `${bytes(size)} freed · ${CAUSES[detail] ?? detail}`;
		}
		return kind === 'REFRESHED' ? `version ${detail}` : detail;
	}

}
