package io.ossmc.http;

import java.io.IOException;
import java.nio.ByteBuffer;

import javax.net.ssl.SSLException;

import io.ossmc.thread.Nanos;
import org.jspecify.annotations.Nullable;

/**
 * Fetches ranges of objects over HTTP and HTTPS, on the caller's thread. The rules it
 * keeps are those of the package. Usable by any number of threads; one request uses one
 * connection at a time. Close it to give up its connections and its watchdog thread.
 */
public final class RangeClient implements AutoCloseable {

	private final ConnectionPool pool;

	private final Watchdog watchdog;

	private final Ways ways;

	private RangeClient(HttpSettings settings) {
		this.pool = new ConnectionPool(settings);
		this.watchdog = Watchdog.start(this.pool, settings);
		this.ways = Ways.of(settings, this.pool, this.watchdog);
	}

	/**
	 * Creates a client; it connects to nothing before the first request.
	 * @param settings time-outs, pool size and TLS
	 * @return the client
	 */
	public static RangeClient create(HttpSettings settings) {
		return new RangeClient(settings);
	}

	/**
	 * Asks for one range and puts it into the sink. Blocks; interrupting the thread ends
	 * it with {@link HttpFailure.Aborted} and leaves the interrupt status set.
	 * @param request the range
	 * @param sink where its bytes go
	 * @return what came with the range, once exactly that range was delivered
	 * @throws HttpFailure if it was not, and why; {@link HttpFailure.Local} if the
	 * destination could not be written
	 */
	public RangeReply get(RangeRequest request, BodySink sink) throws IOException {
		return get(request, sink, new Abort());
	}

	/**
	 * As {@link #get(RangeRequest, BodySink)}, until it is aborted.
	 * @param request the range
	 * @param sink where its bytes go
	 * @param abort ends it from any thread
	 * @return what came with the range, once exactly that range was delivered
	 * @throws HttpFailure if it was not, and why; {@link HttpFailure.Local} if the
	 * destination could not be written
	 */
	public RangeReply get(RangeRequest request, BodySink sink, Abort abort) throws IOException {
		Origin origin = Origin.of(request.url());
		// Whatever is asked for in absolute form can share the connections to the proxy.
		Connections way = this.ways.to(origin);
		ForwardProxy reader = origin.tls() ? null : way.settings().proxy();
		Origin peer = (reader != null) ? reader.origin() : origin;
		ByteBuffer head = RequestHead.of(request, origin, reader);
		return way.use(peer, abort,
				(connection) -> get(request, head.duplicate(), reader, sink, way, connection, abort));
	}

	/** One exchange; null if the connection had ended before. */
	private static @Nullable RangeReply get(RangeRequest request, ByteBuffer bytes, @Nullable ForwardProxy reader,
			BodySink sink, Connections way, HttpConnection connection, Abort abort) throws IOException {
		HttpSettings settings = way.settings();
		BodyReader body = new BodyReader(connection, sink, request.length(), settings.proxy());
		boolean reusable = false;
		try {
			abort.on(connection.wire());
			connection.wire().limit(Nanos.of(settings.stallTimeout()));
			ResponseHead head = connection.exchange(bytes);
			if (connection.endedWhileIdle(head)) {
				return null;
			}
			if (head.status() >= 300) {
				ErrorReply error = ErrorReply.read(connection, head);
				reusable = error.consumed() && head.keepAlive();
				throw error.failure(reader);
			}
			RangeReply reply = RangeRules.check(request, head, connection.reused(), reader);
			connection.wire().unlimit();
			body.deliver();
			reusable = head.keepAlive();
			return reply;
		}
		catch (IOException ex) {
			if (!(ex instanceof HttpFailure) && connection.stale() && !Thread.currentThread().isInterrupted()) {
				return null;
			}
			throw Failures.of(connection.wire(), settings, ex, () -> broken(ex, connection, body, settings.proxy()));
		}
		finally {
			abort.off();
			way.giveBack(connection, reusable);
		}
	}

	private static HttpFailure broken(IOException thrown, HttpConnection connection, BodyReader body,
			@Nullable ForwardProxy proxy) {
		if (thrown instanceof SSLException) {
			return new HttpFailure.Tls(thrown, proxy, false);
		}
		if (connection.stillBrings()) {
			return new HttpFailure.Local("The destination takes no bytes: " + thrown.getMessage(), thrown);
		}
		return new HttpFailure.Truncated(body.delivered(), body.length(), thrown, proxy);
	}

	/**
	 * Sends requests whose whole replies are wanted, over the same connections.
	 * @return their client, which ends with this one
	 */
	public RequestClient requests() {
		return new RequestClient(this.ways);
	}

	/**
	 * Connections that are open now: connecting, in use or idle.
	 * @return how many
	 */
	public int connections() {
		return this.pool.size();
	}

	/**
	 * Closes every connection. Requests under way end with {@link HttpFailure.Aborted};
	 * those that begin afterwards open new connections.
	 */
	public void abortAll() {
		this.pool.abortAll();
	}

	/** Like {@link #abortAll()}, for good. */
	@Override
	public void close() {
		this.pool.close();
		this.watchdog.close();
	}

	/** Moves the body of one reply into its sink. */
	private static final class BodyReader {

		private final HttpConnection connection;

		private final BodySink sink;

		private final long length;

		private final @Nullable ForwardProxy proxy;

		private long delivered;

		BodyReader(HttpConnection connection, BodySink sink, long length, @Nullable ForwardProxy proxy) {
			this.connection = connection;
			this.sink = sink;
			this.length = length;
			this.proxy = proxy;
		}

		void deliver() throws IOException {
			while (this.delivered < this.length) {
				ByteBuffer buffer = this.sink.buffer();
				if (!buffer.hasRemaining()) {
					throw new IllegalStateException("the sink has no room for the rest of its range");
				}
				int n = read(buffer);
				if (n < 0) {
					throw new HttpFailure.Truncated(this.delivered, this.length, null, this.proxy);
				}
				this.delivered += n;
				this.sink.received(n);
			}
		}

		/** Never offers more than the rest of the range, whatever room the buffer has. */
		private int read(ByteBuffer buffer) throws IOException {
			int limit = buffer.limit();
			buffer.limit((int) Math.min(limit, buffer.position() + (this.length - this.delivered)));
			try {
				return this.connection.read(buffer);
			}
			finally {
				buffer.limit(limit);
			}
		}

		long delivered() {
			return this.delivered;
		}

		long length() {
			return this.length;
		}

	}

}
