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
 * the connectors' own account, and by the kernel's. The kernel cannot be asked for both
 * kinds of memory at one moment, and takes some 40 ms for the private one when 64 threads
 * keep the machine busy, in which connectors may give up a whole budget and fill it
 * again. So what files take counts as far as they took it before and after, the margin is
 * for what moves between two mappings, and too much is wrong if it is still there in each
 * of several looks. One thread.
 */
final class Watch {

	/** The largest object of the pool, rounded up to huge pages. */
	static final long MARGIN = 2L << 20;

	/** As many looks in a row see what does not go away. */
	private static final int LOOKS = 5;

	private final Scene scene;

	/** Null if others have files there too. */
	private final @Nullable FileStore root;

	private final long blocksAtStart;

	private long most;

	private int above;

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

	/** Most bytes seen so far that were not too much. */
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
		long pages = pages();
		this.above = (pages > budget + MARGIN) ? this.above + 1 : 0;
		if (this.above == 0) {
			this.most = Math.max(this.most, pages);
		}
		else if (this.above == LOOKS) {
			this.scene.verdict().wrong("more pages than the budgets allow", pages + " of " + budget);
		}
	}

	private long pages() throws IOException {
		long before = blocks();
		long privatePages = PrivatePages.bytes();
		return Math.min(before, blocks()) - this.blocksAtStart + privatePages;
	}

	private long blocks() throws IOException {
		return (this.root != null) ? this.root.getTotalSpace() - this.root.getUnallocatedSpace() : 0;
	}

}
