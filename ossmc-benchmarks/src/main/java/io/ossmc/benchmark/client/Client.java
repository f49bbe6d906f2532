package io.ossmc.benchmark.client;

import java.io.Closeable;
import java.io.IOException;

import io.ossmc.benchmark.server.Source;

/** Somebody who fetches objects. Used by one thread. */
interface Client extends Closeable {

	/**
	 * Fetches an object.
	 * @param source the object
	 * @return when all of its bytes are in place
	 * @throws Exception if they do not come
	 */
	Fetched fetch(Source source) throws Exception;

	@Override
	default void close() throws IOException {
	}

}
