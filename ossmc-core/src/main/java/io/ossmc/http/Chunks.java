package io.ossmc.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Takes the chunks off an error's body (RFC 9112, 7.1): proxies before OSS send them, and
 * no length. Ranges never come this way.
 */
final class Chunks {

	private static final int MAX_LINE = 1024;

	private final HttpConnection connection;

	Chunks(HttpConnection connection) {
		this.connection = connection;
	}

	/** Reads to the last chunk or until the body has as many bytes as are wanted. */
	void readUpTo(int limit, ByteArrayOutputStream body) throws IOException {
		while (body.size() < limit) {
			String size = line().split(";", 2)[0].strip();
			if (!size.matches("[0-9A-Fa-f]{1,7}")) {
				throw new HttpFailure.Protocol("a malformed chunk");
			}
			int length = Integer.parseInt(size, 16);
			if (length == 0) {
				return;
			}
			int wanted = Math.min(length, limit - body.size());
			body.write(bytes(wanted));
			if (wanted == length && !line().isEmpty()) {
				throw new HttpFailure.Protocol("a malformed chunk");
			}
		}
	}

	private String line() throws IOException {
		StringBuilder line = new StringBuilder();
		while (line.length() < MAX_LINE) {
			char c = (char) bytes(1)[0];
			if (c == '\n') {
				return line.toString().strip();
			}
			line.append(c);
		}
		throw new HttpFailure.Protocol("a malformed chunk");
	}

	private byte[] bytes(int n) throws IOException {
		ByteBuffer buffer = ByteBuffer.allocate(n);
		while (buffer.hasRemaining()) {
			if (this.connection.read(buffer) < 0) {
				throw new EOFException("connection closed in a chunk");
			}
		}
		return buffer.array();
	}

}
