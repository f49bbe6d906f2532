// Two sentences, one model, one number.

import { attribute, element, show, text } from './dom.js';
import { duration } from './format.js';

const REMEMBERED = 3;

const byId = (id) => document.getElementById(id);

export class Compare {

	constructor() {
		this.form = byId('compare');
		this.select = byId('model');
		this.button = this.form.querySelector('button');
		this.gauge = byId('gauge');
		this.fill = byId('gauge-fill');
		this.output = byId('similarity');
		this.remark = byId('remark');
		this.earlier = byId('earlier');
		this.last = null;
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
				this.select.replaceChildren(...models.map((model) => new Option(model.name, model.name)));
				if (models.some((model) => model.name === 'minilm')) {
					this.select.value = 'minilm';
				}
				return;
			}
		}
		catch {
			// Not reachable yet: the page says so elsewhere.
		}
		setTimeout(() => this.loadModels(), 2000);
	}

	async ask() {
		const query = new URLSearchParams(new FormData(this.form));
		const started = performance.now();
		this.button.setAttribute('aria-busy', 'true');
		try {
			const answer = await fetch(`similarity?${query}`, { cache: 'no-store', signal: AbortSignal.timeout(35000) });
			const body = await answer.json();
			if (answer.ok) {
				this.showResult(query, body, performance.now() - started);
			}
			else {
				this.showProblem(answer.status < 500 ? body.detail : `${body.title}. ${body.detail}`);
			}
		}
		catch {
			this.showProblem('The gateway did not answer. Try again when the page says it is live.');
		}
		finally {
			this.button.removeAttribute('aria-busy');
		}
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
		text(this.remark, `Cosine by ${body.model}, answered in ${duration(milliseconds / 1000)}`);
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
