// Asks the gateway once a second while anybody looks, and shows what it says.

import { Card, STATES } from './card.js';
import { Writes } from './access.js';
import { Compare } from './compare.js';
import { attribute, element, show, text } from './dom.js';
import { bytes, bytesOf, clock, count } from './format.js';
import { Happenings } from './happenings.js';
import { divide } from './memory.js';
import { Budget, Memory, Network } from './overview.js';
import { Timeline } from './timeline.js';

const EVERY = 1000;
const HURRIED = 250;
const HURRY = 3000;
const PATIENCE = 5000;
const DENSE = 12;
const SEARCHABLE = 8;
const MOST_MAPPED = 4;
const ORDER = ['FETCHING', 'QUEUED', 'READY', 'FAILED', 'ABSENT'];

const byId = (id) => document.getElementById(id);

class Models {

	constructor(writes) {
		this.writes = writes;
		this.grid = byId('grid');
		this.empty = byId('empty');
		this.chips = byId('chips');
		this.search = byId('search');
		this.cards = new Map();
		this.filter = null;
		this.states = new Map();
		this.search.addEventListener('input', () => this.applyFilter());
	}

	update(models) {
		const entries = Object.entries(models);
		const roomy = entries.length <= 2 && matchMedia('(min-width: 60rem)').matches;
		for (const [name, card] of this.cards) {
			if (!(name in models)) {
				card.node.remove();
				this.cards.delete(name);
			}
		}
		entries.forEach(([name, model], index) => {
			let card = this.cards.get(name);
			if (!card) {
				card = new Card(name, roomy, this.writes);
				this.cards.set(name, card);
			}
			if (this.grid.children[index] !== card.node) {
				this.grid.insertBefore(card.node, this.grid.children[index] ?? null);
			}
			card.update(model);
		});
		this.grid.classList.toggle('three', entries.length === 3);
		this.grid.classList.toggle('dense', entries.length > DENSE);
		show(this.search, entries.length > SEARCHABLE);
		this.updateChips(entries);
		this.applyFilter();
		this.announce(entries);
	}

	updateChips(entries) {
		const counts = new Map();
		for (const [, model] of entries) {
			counts.set(model.state, (counts.get(model.state) ?? 0) + 1);
		}
		if (this.filter && !counts.has(this.filter)) {
			this.filter = null;
		}
		show(this.chips, counts.size > 1 || this.filter !== null);
		const wanted = [null, ...ORDER.filter((state) => counts.has(state))];
		const shape = wanted.join();
		if (shape !== this.chipShape) {
			this.chipShape = shape;
			const focused = document.activeElement?.dataset?.filter;
			this.chips.replaceChildren(...wanted.map((state) => this.chip(state)));
			if (focused !== undefined) {
				this.chips.querySelector(`[data-filter="${focused}"]`)?.focus();
			}
		}
		wanted.forEach((state, index) => {
			const chip = this.chips.children[index];
			attribute(chip, 'aria-pressed', state === this.filter);
			text(chip.lastChild, String(state ? counts.get(state) : entries.length));
		});
	}

	chip(state) {
		const chip = element('button', 'chip');
		chip.type = 'button';
		chip.dataset.filter = state ?? '';
		if (state) {
			chip.dataset.state = state;
		}
		chip.append(element('span', '', state ? STATES[state].label : 'All'), element('b'));
		chip.addEventListener('click', () => {
			this.filter = state;
			for (const other of this.chips.children) {
				attribute(other, 'aria-pressed', other === chip);
			}
			this.applyFilter();
		});
		return chip;
	}

	applyFilter() {
		const wanted = this.search.hidden ? '' : this.search.value.trim().toLowerCase();
		let visible = 0;
		for (const [name, card] of this.cards) {
			const shown = (!this.filter || card.model.state === this.filter) && name.toLowerCase().includes(wanted);
			show(card.node, shown);
			visible += shown ? 1 : 0;
		}
		show(this.empty, visible === 0);
		if (visible === 0) {
			this.explainEmptiness(wanted);
		}
	}

	explainEmptiness(wanted) {
		const shape = this.cards.size === 0 ? 'none' : `filter ${wanted}`;
		if (shape === this.emptyShape && this.empty.hasChildNodes()) {
			return;
		}
		this.emptyShape = shape;
		if (this.cards.size > 0) {
			this.empty.replaceChildren(element('p', '', wanted ? `No model shown here has “${wanted}” in its name.` : 'No model is in this state now.'));
			return;
		}
		this.empty.replaceChildren(element('h3', '', 'No models yet'),
			element('p', '', 'Name a model in application.yml and restart; it will appear here.'),
			element('pre', '', 'ossmc:\n  prepare:\n    minilm:\n      uri: oss://models/minilm/'));
	}

	/** Says aloud what moved to another state: not every figure, every second. */
	announce(entries) {
		const news = [];
		for (const [name, model] of entries) {
			const before = this.states.get(name);
			if (before && before !== model.state) {
				news.push(`${name}: ${STATES[model.state]?.label ?? model.state}`);
			}
			this.states.set(name, model.state);
		}
		if (news.length > 0) {
			text(byId('announcer'), news.length > 4 ? `${count(news.length, 'model', 'models')} changed state` : `${news.join('. ')}.`);
		}
	}

}

class Page {

	constructor() {
		this.writes = new Writes(() => this.hurry());
		this.models = new Models(this.writes);
		this.compare = new Compare(this.writes, () => this.hurry());
		this.timeline = new Timeline();
		this.happenings = new Happenings();
		this.hurried = 0;
		this.budget = new Budget();
		this.memory = new Memory();
		this.network = new Network();
		this.timer = null;
		this.polling = false;
		this.lastSeen = null;
		document.addEventListener('visibilitychange', () => document.hidden ? this.pause() : this.poll());
		if (!document.hidden) {
			this.poll();
		}
	}

	async poll() {
		if (this.polling || document.hidden) {
			return;
		}
		clearTimeout(this.timer);
		this.polling = true;
		const begun = performance.now();
		try {
			const [state] = await Promise.all([this.fetchState(), this.pollReadiness(), this.writes.ask(), this.happenings.poll()]);
			this.render(state);
			this.lastSeen = new Date();
			this.signal('live', 'good', 'Live');
			this.notice(null);
			document.body.classList.remove('stale');
		}
		catch (problem) {
			this.lost(problem);
		}
		finally {
			this.polling = false;
			if (!document.hidden) {
				this.timer = setTimeout(() => this.poll(), Math.max(100, this.every() - (performance.now() - begun)));
			}
		}
	}

	every() {
		return performance.now() < this.hurried ? HURRIED : EVERY;
	}

	/** Something is about to happen: look more often for a moment. */
	hurry() {
		this.hurried = performance.now() + HURRY;
		this.poll();
	}

	pause() {
		clearTimeout(this.timer);
		this.signal('live', 'idle', 'Paused');
	}

	async fetchState() {
		const answer = await fetch('actuator/ossmc', { cache: 'no-store', signal: AbortSignal.timeout(PATIENCE) });
		if (!answer.ok) {
			throw new Problem(answer.status === 404
				? 'The gateway answers, but actuator/ossmc is not exposed. Add ossmc to management.endpoints.web.exposure.include.'
				: `The gateway answers actuator/ossmc with status ${answer.status}.`);
		}
		const state = await answer.json();
		await Promise.all(Object.keys(state.models).filter((name) => state.models[name].state === 'FETCHING')
			.slice(0, MOST_MAPPED).map((name) => this.fetchParts(state.models, name)));
		return state;
	}

	/** Only one model's own figures have the map of its parts. */
	async fetchParts(models, name) {
		const answer = await fetch(`actuator/ossmc/${encodeURIComponent(name)}`, { cache: 'no-store', signal: AbortSignal.timeout(PATIENCE) });
		if (answer.ok) {
			models[name].parts = (await answer.json()).parts;
		}
	}

	async pollReadiness() {
		const answer = await fetch('actuator/health/readiness', { cache: 'no-store', signal: AbortSignal.timeout(PATIENCE) });
		if (answer.ok) {
			this.signal('traffic', 'good', 'Ready for traffic');
		}
		else if (answer.status === 503) {
			this.signal('traffic', 'busy', 'Not ready for traffic');
		}
		else {
			this.signal('traffic', 'idle', 'Readiness unknown');
		}
	}

	lost(problem) {
		const seen = this.lastSeen ? ` Figures are from ${clock(this.lastSeen)}.` : '';
		this.notice((problem instanceof Problem ? problem.message : 'The gateway cannot be reached.') + seen + ' Trying again every second.');
		this.signal('live', 'bad', 'Not live');
		if (!(problem instanceof Problem)) {
			this.signal('traffic', 'idle', 'Readiness unknown');
		}
		document.body.classList.toggle('stale', this.lastSeen !== null);
		if (!this.lastSeen) {
			text(byId('subline'), 'Waiting for the gateway.');
		}
	}

	render({ models, cache, fetch }) {
		const all = Object.values(models);
		const ready = all.filter(isUsable).length;
		text(byId('headline'), this.headline(Object.entries(models), ready));
		text(byId('subline'), this.subline(all));
		document.title = all.length === 0 ? 'Model gateway' : `${ready}/${all.length} ready · Model gateway`;
		this.models.update(models);
		this.compare.update(models);
		const memory = divide(cache, models);
		this.budget.update(memory);
		this.timeline.update(models, memory);
		this.memory.update(memory, cache, models, this.happenings.givenUp);
		this.network.update(fetch, models);
	}

	/** Models that nobody has asked for, or that were given up, are not missing. */
	headline(all, ready) {
		const resting = all.filter(([, model]) => isResting(model)).length;
		if (all.length === 0) {
			return 'No models configured';
		}
		if (ready === all.length) {
			return `${['', 'The model is', 'Both models are'][ready] ?? `All ${ready} models are`} ready`;
		}
		if (resting > 0 && ready + resting === all.length) {
			return ready > 0 ? `${count(ready, 'model', 'models')} ready, ${resting} on demand` : `${count(resting, 'model', 'models')} on demand`;
		}
		const failed = all.filter(([, model]) => isBroken(model)).map(([name]) => name);
		const broken = failed.length === 0 ? '' : failed.length === 1 ? `${failed[0]} failed, ` : `${failed[0]} and ${failed.length - 1} more failed, `;
		return `${broken}${ready} of ${all.length - resting} ready${resting > 0 ? `, ${resting} on demand` : ''}`;
	}

	subline(models) {
		const all = models.filter((model) => !isResting(model));
		const total = all.reduce((sum, model) => sum + model.totalBytes, 0);
		const there = all.reduce((sum, model) => sum + (model.state === 'READY' ? model.totalBytes : model.fetchedBytes), 0);
		const failed = all.filter(isBroken).length;
		if (models.length === 0) {
			return 'This gateway has nothing to fetch.';
		}
		if (all.length === 0) {
			return 'Models are fetched when they are asked for.';
		}
		const size = there >= total ? `${bytes(total)} from OSS` : `${bytesOf(there, total)} from OSS`;
		const verified = all.every((model) => model.state === 'READY' && model.verified) ? ', every byte verified' : '';
		return `${size}${verified}${failed > 0 ? ` · ${count(failed, 'model needs', 'models need')} attention` : ''}`;
	}

	signal(id, tone, label) {
		const node = byId(id);
		attribute(node, 'data-tone', tone);
		text(node, label);
	}

	notice(message) {
		const node = byId('notice');
		show(node, message !== null);
		if (message !== null) {
			text(node, message);
		}
	}

}

class Problem extends Error {
}

/** It is there, and so is what the application builds from it, or nothing of that is under way. */
function isUsable(model) {
	return model.state === 'READY' && model.load?.state !== 'LOADING' && !isBroken(model);
}

function isBroken(model) {
	return model.state === 'FAILED' || (model.state === 'READY' && model.load?.state === 'FAILED');
}

function isResting(model) {
	return model.state === 'ABSENT';
}

new Page();
