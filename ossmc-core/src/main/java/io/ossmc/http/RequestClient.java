package io.ossmc.http;

import io.ossmc.text.ServerText;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;

import javax.net.ssl.SSLException;

import io.ossmc.thread.Nanos;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests whose whole replies are wanted, on the caller's thread, over the
 * connections of a {@link RangeClient} and by its rules: its addresses, its stall
 * time-out, its TLS, its proxy; no redirects. Thread-safe.
 */
public final class RequestClient {

	private static final int PIECE = 64 * 1024;

	private final Ways ways;

	RequestClient(Ways ways) {
		this.ways = ways;
	}

	/**
	 * Sends a request and receives its reply. Blocks; interrupting the thread ends it
	 * with {@link HttpFailure.Aborted} and leaves the interrupt status set.
	 * @param request what to send
	 * @param body where the reply's body goes, if it says yes and is not that of a HEAD
	 * @return the head of the reply, once all of its body was received
	 * @throws HttpFailure if there is no such reply, or not all of it in time, and why
	 * @throws IOException what the receiver threw
	 */
	public HttpReply send(HttpRequest request, BodyReceiver body) throws IOException {
		return send(request, body, new Abort());
	}

	/**
	 * As {@link #send(HttpRequest, BodyReceiver)}, until it is aborted.
	 * @param request what to send
	 * @param body where the reply's body goes, if it says yes and is not that of a HEAD
	 * @param abort ends it from any thread
	 * @return the head of the reply, once all of its body was received
	 * @throws HttpFailure if there is no such reply, or not all of it in time, and why
	 * @throws IOException what the receiver threw
	 */
	public HttpReply send(HttpRequest request, BodyReceiver body, Abort abort) throws IOException {
		Origin origin = Origin.of(request.url());
		// A tunnel is nobody's cache: there is nothing to pass by.
		Connections way = (request.pastProxy() && !origin.tls()) ? this.ways.direct() : this.ways.to(origin);
		ForwardProxy reader = origin.tls() ? null : way.settings().proxy();
		ByteBuffer head = RequestHead.of(request, origin, reader);
		abort.within(request.timeout(), way.settings().nanoTime());
		try {
			return way.use((reader != null) ? reader.origin() : origin, abort,
					(connection) -> exchange(request, head.duplicate(), reader, body, way, connection, abort));
		}
		catch (HttpFailure.Stalled ex) {
			if (abort.expired()) {
				// There was less time than the stall time-out.
				throw new HttpFailure.Stalled(request.timeout(), true, way.settings().proxy());
			}
			throw ex;
		}
	}

	/**
	 * Whether a proxy reads along, so that what it says may be what it once heard.
	 * @param url what would be asked for
	 * @return whether {@link HttpRequest#pastProxy()} would make a difference
	 */
	public boolean readAlong(URI url) {
		Origin origin = Origin.of(url);
		return this.ways.to(origin).settings().proxy() != null && !origin.tls();
	}

	/** One exchange; null if the connection had ended before. */
	private static @Nullable HttpReply exchange(HttpRequest request, ByteBuffer bytes, @Nullable ForwardProxy reader,
			BodyReceiver receiver, Connections way, HttpConnection connection, Abort abort) throws IOException {
		Received received = new Received(receiver);
		boolean reusable = false;
		try {
			abort.on(connection.wire());
			abort.limit(connection.wire(), Nanos.of(way.settings().stallTimeout()));
			ResponseHead head = connection.exchange(bytes);
			if (connection.endedWhileIdle(head)) {
				return null;
			}
			if (head.status() >= 300) {
				ErrorReply error = ErrorReply.read(connection, head, request.isHead());
				reusable = error.consumed() && head.keepAlive();
				throw error.failure(reader);
			}
			abort.limit(connection.wire(), Nanos.MAX);
			reusable = (request.isHead() || received.all(connection, head)) && head.keepAlive();
			return new HttpReply(head);
		}
		catch (IOException ex) {
			if (received.refused) {
				throw ex;
			}
			if (abort.expired() && connection.wire().cut() == Wire.Cut.STALLED) {
				throw new HttpFailure.Protocol("not complete after " + request.timeout().toMillis() + " ms")
					.through(way.settings().proxy());
			}
			if (!(ex instanceof HttpFailure) && connection.stale() && !Thread.currentThread().isInterrupted()) {
				return null;
			}
			throw Failures.of(connection.wire(), way.settings(), ex, () -> broken(ex, received, way.settings()));
		}
		finally {
			abort.off();
			way.giveBack(connection, reusable);
		}
	}

	private static IOException broken(IOException thrown, Received received, HttpSettings settings) {
		return (thrown instanceof SSLException) ? new HttpFailure.Tls(thrown, settings.proxy(), false)
				: new HttpFailure.Truncated(received.bytes, Math.max(received.length, received.bytes + 1), thrown,
						settings.proxy());
	}

	/** Moves the body of one reply to its receiver. */
	private static final class Received {

		private final BodyReceiver receiver;

		private long bytes;

		private long length;

		private boolean refused;

		Received(BodyReceiver receiver) {
			this.receiver = receiver;
		}

		/** Whether the connection stands at the start of the next reply. */
		boolean all(HttpConnection connection, ResponseHead head) throws IOException {
			String encoding = head.single("content-encoding");
			if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
				throw new HttpFailure.Protocol("Content-Encoding \"" + ServerText.shown(encoding) + "\"");
			}
			this.length = head.contentLength();
			FramedBody body = FramedBody.of(connection, head);
			ByteBuffer piece = ByteBuffer.allocate(PIECE);
			while (body.read(piece.clear()) >= 0) {
				this.bytes += piece.position();
				deliver(piece);
			}
			return body.consumed();
		}

		private void deliver(ByteBuffer piece) throws IOException {
			this.refused = true;
			this.receiver.received(piece.array(), piece.position());
			this.refused = false;
		}

	}

}
