package io.ossmc.http;

import java.nio.ByteBuffer;

/**
 * Where the bytes of one range go, in order. Used by the thread that called
 * {@link RangeClient#get} and only until that call returns; what it throws ends the
 * request and reaches the caller as it is.
 */
public interface BodySink {

	/**
	 * Where the next bytes are wanted.
	 * @return a direct buffer, from its position on, with room for at least one byte; a
	 * new one or the one before. Larger ones cost less. Never more than the rest of the
	 * range is written to it.
	 */
	ByteBuffer buffer();

	/**
	 * Bytes were put into the buffer given last, whose position moved with them.
	 * @param n how many, at least 1
	 */
	void received(int n);

}
