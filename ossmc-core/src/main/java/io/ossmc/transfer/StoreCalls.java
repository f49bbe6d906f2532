package io.ossmc.transfer;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.ossmc.oss.ObjectStore;
import io.ossmc.queue.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * The calls of stores that threads which fetch are in. They may run code that is not
 * ours, a supplier of credentials or a given client, and nobody can end one that hangs.
 * So there is a limit for each store, one for signing and one for requests, and a thread
 * that is <em>lost</em> in a call counts for nothing: another one comes in its place.
 * Thread-safe.
 */
final class StoreCalls {

	/** Signing takes microseconds, and milliseconds where credentials are asked for. */
	private static final long LOST = TimeUnit.MILLISECONDS.toNanos(200);

	private final int most;

	private final Set<Call> calls = new HashSet<>();

	/**
	 * Knows of no call.
	 * @param most of one store and kind
	 */
	StoreCalls(int most) {
		this.most = most;
	}

	/**
	 * Begins a call that nobody can end.
	 * @return to be closed after it; null if there are too many of its store
	 */
	@Nullable Call begin(Transfer transfer, long now) {
		return begin(new Call(transfer, null, now));
	}

	/**
	 * Begins a call that ends with its request, or should.
	 * @return to be closed after it; null if there are too many of its store
	 */
	@Nullable Call begin(Transfer transfer, Exchange exchange, long now) {
		return begin(new Call(transfer, exchange, now));
	}

	private synchronized @Nullable Call begin(Call call) {
		if (this.calls.stream().filter(call::isLike).count() >= this.most) {
			return null;
		}
		this.calls.add(call);
		return call;
	}

	/** Those whose threads are lost. */
	synchronized List<Call> lost(long now) {
		return this.calls.stream().filter((call) -> call.lost(now)).toList();
	}

	/** Whether threads are lost in a store. */
	synchronized boolean hangs(ObjectStore store, long now) {
		return this.calls.stream().anyMatch((call) -> call.store() == store && call.lost(now));
	}

	private synchronized void end(Call call) {
		this.calls.remove(call);
	}

	/** One thread in a store. */
	final class Call implements AutoCloseable {

		private final Transfer transfer;

		private final @Nullable Exchange exchange;

		private final long begun;

		Call(Transfer transfer, @Nullable Exchange exchange, long now) {
			this.transfer = transfer;
			this.exchange = exchange;
			this.begun = now;
		}

		Transfer transfer() {
			return this.transfer;
		}

		ObjectStore store() {
			return this.transfer.request().store();
		}

		/** Requests that wait for OSS keep nobody from signing. */
		boolean isLike(Call other) {
			return other.store() == store() && (other.exchange == null) == (this.exchange == null);
		}

		boolean lost(long now) {
			return (this.exchange != null) ? this.exchange.endless(now) : now - this.begun >= LOST;
		}

		@Override
		public void close() {
			end(this);
		}

	}

}
