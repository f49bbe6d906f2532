package io.ossmc.transfer;

import java.util.List;

import io.ossmc.PartMap;

/** Draws a {@link PartMap} of one transfer. For one thread. */
final class MapOfParts {

	/** A cell that one cannot see filling tells nothing. */
	private static final long SMALLEST_CELL = 64 * 1024;

	private static final char WRITING = 'c';

	private final long size;

	private final long cellSize;

	private final long[] arrived;

	private final char[] marks;

	private MapOfParts(long size) {
		this.size = size;
		this.cellSize = Math.max(SMALLEST_CELL, Math.ceilDiv(size, PartMap.MOST_CELLS));
		int cells = (int) Math.ceilDiv(size, this.cellSize);
		this.arrived = new long[cells];
		this.marks = ".".repeat(cells).toCharArray();
	}

	/**
	 * Draws one.
	 * @param size of the object, bytes
	 * @param partSize of its parts, bytes
	 * @param parts all of them
	 * @param underWay those that a request works for
	 */
	static PartMap of(long size, long partSize, List<Part> parts, List<Part> underWay) {
		MapOfParts map = new MapOfParts(size);
		parts.forEach(map::draw);
		underWay.forEach(map::writing);
		return new PartMap(size, map.cellSize, partSize, underWay.size(), map.filled(), new String(map.marks));
	}

	private void draw(Part part) {
		long end = part.position + part.fetched();
		for (long at = part.position; at < end;) {
			int cell = cell(at);
			long next = Math.min(end, (cell + 1) * this.cellSize);
			this.arrived[cell] += next - at;
			at = next;
		}
	}

	private void writing(Part part) {
		int cell = cell(part.position + Math.min(part.fetched(), part.length - 1));
		this.marks[cell] = WRITING;
	}

	private int cell(long position) {
		return (int) (position / this.cellSize);
	}

	private String filled() {
		StringBuilder filled = new StringBuilder(this.arrived.length);
		for (int cell = 0; cell < this.arrived.length; cell++) {
			long whole = Math.min(this.cellSize, this.size - cell * this.cellSize);
			long there = this.arrived[cell];
			filled.append((there >= whole) ? 9 : Math.ceilDiv(8 * there, whole));
		}
		return filled.toString();
	}

}
