package io.ossmc.http;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The body of a reply of which all is wanted, however it is framed (RFC 9112, 6.3): by a
 * length, by chunks or by the end of the connection.
 */
final class FramedBody {

	private static final int MAX_LINE = 1024;

	private static final int MAX_TRAILERS = 64;

	private final HttpConnection connection;

	private final Framing framing;

	private final ByteBuffer one = ByteBuffer.allocate(1);

	/** Of the body, or of the chunk. */
	private long left;

	private boolean ended;

	private FramedBody(HttpConnection connection, Framing framing, long left) {
		this.connection = connection;
		this.framing = framing;
		this.left = left;
		this.ended = framing == Framing.LENGTH && left == 0;
	}

	static FramedBody of(HttpConnection connection, ResponseHead head) throws HttpFailure.Protocol {
		if (head.status() == 204 || head.status() == 304) {
			return new FramedBody(connection, Framing.LENGTH, 0);
		}
		String coding = head.single("transfer-encoding");
		long length = head.contentLength();
		if (coding != null) {
			if (!coding.equalsIgnoreCase("chunked") || length >= 0) {
				throw new HttpFailure.Protocol("framed by more than chunks");
			}
			return new FramedBody(connection, Framing.CHUNKS, 0);
		}
		return (length >= 0) ? new FramedBody(connection, Framing.LENGTH, length)
				: new FramedBody(connection, Framing.CLOSE, Long.MAX_VALUE);
	}

	/** Reads at least one byte, or -1 at the end. */
	int read(ByteBuffer dst) throws IOException {
		if (!this.ended && this.framing == Framing.CHUNKS && this.left == 0) {
			beginChunk();
		}
		if (this.ended) {
			return -1;
		}
		int limit = dst.limit();
		dst.limit((int) Math.min(limit, dst.position() + this.left));
		int n;
		try {
			n = this.connection.read(dst);
		}
		finally {
			dst.limit(limit);
		}
		if (n < 0) {
			if (this.framing != Framing.CLOSE) {
				throw new EOFException("connection closed in the body");
			}
			this.ended = true;
			return -1;
		}
		this.left -= n;
		if (this.left == 0) {
			endPiece();
		}
		return n;
	}

	/** Whether the connection stands at the start of the next reply. */
	boolean consumed() {
		return this.ended && this.framing != Framing.CLOSE;
	}

	private void beginChunk() throws IOException {
		String size = line();
		int extension = size.indexOf(';');
		String digits = ((extension < 0) ? size : size.substring(0, extension)).strip();
		if (!digits.matches("[0-9A-Fa-f]{1,15}")) {
			throw new HttpFailure.Protocol("a malformed chunk");
		}
		this.left = Long.parseLong(digits, 16);
		if (this.left == 0) {
			for (int trailer = 0; !line().isEmpty(); trailer++) {
				if (trailer == MAX_TRAILERS) {
					throw new HttpFailure.Protocol("too many trailers");
				}
			}
			this.ended = true;
		}
	}

	private void endPiece() throws IOException {
		if (this.framing == Framing.LENGTH) {
			this.ended = true;
		}
		else if (!line().isEmpty()) {
			throw new HttpFailure.Protocol("a malformed chunk");
		}
	}

	private String line() throws IOException {
		StringBuilder line = new StringBuilder();
		while (line.length() < MAX_LINE) {
			if (this.connection.read(this.one.clear()) < 0) {
				throw new EOFException("connection closed in a chunk");
			}
			char c = (char) (this.one.get(0) & 0xff);
			if (c == '\n') {
				return line.toString().strip();
			}
			line.append(c);
		}
		throw new HttpFailure.Protocol("a malformed chunk");
	}

	private enum Framing {

		LENGTH, CHUNKS, CLOSE

	}

}
