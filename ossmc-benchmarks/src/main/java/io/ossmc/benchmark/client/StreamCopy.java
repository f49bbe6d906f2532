package io.ossmc.benchmark.client;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** From a stream to a destination, through an array. */
final class StreamCopy {

	private static final ThreadLocal<byte[]> BUFFERS = new ThreadLocal<>();

	private StreamCopy() {
	}

	static void copy(InputStream from, long position, long length, int size, Destination to) throws IOException {
		byte[] buffer = BUFFERS.get();
		if (buffer == null) {
			buffer = new byte[size];
			BUFFERS.set(buffer);
		}
		for (long done = 0; done < length;) {
			int read = from.read(buffer, 0, (int) Math.min(buffer.length, length - done));
			if (read < 0) {
				throw new EOFException("The body ends after " + done + " of " + length + " bytes.");
			}
			to.write(position + done, buffer, read);
			done += read;
		}
	}

}
