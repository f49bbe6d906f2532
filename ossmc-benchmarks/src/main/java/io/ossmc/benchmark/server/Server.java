package io.ossmc.benchmark.server;

import java.io.IOException;
import java.net.URI;

/** A server in a process of its own, until it is closed. */
public interface Server extends AutoCloseable {

	/**
	 * What it is, for the report.
	 * @return a few words
	 */
	String description();

	/**
	 * Where it listens.
	 * @return scheme, address and port
	 */
	URI endpoint();

	/**
	 * Its process.
	 * @return alive until this is closed
	 */
	ProcessHandle process();

	@Override
	void close() throws IOException;

}
