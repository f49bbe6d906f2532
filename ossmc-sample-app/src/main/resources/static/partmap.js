// The parts of a model's large files, filling.

import { attribute, element, show, text } from './dom.js';
import { count, percent } from './format.js';

const SHOWN = 4;

export class PartMaps {

	constructor() {
		this.node = element('div', 'maps');
		this.rows = new Map();
	}

	/** Of these files; a file that is there has no map any more. */
	update(maps, files) {
		const entries = Object.entries(maps ?? {}).slice(0, SHOWN);
		show(this.node, entries.length > 0);
		for (const [name, row] of this.rows) {
			if (!entries.some(([shown]) => shown === name)) {
				row.node.remove();
				this.rows.delete(name);
			}
		}
		entries.forEach(([name, map]) => this.draw(this.rows.get(name) ?? this.row(name), name, map,
			files.find((file) => file.name === name)));
	}

	row(name) {
		const row = { node: element('figure', 'map'), caption: element('figcaption'), cells: element('div', 'cells') };
		row.cells.setAttribute('role', 'img');
		row.node.append(row.caption, row.cells);
		this.node.append(row.node);
		this.rows.set(name, row);
		return row;
	}

	draw(row, name, map, file) {
		const said = `${name}: ${percent(file?.fetchedBytes ?? 0, map.bytes)} %, ${count(map.connections, 'connection', 'connections')}`;
		text(row.caption, map.connections > 0 ? `${said} (framed)` : said);
		attribute(row.cells, 'aria-label', `Parts of ${said}`);
		while (row.cells.children.length > map.filled.length) {
			row.cells.lastElementChild.remove();
		}
		[...map.filled].forEach((filled, index) => {
			const cell = row.cells.children[index] ?? row.cells.appendChild(element('i'));
			attribute(cell, 'data-filled', filled);
			attribute(cell, 'data-mark', map.marks[index]);
		});
	}

}
