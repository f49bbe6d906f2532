package io.ossmc.http;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** One connection and the reply it is in the middle of. Owned by one thread at a time. */
final class HttpConnection {

	/** What a read of a head may bring at most, so that little of the body is copied. */
	private static final int HEAD_READ = 4 * 1024;

	private static final int MAX_INTERIM = 16;

	private static final byte[] START = { 'H', 'T', 'T', 'P', '/', '1', '.' };

	private final Origin origin;

	private final Wire wire;

	private final Transport transport;

	/** Received, not yet given to anybody; always ready to be read from. */
	private final ByteBuffer received = ByteBuffer.allocateDirect(ResponseHead.MAX_BYTES).limit(0);

	private boolean reused;

	private boolean replied;

	private long idleSince;

	HttpConnection(Origin origin, Wire wire, Transport transport) {
		this.origin = origin;
		this.wire = wire;
		this.transport = transport;
	}

	Origin origin() {
		return this.origin;
	}

	Wire wire() {
		return this.wire;
	}

	/** Sends a request and reads the head of its reply, past interim ones. */
	ResponseHead exchange(ByteBuffer request) throws IOException {
		this.replied = false;
		this.transport.writeFully(request);
		for (int interim = 0; interim <= MAX_INTERIM; interim++) {
			ResponseHead head = readHead();
			if (head.status() >= 200) {
				return head;
			}
			if (head.status() == 101) {
				throw new HttpFailure.Protocol("switching protocols");
			}
		}
		throw new HttpFailure.Protocol("too many interim replies");
	}

	private ResponseHead readHead() throws IOException {
		int scanned = 0;
		while (true) {
			int end = endOfHead(scanned);
			if (end >= 0) {
				byte[] head = new byte[end];
				this.received.get(head);
				return ResponseHead.parse(head);
			}
			scanned = Math.max(0, this.received.remaining() - 1);
			if (this.received.remaining() == ResponseHead.MAX_BYTES) {
				throw new HttpFailure.Protocol("a head over 32 KiB");
			}
			receiveHead();
		}
	}

	private void receiveHead() throws IOException {
		this.received.compact();
		this.received.limit(Math.min(this.received.capacity(), this.received.position() + HEAD_READ));
		int n;
		try {
			n = this.transport.read(this.received);
		}
		finally {
			this.received.flip();
		}
		if (n < 0) {
			throw new EOFException("connection closed before the reply was complete");
		}
		this.replied = true;
	}

	/**
	 * How many bytes the head has, its empty line included, or -1; what cannot become one
	 * is refused at once.
	 */
	private int endOfHead(int from) throws HttpFailure.Protocol {
		int start = this.received.position();
		int length = this.received.remaining();
		for (int i = 0; i < Math.min(START.length, length); i++) {
			if (this.received.get(start + i) != START[i]) {
				throw new HttpFailure.Protocol("not HTTP/1.1");
			}
		}
		for (int i = from; i < length; i++) {
			byte b = this.received.get(start + i);
			boolean afterCr = i > 0 && this.received.get(start + i - 1) == '\r';
			if (afterCr != (b == '\n')) {
				throw new HttpFailure.Protocol("a line that does not end in CRLF");
			}
			if (b == '\n' && i >= 3 && this.received.get(start + i - 2) == '\n') {
				return i + 1;
			}
		}
		return -1;
	}

	/** Reads body bytes: first those that came with the head. */
	int read(ByteBuffer dst) throws IOException {
		int early = Math.min(dst.remaining(), this.received.remaining());
		if (early == 0) {
			return this.transport.read(dst);
		}
		copy(dst, early);
		dst.position(dst.position() + early);
		this.received.position(this.received.position() + early);
		return early;
	}

	private void copy(ByteBuffer dst, int early) throws HttpFailure.Local {
		try {
			dst.put(dst.position(), this.received, this.received.position(), early);
		}
		catch (InternalError ex) {
			// What a socket read calls EFAULT: the kernel has no page for the
			// destination.
			throw new HttpFailure.Local("The destination takes no bytes: " + ex.getMessage(), ex);
		}
	}

	/**
	 * Whether it goes on bringing bytes after a read failed: then it was the destination
	 * that failed, for which the kernel had no page (EFAULT), and the bytes are still
	 * there. What errors say depends on the locale. Does not wait: a broken connection
	 * says so at once. No use for anything else any more.
	 */
	boolean stillBrings() {
		try {
			return this.transport.read(this.received.clear()) > 0;
		}
		catch (IOException ex) {
			// The connection is broken, as the first failure said.
			return false;
		}
	}

	/** Whether more came than was asked for: then the next reply would not be ours. */
	boolean hasUnread() {
		return this.received.hasRemaining() || this.transport.hasUnread();
	}

	/**
	 * Whether it had ended before the request got there: servers close idle connections.
	 */
	boolean stale() {
		return this.reused && !this.replied && this.wire.cut() == null;
	}

	/**
	 * Whether that is no reply to the request but the server's word, sent before, that it
	 * waited too long for one: some say so before they close an idle connection (RFC
	 * 9110, 15.5.9).
	 */
	boolean endedWhileIdle(ResponseHead head) {
		return this.reused && head.status() == 408 && !head.keepAlive();
	}

	boolean reused() {
		return this.reused;
	}

	void becomeIdle(long now) {
		this.reused = true;
		this.idleSince = now;
	}

	boolean idleFor(long now, long nanos) {
		return now - this.idleSince > nanos;
	}

}
