// The few things done to the document. Text always goes in as text, never as markup, and
// nothing is touched that has not changed: focus, selection and open details survive.

const SVG = 'http://www.w3.org/2000/svg';

export function element(tag, className, text) {
	const node = document.createElement(tag);
	if (className) {
		node.className = className;
	}
	if (text !== undefined) {
		node.textContent = text;
	}
	return node;
}

export function icon(path) {
	const svg = document.createElementNS(SVG, 'svg');
	svg.setAttribute('viewBox', '0 0 16 16');
	svg.setAttribute('aria-hidden', 'true');
	const line = document.createElementNS(SVG, 'path');
	line.setAttribute('d', path);
	svg.append(line);
	return svg;
}

export function text(node, value) {
	if (node.textContent !== value) {
		node.textContent = value;
	}
}

export function attribute(node, name, value) {
	const wanted = String(value);
	if (node.getAttribute(name) !== wanted) {
		node.setAttribute(name, wanted);
	}
}

export function show(node, visible) {
	// Drawings know the attribute, but not the property of the name.
	if (node.hasAttribute('hidden') === visible) {
		node.toggleAttribute('hidden', !visible);
	}
}

export function width(node, percentage) {
	const wanted = `${percentage.toFixed(2)}%`;
	if (node.dataset.width !== wanted) {
		node.dataset.width = wanted;
		node.style.width = wanted;
	}
}

/** Makes these the children of the node, in this order; those it has already stay where they are. */
export function children(node, wanted) {
	for (const child of [...node.children]) {
		if (!wanted.includes(child)) {
			child.remove();
		}
	}
	wanted.forEach((child, index) => {
		if (node.children[index] !== child) {
			node.insertBefore(child, node.children[index] ?? null);
		}
	});
}

/** Fills a definition list with [term, value, class] rows, reusing the rows it has. */
export function rows(list, entries) {
	while (list.children.length > entries.length) {
		list.lastElementChild.remove();
	}
	entries.forEach(([term, value, className], index) => {
		let row = list.children[index];
		if (!row) {
			row = element('div');
			row.append(element('dt'), element('dd'));
			list.append(row);
		}
		attribute(row, 'class', className ?? '');
		text(row.firstChild, term);
		text(row.lastChild, value);
	});
}
