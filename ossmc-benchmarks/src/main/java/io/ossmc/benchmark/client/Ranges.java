package io.ossmc.benchmark.client;

import io.ossmc.benchmark.server.Source;

/** How a peer fetches one range. Several threads at once. */
@FunctionalInterface
interface Ranges {

	/**
	 * Fetches a range.
	 * @param source of which object
	 * @param position of the first byte
	 * @param length how many
	 * @param destination where they go
	 * @throws Exception if they do not come
	 */
	void fetch(Source source, long position, long length, Destination destination) throws Exception;

}
