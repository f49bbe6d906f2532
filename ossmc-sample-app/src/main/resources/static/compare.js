// Two sentences, one model, one number. Choosing another model is enough to have it
// brought into memory: the gateway's answer waits for it.

import { attribute, element, show, text } from './dom.js';
import { bytes, duration, percent } from './format.js';
import { LOADS, STATES } from './card.js';

const REMEMBERED = 3;

const byId = (id) => document.getElementById(id);

export class Compare {

	constructor(writes, hurry) {
		this.writes = writes;
		this.hurry = hurry;
		this.form = byId('compare');
		this.choices = byId('choices');
		this.button = this.form.querySelector('button');
		this.gauge = byId('gauge');
		this.fill = byId('gauge-fill');
		this.output = byId('similarity');
		this.remark = byId('remark');
		this.earlier = byId('earlier');
		this.free = byId('free');
		this.last = null;
		this.previous = null;
		this.asked = 0;
		this.waitingFor = null;
		this.form.addEventListener('submit', (event) => {
			event.preventDefault();
			this.ask();
		});
		this.loadModels();
	}

	/** Which models the gateway answers with; asked again until it says so. */
	async loadModels() {
		try {
			const answer = await fetch('models', { cache: 'no-store' });
			if (answer.ok) {
				const { models } = await answer.json();
				this.choices.replaceChildren(...models.map((model) => this.choice(model.name)));
				const first = models.find((model) => model.name === 'minilm') ?? models[0];
				if (first) {
					this.choiceOf(first.name).checked = true;
					this.previous = first.name;
				}
				return;
			}
		}
		catch {
			// Not reachable yet: the page says so elsewhere.
		}
		setTimeout(() => this.loadModels(), 2000);
	}

	choice(name) {
		const label = element('label', 'choice');
		const input = element('input');
		input.type = 'radio';
		input.name = 'model';
		input.value = name;
		input.addEventListener('change', () => this.switched(name));
		const bar = element('span', 'choice-bar');
		bar.append(element('span'));
		label.append(input, element('b', '', name), element('span', 'choice-state', '–'), bar);
		return label;
	}

	choiceOf(name) {
		return [...this.choices.querySelectorAll('input')].find((input) => input.value === name);
	}

	/** Asks at once; when the new model has answered, the one before it may go. */
	async switched(name) {
		const before = this.previous;
		this.previous = name;
		const answered = await this.ask();
		if (answered && before && before !== this.previous && this.writes.allowed && byId('free-previous').checked) {
			await this.writes.evict(before);
		}
	}

	/** What the gateway says about the models, about once a second. */
	update(models) {
		show(this.free, this.writes.allowed);
		for (const input of this.choices.querySelectorAll('input')) {
			const model = models[input.value];
			const choice = input.parentElement;
			if (model) {
				attribute(choice, 'data-state', model.state);
				text(choice.querySelector('.choice-state'), this.stateOf(model));
				choice.querySelector('.choice-bar span').style.width = `${this.share(model)}%`;
			}
		}
		const awaited = models[this.waitingFor];
		if (awaited && this.loading) {
			this.showProgress(awaited);
			this.hurry();
		}
	}

	share(model) {
		return model.state === 'READY' ? 100 : percent(model.fetchedBytes, model.totalBytes);
	}

	stateOf(model) {
		switch (model.state) {
			case 'READY':
				return LOADS[model.load?.state] ?? bytes(model.totalBytes);
			case 'FETCHING':
				return `${this.share(model)} %`;
			case 'ABSENT':
				return model.mode === 'LAZY' ? 'On demand' : 'Not loaded';
			default:
				return STATES[model.state]?.label ?? model.state;
		}
	}

	async ask() {
		const query = new URLSearchParams(new FormData(this.form));
		const started = performance.now();
		const turn = ++this.asked;
		this.waitingFor = query.get('model');
		this.loading = this.choiceOf(this.waitingFor)?.parentElement.dataset.state !== 'READY';
		this.button.setAttribute('aria-busy', 'true');
		if (this.loading) {
			text(this.remark, `${this.waitingFor} is on its way into memory`);
			this.hurry();
		}
		let problem = null;
		let body = null;
		try {
			const answer = await fetch(`similarity?${query}`, { cache: 'no-store', signal: AbortSignal.timeout(35000) });
			body = await answer.json();
			problem = answer.ok ? null : answer.status < 500 ? body.detail : `${body.title}. ${body.detail}`;
		}
		catch {
			problem = 'The gateway did not answer. Try again when the page says it is live.';
		}
		if (turn !== this.asked) {
			// Another question was asked meanwhile.
			return false;
		}
		this.waitingFor = null;
		this.button.removeAttribute('aria-busy');
		this.gauge.classList.remove('loading');
		if (problem) {
			this.showProblem(problem);
		}
		else {
			this.showResult(query, body, performance.now() - started);
		}
		if (this.loading) {
			this.hurry();
		}
		return !problem;
	}

	/** The gauge fills as the model arrives. */
	showProgress(model) {
		const share = this.share(model);
		const there = model.state === 'READY';
		show(this.gauge, true);
		this.gauge.classList.add('loading');
		this.remark.classList.remove('problem');
		text(this.output, there ? '…' : `${share} %`);
		attribute(this.gauge, 'aria-valuetext', `loading, ${share} percent`);
		this.fill.style.strokeDasharray = `${share} 200`;
		text(this.remark, there ? `Starting the engine of ${this.waitingFor}` : `${this.waitingFor} is on its way into memory`);
	}

	showResult(query, body, milliseconds) {
		if (this.last) {
			this.remember(this.last);
		}
		this.last = { value: body.similarity, model: body.model, a: query.get('a'), b: query.get('b') };
		this.gauge.classList.add('asked');
		text(this.output, body.similarity.toFixed(3));
		attribute(this.gauge, 'aria-valuenow', body.similarity);
		attribute(this.gauge, 'aria-valuetext', body.similarity.toFixed(3));
		this.fill.style.strokeDasharray = `${Math.max(0, Math.min(1, body.similarity)) * 100} 200`;
		text(this.remark, `Cosine by ${body.model}, ${this.loading ? 'loaded and ' : ''}answered in ${duration(milliseconds / 1000)}`);
		this.remark.classList.remove('problem');
		show(this.gauge, true);
	}

	showProblem(message) {
		text(this.remark, message);
		this.remark.classList.add('problem');
		show(this.gauge, false);
	}

	remember({ value, model, a, b }) {
		const item = element('li');
		item.append(element('b', '', value.toFixed(3)), element('span', 'pair', `${a} / ${b}`), element('span', 'by', model));
		this.earlier.prepend(item);
		while (this.earlier.children.length > REMEMBERED) {
			this.earlier.lastElementChild.remove();
		}
		show(this.earlier, true);
	}

}
