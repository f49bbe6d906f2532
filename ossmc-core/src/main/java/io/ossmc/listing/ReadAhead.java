package io.ossmc.listing;

import io.ossmc.oss.ObjectStore;

/**
 * How much is read ahead of a reader: pages that came and that nobody has read, and those
 * under way. For one listing; its caller's lock guards it.
 */
final class ReadAhead {

	/** Bytes of pages as they come. */
	private static final long PLAIN = 32L << 20;

	/** Bytes of packed pages, which wait for their turn. */
	private static final long PACKED = 96L << 20;

	/** Keys at most, however short they are. */
	private static final double MOST = 1_000_000;

	/** Pages at most, however short they are. */
	private static final int PAGES = 1_000;

	/** Bytes of an entry, before there is any. */
	private static final int ENTRY = 300;

	private final long most;

	private long bytes;

	private long keys;

	private int pages;

	ReadAhead(boolean packed) {
		this.most = packed ? PACKED : PLAIN;
	}

	void came(Page page) {
		this.bytes += page.weight();
		this.keys += page.entries();
		this.pages++;
	}

	void read(Page page) {
		this.bytes -= page.weight();
		this.keys -= page.entries();
		this.pages--;
	}

	/** Whether there is no room for another page, whatever is in it. */
	boolean full() {
		return this.pages >= PAGES;
	}

	/** Keys for which there is room in all, if they are as long as those that wait. */
	double room() {
		double entry = (this.keys > 0) ? Math.max(1, (double) this.bytes / this.keys) : ENTRY;
		return Math.min(MOST, this.most / entry);
	}

	/** Keys that wait or will. */
	double taken(int underWay) {
		return this.keys + (double) underWay * ObjectStore.PAGE;
	}

}
