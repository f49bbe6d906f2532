package io.ossmc.benchmark.client;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/** An object in memory. */
interface Fetched extends Closeable {

	/**
	 * Its bytes.
	 * @return all of them
	 * @throws IOException if a file of them cannot be mapped
	 */
	MemorySegment content() throws IOException;

	/** Gives the memory up, and returns when it is given up. */
	@Override
	void close() throws IOException;

}
