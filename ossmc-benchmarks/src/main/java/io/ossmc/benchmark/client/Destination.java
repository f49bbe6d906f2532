package io.ossmc.benchmark.client;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Where a peer puts the bytes it has received. Several threads at different positions.
 */
interface Destination extends Fetched {

	/**
	 * Puts bytes.
	 * @param position in the object
	 * @param bytes consumed
	 * @throws IOException if a file cannot be written
	 */
	void write(long position, ByteBuffer bytes) throws IOException;

	/**
	 * Puts bytes.
	 * @param position in the object
	 * @param bytes an array
	 * @param length how many of it, from its beginning
	 * @throws IOException if a file cannot be written
	 */
	default void write(long position, byte[] bytes, int length) throws IOException {
		write(position, ByteBuffer.wrap(bytes, 0, length));
	}

}
