package io.ossmc.http;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

/**
 * One way to peers: finds the connection for each request, an idle one if there is any,
 * else a fresh one.
 */
record Connections(HttpSettings settings, ConnectionPool pool, Dialer dialer) {

	/**
	 * Runs an exchange. A server may close an idle connection at any moment: then it runs
	 * once more, at once and on a fresh one. One on which something has come that nobody
	 * asked for is not used: it would be taken for the reply.
	 */
	<R> R use(Origin peer, Abort abort, Exchange<R> exchange) throws IOException {
		long epoch = this.pool.epoch();
		if (Thread.currentThread().isInterrupted()) {
			throw new HttpFailure.Aborted();
		}
		HttpConnection idle = idle(peer);
		if (idle != null) {
			R reply = exchange.on(idle);
			if (reply != null) {
				return reply;
			}
		}
		R reply = exchange.on(this.dialer.dial(peer, epoch, abort));
		if (reply == null) {
			throw new IllegalStateException("a fresh connection cannot be stale");
		}
		return reply;
	}

	private @Nullable HttpConnection idle(Origin peer) throws HttpFailure.Aborted {
		HttpConnection idle = this.pool.takeIdle(peer);
		while (idle != null && !idle.wire().quiet()) {
			this.pool.discard(idle.wire());
			idle = this.pool.takeIdle(peer);
		}
		return idle;
	}

	/** Back to the pool if the next request may use it, else closed. */
	void giveBack(HttpConnection connection, boolean reusable) {
		if (reusable && !connection.hasUnread()) {
			connection.wire().unlimit();
			this.pool.release(connection);
		}
		else {
			this.pool.discard(connection.wire());
		}
	}

	/** A request and its reply on one connection. */
	@FunctionalInterface
	interface Exchange<R> {

		/** Null if the connection had ended before. */
		@Nullable R on(HttpConnection connection) throws IOException;

	}

}
