// Memory and network of the whole connector.

import { attribute, element, rows, show, text, width } from './dom.js';
import { bytes, bytesOf, clock, count, rate } from './format.js';
import { speedOfAll } from './phases.js';

const SECONDS = 60;
const MOST_NAMED = 4;
const MOST_PIECES = 12;
const KINDS = ['arrived', 'reserved', 'retained', 'lingering'];

const byId = (id) => document.getElementById(id);

/** Kinds of memory side by side, as wide as their share of the budget. */
class Stack {

	constructor(node) {
		this.node = node;
		node.append(...KINDS.map((kind) => element('span', kind)));
	}

	update(memory) {
		const share = (value) => memory.budget > 0 ? Math.min(100, 100 * value / memory.budget) : 0;
		KINDS.forEach((kind, index) => width(this.node.children[index], share(memory[kind])));
		attribute(this.node, 'aria-valuenow', Math.round(share(memory.arrived)));
		const reserved = memory.reserved > 0 ? `, ${bytes(memory.reserved)} reserved` : '';
		attribute(this.node, 'aria-valuetext', `${bytes(memory.arrived)} in use${reserved}, of ${bytes(memory.budget)}`);
	}

}

/** In the masthead, in sight wherever one is on the page. */
export class Budget {

	constructor() {
		this.stack = new Stack(byId('budget-bar'));
		this.figure = byId('budget-figure');
		this.reserved = byId('budget-reserved');
	}

	update(memory) {
		this.stack.update(memory);
		text(this.figure, bytesOf(memory.arrived, memory.budget));
		show(this.reserved, memory.reserved > 0);
		text(this.reserved, `${bytes(memory.reserved)} reserved`);
	}

}

export class Memory {

	constructor() {
		this.used = byId('memory-used');
		this.of = byId('memory-of');
		this.bar = byId('memory-bar');
		this.stack = new Stack(this.bar);
		this.legend = byId('memory-legend');
		this.gone = byId('memory-gone');
		this.goneWhat = byId('memory-gone-what');
		this.goneSize = byId('memory-gone-size');
	}

	/** Whose it is, largest first, and what was given up last. */
	update(memory, cache, models, givenUp) {
		text(this.used, bytes(memory.arrived));
		text(this.of, `in use of ${bytes(memory.budget)} budget`);
		this.stack.update(memory);
		const held = Object.entries(models).map(([name, model]) => [name, arrivedOf(model)])
			.filter(([, size]) => size > 0).sort(([, a], [, b]) => b - a);
		this.divide(held.map(([, size]) => size));
		const entries = [['In use', bytes(memory.arrived), 'arrived']];
		held.slice(0, MOST_NAMED).forEach(([name, size]) => entries.push([name, bytes(size), 'held']));
		if (held.length > MOST_NAMED) {
			entries.push([`and ${held.length - MOST_NAMED} more`, '', 'held']);
		}
		entries.push(['Reserved, arriving', bytes(memory.reserved), 'reserved']);
		entries.push(['Kept for reuse', bytes(memory.retained), 'retained']);
		if (memory.lingering > 0) {
			entries.push(['Freed, held elsewhere', bytes(memory.lingering), 'lingering']);
		}
		entries.push(['Free', bytes(memory.free), 'free']);
		entries.push(['Given up', cache.evictions > 0 ? `${bytes(cache.evictedBytes)}, ${count(cache.evictions, 'time', 'times')}` : 'nothing yet', 'plain']);
		rows(this.legend, entries);
		show(this.gone, Boolean(givenUp));
		if (givenUp) {
			text(this.goneWhat, `${givenUp.model}, ${givenUp.why}`);
			text(this.goneSize, `${bytes(givenUp.bytes)} freed at ${clock(givenUp.at)}`);
		}
	}

	/** One piece of what is in use for each model, as long as they can be told apart. */
	divide(sizes) {
		const pieces = sizes.length <= MOST_PIECES ? sizes : [1];
		const arrived = this.bar.firstChild;
		while (arrived.children.length > pieces.length) {
			arrived.lastElementChild.remove();
		}
		pieces.forEach((size, index) => {
			const piece = arrived.children[index] ?? arrived.appendChild(element('i'));
			piece.style.flexGrow = String(size);
		});
	}

}

function arrivedOf({ state, totalBytes, fetchedBytes }) {
	return state === 'READY' ? totalBytes : state === 'FETCHING' ? fetchedBytes : 0;
}

export class Network {

	constructor() {
		this.rate = byId('network-rate');
		this.of = byId('network-of');
		this.legend = byId('network-legend');
		this.spark = byId('spark');
		[this.area, this.line] = this.spark.children;
		this.history = [];
	}

	update(fetch, models) {
		const speed = speedOfAll(models);
		this.history = [...this.history, speed ?? 0].slice(-SECONDS);
		text(this.rate, speed === null ? 'Quiet' : rate(speed));
		text(this.of, speed === null ? 'nothing is being fetched' : `of all models, on ${count(fetch.connections, 'connection', 'connections')}`);
		rows(this.legend, [
			['Fetched', bytes(fetch.bytes)],
			['Requests', fetch.requests.toLocaleString('en')],
			['Retries', fetch.retries.toLocaleString('en'), fetch.retries > 0 ? 'attention' : ''],
			['Asked to slow down', fetch.throttled.toLocaleString('en'), fetch.throttled > 0 ? 'attention' : ''],
			['Wrong checksums', fetch.crcMismatches.toLocaleString('en'), fetch.crcMismatches > 0 ? 'alarm' : '']
		]);
		show(this.spark, this.history.some((value) => value > 0));
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
