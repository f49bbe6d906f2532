package io.ossmc.http;

import java.io.IOException;

/**
 * Where the bytes of a whole reply go, as they arrive. Used by the thread that sends the
 * request and only until that returns; what it throws ends the request and reaches the
 * sender as it is.
 */
@FunctionalInterface
public interface BodyReceiver {

	/**
	 * Bytes arrived.
	 * @param bytes begins with them; belongs to the client, which uses it again
	 * @param length how many, at least 1
	 * @throws IOException if they are of no use
	 */
	void received(byte[] bytes, int length) throws IOException;

}
