package io.ossmc.root;

import java.io.IOException;
import java.nio.file.Path;

import io.ossmc.text.Amounts;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a connector that ends leaves to the next one: a directory like that of a connector
 * that died, in which there are complete files with their notes and nothing else.
 * Thread-safe; the connector that made it closes it after its own directory.
 */
public final class Estate implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger("io.ossmc.cache");

	private final MemoryRoot root;

	private @Nullable Owner directory;

	private boolean closed;

	/** Why a file could not be left, the last of them. */
	private @Nullable IOException refused;

	private int files;

	private long bytes;

	/**
	 * Leaves nothing yet.
	 * @param root where the next connector will look
	 */
	public Estate(MemoryRoot root) {
		this.root = root;
	}

	/**
	 * Leaves a file, which is no more where it was afterwards.
	 * @param data at its place on the {@link Shelf} of its connector, with its note
	 * @param size its bytes
	 * @return false if that was not possible; then it is where it was
	 */
	public synchronized boolean add(Path data, long size) {
		if (this.closed) {
			return false;
		}
		try {
			Owner heir = heir();
			if (heir == null) {
				return false;
			}
			heir.shelf().receive(data.resolveSibling(""));
			this.files++;
			this.bytes += size;
			return true;
		}
		catch (IOException ex) {
			logger.debug("Not left to the next connector: {}", data, ex);
			this.refused = ex;
			return false;
		}
	}

	private @Nullable Owner heir() throws IOException {
		if (this.directory == null) {
			this.directory = this.root.tryClaim().orElse(null);
		}
		return this.directory;
	}

	/** Whoever starts next may have it. Idempotent. */
	@Override
	public synchronized void close() {
		if (this.refused != null) {
			logger.warn("Not everything could be kept for the next start, which fetches it again: {}",
					this.refused.toString());
			this.refused = null;
		}
		this.closed = true;
		Owner heir = this.directory;
		if (heir != null) {
			this.directory = null;
			heir.die();
			logger.info(
					"Kept {}, {}, in {} for the next start (ossmc.cache.keep-on-close); to free the memory, remove it",
					Amounts.count(this.files, "file"), Amounts.exactSize(this.bytes), heir.directory());
		}
		else {
			logger.info("Nothing is kept for the next start (ossmc.cache.keep-on-close)");
		}
	}

}
