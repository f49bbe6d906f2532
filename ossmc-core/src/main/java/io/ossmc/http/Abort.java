package io.ossmc.http;

import java.time.Duration;
import java.util.function.LongSupplier;

import io.ossmc.thread.Nanos;
import org.jspecify.annotations.Nullable;

/**
 * Ends requests from outside, or at a point of time: cuts the connection that works for
 * them, whatever it waits for. For one request at a time. Thread-safe.
 */
public final class Abort {

	private final @Nullable LongSupplier nanoTime;

	private final long deadline;

	// Guarded by this.

	private @Nullable Wire wire;

	private boolean aborted;

	/** For requests that may last. */
	public Abort() {
		this.nanoTime = null;
		this.deadline = 0;
	}

	private Abort(LongSupplier nanoTime, long deadline) {
		this.nanoTime = nanoTime;
		this.deadline = deadline;
	}

	/** For a request that has so much time for all that it does. */
	static Abort after(Duration timeout, LongSupplier nanoTime) {
		return new Abort(nanoTime, nanoTime.getAsLong() + Nanos.of(timeout));
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
	void limit(Wire worker, long nanos) {
		if (this.nanoTime != null) {
			worker.limit(within(nanos));
		}
	}

	/** What is left of the time, but no more than that; less than 0 if it is over. */
	long within(long nanos) {
		return (this.nanoTime != null) ? Math.min(nanos, this.deadline - this.nanoTime.getAsLong()) : nanos;
	}

	/** Whether its time is over. */
	boolean expired() {
		return this.nanoTime != null && this.nanoTime.getAsLong() - this.deadline > 0;
	}

	/** None does any more: it may be another request's soon. */
	synchronized void off() {
		if (this.wire != null && this.nanoTime != null) {
			this.wire.unlimit();
		}
		this.wire = null;
	}

}
