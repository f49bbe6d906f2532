package io.ossmc.http;

import org.jspecify.annotations.Nullable;

/**
 * Ends requests from outside: cuts the connection that works for them, whatever it waits
 * for. For one request at a time. Thread-safe.
 */
public final class Abort {

	// Guarded by this.

	private @Nullable Wire wire;

	private boolean aborted;

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
	}

	/** None does any more: it may be another request's soon. */
	synchronized void off() {
		this.wire = null;
	}

}
