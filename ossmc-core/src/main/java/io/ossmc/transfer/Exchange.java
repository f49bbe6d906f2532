package io.ossmc.transfer;

import io.ossmc.http.Abort;

/**
 * A request under way: whose it is, since when nothing has come of it, and how to end it.
 * Thread-safe.
 */
final class Exchange {

	private final Work work;

	/** Nanoseconds without a byte that make it silent. */
	private final long silentAfter;

	private final Abort abort = new Abort();

	private volatile boolean doubtful;

	private volatile long lastSign;

	private volatile boolean cut;

	Exchange(Work work, long silentAfter, long now) {
		this.work = work;
		this.silentAfter = silentAfter;
		this.lastSign = now;
		this.doubtful = !work.transfer.standing().clean();
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
		if (this.doubtful) {
			this.doubtful = false;
		}
	}

	/** How long nothing has come, nanoseconds. */
	long silence(long now) {
		return now - this.lastSign;
	}

	/**
	 * Whether it is silent, or for an object whose last request failed and no byte came.
	 */
	boolean doubtful(long now) {
		return this.doubtful || silent(now);
	}

	boolean silent(long now) {
		return silence(now) >= this.silentAfter;
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
