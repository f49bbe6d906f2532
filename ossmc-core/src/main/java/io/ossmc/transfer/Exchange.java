package io.ossmc.transfer;

import java.util.concurrent.TimeUnit;

import io.ossmc.http.Abort;

/**
 * A request under way: whose it is, since when nothing has come of it, and how to end it.
 * Thread-safe.
 */
final class Exchange {

	/** Without a byte for that long it is silent. */
	static final long SILENT = TimeUnit.SECONDS.toNanos(1);

	private final Work work;

	private final Abort abort = new Abort();

	private volatile long lastSign;

	private volatile boolean cut;

	Exchange(Work work, long now) {
		this.work = work;
		this.lastSign = now;
	}

	Transfer transfer() {
		return this.work.transfer;
	}

	Abort abort() {
		return this.abort;
	}

	/** Something came. */
	void sign(long now) {
		this.lastSign = now;
	}

	/** How long nothing has come, nanoseconds. */
	long silence(long now) {
		return now - this.lastSign;
	}

	boolean silent(long now) {
		return silence(now) >= SILENT;
	}

	/** Ends it because others need its connection. */
	void cut() {
		this.cut = true;
		this.abort.abort();
	}

	boolean wasCut() {
		return this.cut;
	}

}
