package io.ossmc.http;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

import io.ossmc.thread.Nanos;
import org.jspecify.annotations.Nullable;

/**
 * Ends requests from outside, or at a point of time: cuts the connection that works for
 * them, whatever it waits for. For one request at a time. Thread-safe.
 */
public final class Abort {

	/** How long an abort may take that comes while no wire works for the request. */
	private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(100);

	// Guarded by this.

	/** Null for a request that may last. */
	private @Nullable LongSupplier nanoTime;

	private long deadline;

	private @Nullable Wire wire;

	private boolean aborted;

	/** For a request that may last. */
	public Abort() {
	}

	/** From now on the request has so much time for all that it does. */
	synchronized void within(Duration timeout, LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
		this.deadline = nanoTime.getAsLong() + Nanos.of(timeout);
	}

	/**
	 * Ends the request that runs with it, and those that begin later, with
	 * {@link HttpFailure.Aborted}. Does not wait for that; idempotent.
	 */
	public synchronized void abort() {
		this.aborted = true;
		if (this.wire != null) {
			this.wire.cut(Wire.Cut.ABORTED);
		}
	}

	/** A wire works for the request from now on. */
	synchronized void on(Wire worker) throws HttpFailure.Aborted {
		if (this.aborted) {
			throw new HttpFailure.Aborted();
		}
		this.wire = worker;
		limit(worker, Nanos.MAX);
	}

	/** The wire has what is left of the time from now on, but no more than that. */
	synchronized void limit(Wire worker, long nanos) {
		if (this.nanoTime != null) {
			worker.limit(within(nanos));
		}
	}

	/** What is left of the time, but no more than that; less than 0 if it is over. */
	synchronized long within(long nanos) {
		return (this.nanoTime != null) ? Math.min(nanos, left(this.nanoTime)) : nanos;
	}

	private long left(LongSupplier clock) {
		return this.deadline - clock.getAsLong();
	}

	/** Whether its time is over. */
	synchronized boolean expired() {
		return this.nanoTime != null && left(this.nanoTime) < 0;
	}

	private synchronized boolean aborted() {
		return this.aborted;
	}

	/**
	 * Waits for something of the request that no wire works for, its time at most.
	 * @param answer completes on another thread
	 * @param nanos how long to wait
	 * @throws HttpFailure.Aborted if it was ended, or the thread interrupted, which stays
	 * so
	 * @throws TimeoutException if the answer did not come in time
	 */
	<T> T await(CompletableFuture<T> answer, long nanos)
			throws HttpFailure.Aborted, ExecutionException, TimeoutException {
		long end = System.nanoTime() + within(nanos);
		while (!aborted()) {
			long left = end - System.nanoTime();
			try {
				return answer.get(Math.clamp(left, 0, LOOK), TimeUnit.NANOSECONDS);
			}
			catch (TimeoutException ex) {
				if (left <= LOOK) {
					throw ex;
				}
			}
			catch (InterruptedException _) {
				Thread.currentThread().interrupt();
				throw new HttpFailure.Aborted();
			}
		}
		throw new HttpFailure.Aborted();
	}

	/** None does any more: it may be another request's soon. */
	synchronized void off() {
		if (this.wire != null && this.nanoTime != null) {
			this.wire.unlimit();
		}
		this.wire = null;
	}

}
