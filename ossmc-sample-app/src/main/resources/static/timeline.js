// Memory and states of models over the last minutes, as this page saw them. A reload keeps
// them; a time when nobody looked stays empty.

import { attribute, element, show, text } from './dom.js';
import { bytes } from './format.js';

/** Minutes shown: as few as hold what was seen, so that a page just opened is not empty. */
const WINDOWS = [.5, 1, 3, 5];
const MINUTE = 60000;
const GAP = 4000;
/** Of the window: what is true now is as wide, so that it can be seen. */
const PRESENT = .02;
const MOST_BANDS = 6;
/** From the bottom of the chart to its top. */
const LAYERS = ['arrived', 'reserved', 'retained', 'lingering'];
const STORE = 'timeline-of-arrivals';
const WIDTH = 1000;
const HEIGHT = 100;
const SVG = 'http://www.w3.org/2000/svg';

const byId = (id) => document.getElementById(id);

export class Timeline {

	constructor() {
		[this.arrived, this.reserved, this.retained, this.lingering, this.edge, this.budget] = byId('chart').querySelectorAll('path');
		this.ceiling = byId('ceiling');
		this.top = byId('plot-top');
		this.plot = byId('plot');
		this.bands = byId('bands');
		this.axis = byId('axis');
		this.keys = document.querySelector('.keys');
		this.rows = new Map();
		this.window = WINDOWS[0] * MINUTE;
		this.samples = this.recall();
	}

	recall() {
		try {
			return JSON.parse(sessionStorage.getItem(STORE)) ?? [];
		}
		catch {
			return [];
		}
	}

	keep() {
		try {
			sessionStorage.setItem(STORE, JSON.stringify(this.samples));
		}
		catch {
			// No storage here: a reload begins anew.
		}
	}

	update(models, memory) {
		const now = Date.now();
		const states = Object.fromEntries(Object.entries(models).map(([name, model]) => [name, model.state]));
		const sample = { at: now, memory, states };
		this.samples = [...this.samples.filter(({ at }) => at > now - WINDOWS.at(-1) * MINUTE - GAP && at < now), sample];
		this.keep();
		this.fitWindow(now);
		this.drawMemory(now, memory.budget);
		this.drawBands(now, models);
		this.showKeys();
	}

	/** Only of what is to be seen. */
	showKeys() {
		const states = new Set(this.samples.flatMap((sample) => Object.values(sample.states)));
		for (const kind of ['reserved', 'retained', 'lingering']) {
			show(this.keys.querySelector(`.${kind}`), this.samples.some(({ memory }) => memory[kind] > 0));
		}
		for (const state of ['FETCHING', 'QUEUED', 'FAILED']) {
			show(this.keys.querySelector(`.${state.toLowerCase()}`), states.has(state));
		}
	}

	fitWindow(now) {
		const minutes = WINDOWS.find((each) => each * MINUTE >= now - this.samples[0].at) ?? WINDOWS.at(-1);
		this.window = minutes * MINUTE;
		const label = (share) => `${Math.round(60 * minutes * share)} s`;
		[1, 2 / 3, 1 / 3].forEach((share, index) => text(this.axis.children[index], `${label(share)}${index === 0 ? ' ago' : ''}`));
	}

	drawMemory(now, budget) {
		const upTo = (kind) => ({ memory }) => LAYERS.slice(0, LAYERS.indexOf(kind) + 1).reduce((sum, each) => sum + memory[each], 0);
		const arrived = upTo('arrived');
		const peak = Math.max(...this.samples.map(arrived));
		const all = upTo(LAYERS.at(-1));
		const scale = Math.max(1, budget, ...this.samples.map(all)) * 1.12;
		const y = (value) => (HEIGHT - HEIGHT * value / scale).toFixed(2);
		const runs = this.runs(now);
		const layer = (lower, upper) => runs.map((run) => {
			const forth = run.map(({ from, to, sample }) => `L${from} ${y(upper(sample))}L${to} ${y(upper(sample))}`).join('');
			const back = run.toReversed().map(({ from, to, sample }) => `L${to} ${y(lower(sample))}L${from} ${y(lower(sample))}`).join('');
			return `M${forth.slice(1)}${back}Z`;
		}).join('');
		LAYERS.forEach((kind, index) => this[kind].setAttribute('d', layer(upTo(LAYERS[index - 1]), upTo(kind))));
		this.edge.setAttribute('d', runs.map((run) => `M${run.map(({ from, to, sample }) => `L${from} ${y(arrived(sample))}L${to} ${y(arrived(sample))}`).join('').slice(1)}`).join(''));
		this.budget.setAttribute('d', `M0 ${y(budget)}H${WIDTH}`);
		this.ceiling.style.top = `${y(budget)}%`;
		text(this.ceiling, `Budget ${bytes(budget)}`);
		const used = arrived(this.samples.at(-1));
		const label = this.plot.clientWidth < 320 ? .4 : .2;
		const below = this.samples.filter(({ at }) => at >= now - this.window * label).map(all);
		this.top.style.top = `${y(Math.max(used, ...below))}%`;
		text(this.top, used > 0 ? `${bytes(used)} in use` : '');
		attribute(this.plot, 'aria-label', `Memory used over the last minutes: now ${bytes(used)}, at most ${bytes(peak)} of ${bytes(budget)}`);
	}

	/** Stretches without a gap, each sample from its time to that of the next. */
	runs(now) {
		const end = now + PRESENT * this.window;
		const x = (at) => Math.max(0, WIDTH - WIDTH * (end - at) / this.window).toFixed(1);
		const runs = [];
		this.samples.forEach((sample, index) => {
			const next = this.samples[index + 1]?.at ?? end;
			const previous = this.samples[index - 1];
			if (!previous || sample.at - previous.at > GAP) {
				runs.push([]);
			}
			runs.at(-1).push({ from: x(sample.at), to: x(index + 1 < this.samples.length && next - sample.at > GAP ? sample.at + 1000 : next), sample });
		});
		return runs;
	}

	drawBands(now, models) {
		const names = this.mostAlive(Object.keys(models));
		for (const [name, row] of this.rows) {
			if (!names.includes(name)) {
				row.node.remove();
				this.rows.delete(name);
			}
		}
		const runs = this.runs(now);
		names.forEach((name, index) => {
			const row = this.rows.get(name) ?? this.row(name);
			if (this.bands.children[index] !== row.node) {
				this.bands.insertBefore(row.node, this.bands.children[index] ?? null);
			}
			this.drawBand(row.strip, runs, name);
		});
		const hidden = Object.keys(models).length - names.length;
		this.more ??= this.bands.appendChild(element('p', 'more-bands'));
		this.bands.append(this.more);
		show(this.more, hidden > 0);
		text(this.more, `and ${hidden} more`);
	}

	/** Those that moved last, in the gateway's order. */
	mostAlive(names) {
		if (names.length <= MOST_BANDS) {
			return names;
		}
		const moved = new Map(names.map((name) => [name, this.samples.at(-1).states[name] === 'ABSENT' ? 0 : 1]));
		this.samples.forEach((sample, index) => {
			const before = this.samples[index - 1]?.states ?? sample.states;
			names.filter((name) => before[name] !== sample.states[name]).forEach((name) => moved.set(name, sample.at));
		});
		const chosen = new Set(names.toSorted((a, b) => moved.get(b) - moved.get(a)).slice(0, MOST_BANDS));
		return names.filter((name) => chosen.has(name));
	}

	row(name) {
		const node = element('div', 'band');
		const label = element('span', 'band-name', name);
		label.title = name;
		const strip = document.createElementNS(SVG, 'svg');
		strip.setAttribute('viewBox', `0 0 ${WIDTH} 10`);
		strip.setAttribute('preserveAspectRatio', 'none');
		strip.setAttribute('aria-hidden', 'true');
		node.append(label, strip);
		const row = { node, strip };
		this.rows.set(name, row);
		return row;
	}

	drawBand(strip, runs, name) {
		const bars = [];
		for (const run of runs) {
			for (const { from, to, sample } of run) {
				const state = sample.states[name];
				const last = bars.at(-1);
				if (last && last.state === state && last.to === from) {
					last.to = to;
				}
				else if (state !== undefined) {
					bars.push({ state, from, to });
				}
			}
		}
		while (strip.children.length > bars.length) {
			strip.lastElementChild.remove();
		}
		bars.forEach(({ state, from, to }, index) => {
			const bar = strip.children[index] ?? strip.appendChild(document.createElementNS(SVG, 'rect'));
			attribute(bar, 'x', from);
			attribute(bar, 'width', Math.max(2, to - from).toFixed(1));
			attribute(bar, 'height', 10);
			attribute(bar, 'data-state', state);
		});
	}

}
