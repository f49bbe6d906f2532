// The version that is being fetched beside the one that serves.

import { Bar } from './bar.js';
import { element, show, text } from './dom.js';
import { bytesOf, duration, percent, rate } from './format.js';
import { Phases, speedOf } from './phases.js';

export class Next {

	constructor(name) {
		this.name = name;
		this.node = element('div', 'next');
		this.bar = null;
	}

	/** With nothing but its place in the card while none is fetched. */
	update(next) {
		const coming = next && next.state !== 'FAILED';
		show(this.node, Boolean(coming));
		if (!coming) {
			this.node.replaceChildren();
			this.bar = null;
			return;
		}
		if (!this.bar) {
			this.bar = new Bar(`${this.name}, next version: fetched`);
			this.phases = new Phases();
			this.figures = element('p', 'next-figures');
			this.node.append(element('p', '', 'A newer version is on its way, this one serves until then.'),
				this.bar.node, this.figures, this.phases.node);
		}
		this.bar.update(next);
		this.phases.update(next);
		text(this.figures, this.figuresOf(next));
	}

	figuresOf(next) {
		if (!(next.totalBytes > 0)) {
			return 'Size not known yet';
		}
		const speed = speedOf(next);
		const left = next.etaSeconds ?? null;
		return [`${percent(next.fetchedBytes, next.totalBytes)} %`, bytesOf(next.fetchedBytes, next.totalBytes),
			speed === null ? null : rate(speed), speed === null || left === null ? null : `${duration(left)} left`]
			.filter((part) => part !== null).join(' · ');
	}

}
