// Memory and network of the whole connector.

import { attribute, element, rows, show, text, width } from './dom.js';
import { bytes, clock, count, rate } from './format.js';

const SECONDS = 60;
const MOST_NAMED = 4;
const MOST_PIECES = 12;

const byId = (id) => document.getElementById(id);

export class Memory {

	constructor() {
		this.used = byId('memory-used');
		this.of = byId('memory-of');
		this.bar = byId('memory-bar');
		this.legend = byId('memory-legend');
		this.gone = byId('memory-gone');
		this.goneWhat = byId('memory-gone-what');
		this.goneSize = byId('memory-gone-size');
		for (const kind of ['models', 'retained', 'lingering']) {
			this.bar.append(element('span', kind));
		}
	}

	/** Whose it is, largest first, and what was given up last. */
	update(cache, models, givenUp) {
		const lingering = cache.lingeringBytes ?? 0;
		const retained = cache.retainedBytes ?? 0;
		const inUse = Math.max(0, cache.usedBytes - lingering - retained);
		const free = Math.max(0, cache.maxBytes - cache.usedBytes);
		const share = (value) => cache.maxBytes > 0 ? Math.min(100, 100 * value / cache.maxBytes) : 0;
		text(this.used, bytes(cache.usedBytes));
		text(this.of, `of ${bytes(cache.maxBytes)} budget`);
		[inUse, retained, lingering].forEach((value, index) => width(this.bar.children[index], share(value)));
		const held = Object.entries(models).filter(([, model]) => ['READY', 'FETCHING'].includes(model.state) && model.totalBytes > 0)
			.sort(([, a], [, b]) => b.totalBytes - a.totalBytes);
		this.divide(held.map(([, model]) => model.totalBytes));
		attribute(this.bar, 'aria-valuenow', Math.round(share(cache.usedBytes)));
		attribute(this.bar, 'aria-valuetext', `${bytes(cache.usedBytes)} of ${bytes(cache.maxBytes)}`);
		const entries = [['In use', bytes(inUse), 'models']];
		held.slice(0, MOST_NAMED).forEach(([name, model]) => entries.push([name, bytes(model.totalBytes), 'held']));
		if (held.length > MOST_NAMED) {
			entries.push([`and ${held.length - MOST_NAMED} more`, '', 'held']);
		}
		if (retained > 0) {
			entries.push(['Kept for reuse', bytes(retained), 'retained']);
		}
		if (lingering > 0) {
			entries.push(['Freed, held elsewhere', bytes(lingering), 'lingering']);
		}
		entries.push(['Free', bytes(free), 'free']);
		entries.push(['Given up', cache.evictions > 0 ? `${bytes(cache.evictedBytes)}, ${count(cache.evictions, 'time', 'times')}` : 'nothing yet', 'plain']);
		rows(this.legend, entries);
		show(this.gone, Boolean(givenUp));
		if (givenUp) {
			text(this.goneWhat, `${givenUp.model}, ${givenUp.why}`);
			text(this.goneSize, `${bytes(givenUp.bytes)} freed at ${clock(givenUp.at)}`);
		}
	}

	/** One piece of the bar for each model, as long as they can be told apart. */
	divide(sizes) {
		const pieces = sizes.length <= MOST_PIECES ? sizes : [1];
		const shape = pieces.join();
		if (shape !== this.shape) {
			this.shape = shape;
			this.bar.firstChild.replaceChildren(...pieces.map((size) => {
				const piece = element('i');
				piece.style.flexGrow = String(size);
				return piece;
			}));
		}
	}

}

export class Network {

	constructor() {
		this.rate = byId('network-rate');
		this.of = byId('network-of');
		this.legend = byId('network-legend');
		[this.area, this.line] = byId('spark').children;
		this.history = [];
		this.before = null;
	}

	update(fetch) {
		const now = performance.now();
		// The gateway's own figure is a mean over seconds; the difference of two polls is livelier.
		const measured = this.before === null ? fetch.bytesPerSecond
			: Math.max(0, (fetch.bytes - this.before.bytes) * 1000 / Math.max(200, now - this.before.at));
		this.before = { bytes: fetch.bytes, at: now };
		this.history = [...this.history, measured].slice(-SECONDS);
		text(this.rate, rate(fetch.bytesPerSecond));
		text(this.of, `on ${count(fetch.connections, 'connection', 'connections')}`);
		rows(this.legend, [
			['Fetched', bytes(fetch.bytes)],
			['Requests', fetch.requests.toLocaleString('en')],
			['Retries', fetch.retries.toLocaleString('en'), fetch.retries > 0 ? 'attention' : ''],
			['Asked to slow down', fetch.throttled.toLocaleString('en'), fetch.throttled > 0 ? 'attention' : ''],
			['Wrong checksums', fetch.crcMismatches.toLocaleString('en'), fetch.crcMismatches > 0 ? 'alarm' : '']
		]);
		this.draw();
	}

	draw() {
		const top = Math.max(1, ...this.history);
		const step = 240 / (SECONDS - 1);
		const start = 240 - (this.history.length - 1) * step;
		const points = this.history.map((value, index) => `${(start + index * step).toFixed(1)} ${(41 - 37 * value / top).toFixed(1)}`);
		const line = `M${points.join('L')}`;
		this.line.setAttribute('d', line);
		this.area.setAttribute('d', `${line}L240 44L${start.toFixed(1)} 44Z`);
	}

}
