package io.ossmc.storm;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

import io.ossmc.ConnectorStats;
import io.ossmc.connector.PrivatePages;
import org.jspecify.annotations.Nullable;

/**
 * Looks again and again whether more memory is taken than all budgets together allow: by
 * the connectors' own account, and by the kernel's. The margin is for what moves between
 * two mappings, or from the one kind of memory to the other, while the kernel counts. One
 * thread.
 */
final class Watch {

	/** The largest object of the pool, rounded up to huge pages. */
	static final long MARGIN = 2L << 20;

	private final Scene scene;

	/** Null if others have files there too. */
	private final @Nullable FileStore root;

	private final long blocksAtStart;

	private long most;

	/**
	 * Begins, before the first connector is built.
	 * @param directory of the root
	 * @param alone whether nobody else writes to its file system
	 */
	Watch(Scene scene, Path directory, boolean alone) throws IOException {
		this.scene = scene;
		this.root = alone ? Files.getFileStore(directory) : null;
		this.blocksAtStart = blocks();
	}

	/** Most bytes seen so far. */
	long most() {
		return this.most;
	}

	void look() throws IOException {
		long budget = 0;
		for (Slot slot : this.scene.slots()) {
			ConnectorStats.Cache cache = slot.connector().stats().cache();
			budget += cache.maxBytes();
			if (cache.usedBytes() > cache.maxBytes()) {
				this.scene.verdict().wrong("more used than the budget allows", cache.toString());
			}
		}
		long pages = blocks() - this.blocksAtStart + PrivatePages.bytes();
		this.most = Math.max(this.most, pages);
		if (pages > budget + MARGIN) {
			this.scene.verdict().wrong("more pages than the budgets allow", pages + " of " + budget);
		}
	}

	private long blocks() throws IOException {
		return (this.root != null) ? this.root.getTotalSpace() - this.root.getUnallocatedSpace() : 0;
	}

}
