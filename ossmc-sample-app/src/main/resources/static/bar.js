// A model's progress bar: one segment per file, as wide as the file is large, each filling
// as its bytes arrive. Files too many to tell apart share one segment.

import { attribute, element, width } from './dom.js';
import { bytesOf, percent } from './format.js';

const MOST_SEGMENTS = 48;

export class Bar {

	constructor(label) {
		this.node = element('div', 'bar');
		this.node.setAttribute('role', 'progressbar');
		this.node.setAttribute('aria-label', label);
		this.node.setAttribute('aria-valuemin', '0');
		this.node.setAttribute('aria-valuemax', '100');
		this.shape = null;
	}

	update(model) {
		const parts = this.parts(model);
		const shape = parts.map((part) => part.bytes).join();
		if (shape !== this.shape) {
			this.shape = shape;
			this.node.replaceChildren(...parts.map((part) => this.segment(part.bytes)));
		}
		parts.forEach((part, index) => {
			width(this.node.children[index].firstChild, part.bytes > 0 ? 100 * part.fetchedBytes / part.bytes : 100);
		});
		const value = model.state === 'READY' ? 100 : percent(model.fetchedBytes, model.totalBytes);
		attribute(this.node, 'aria-valuenow', value);
		attribute(this.node, 'aria-valuetext', model.totalBytes > 0
			? `${value} percent, ${bytesOf(model.fetchedBytes, model.totalBytes)}` : 'size not known yet');
	}

	parts(model) {
		const files = model.files ?? [];
		if (files.length > 0 && files.length <= MOST_SEGMENTS) {
			return files;
		}
		return [{ bytes: model.totalBytes || 1, fetchedBytes: model.totalBytes > 0 ? model.fetchedBytes : 0 }];
	}

	segment(bytes) {
		const segment = element('span', 'segment');
		segment.style.flexGrow = String(Math.max(bytes, 1));
		segment.append(element('span', 'fill'));
		return segment;
	}

}
