package io.ossmc.transfer;

import java.util.concurrent.TimeUnit;

/**
 * Finds the number of connections that fills the link: doubles it while that brings more
 * bytes, goes back one step when it does not, tries a few more or fewer now and then, and
 * halves it when OSS asks to slow down. Thread-safe; fed by the threads that move bytes.
 */
final class Concurrency {

	/**
	 * Long enough for new connections to bring something, short enough to be at 64 within
	 * a second or two.
	 */
	static final long INTERVAL = TimeUnit.MILLISECONDS.toNanos(250);

	/** What a larger number has to bring to be worth it. */
	private static final double GAIN = 1.1;

	/**
	 * What a smaller number has to bring still: each connection costs memory, wake-ups
	 * and a place at OSS.
	 */
	private static final double KEPT = 0.97;

	private static final long PROBE_AFTER = TimeUnit.SECONDS.toNanos(5);

	private static final long REST_AFTER_THROTTLING = TimeUnit.SECONDS.toNanos(10);

	private final int least;

	private final int most;

	private volatile int target;

	private volatile long sampledAt;

	// Guarded by this.

	private long sampledBytes;

	private Trial trial = Trial.MORE;

	/** The number to go back to, and what it brought; 0 before anything is known. */
	private int before;

	private double rateBefore;

	private boolean fewerNext = true;

	/** Threads end with their part, not at once. */
	private boolean settling;

	private long holdUntil;

	Concurrency(int least, int most, long now) {
		this.least = least;
		this.most = most;
		this.target = least;
		this.sampledAt = now;
		this.holdUntil = now;
	}

	/** How many connections there should be. */
	int target() {
		return this.target;
	}

	/** Whether it is time for {@link #sample}. */
	boolean due(long now) {
		return now - this.sampledAt >= INTERVAL;
	}

	/**
	 * Judges what the last interval brought.
	 * @param bytes received since the beginning of time
	 * @param now nanosecond time
	 * @param busy whether there was work for every connection; otherwise nothing can be
	 * learned
	 * @return whether the target grew
	 */
	synchronized boolean sample(long bytes, long now, boolean busy) {
		if (!due(now)) {
			return false;
		}
		double rate = (bytes - this.sampledBytes) / (double) (now - this.sampledAt);
		boolean first = this.sampledBytes == 0 || now - this.sampledAt > 4 * INTERVAL;
		this.sampledBytes = bytes;
		this.sampledAt = now;
		if (first || !busy) {
			return false;
		}
		if (this.settling) {
			this.settling = false;
			return false;
		}
		return switch (this.trial) {
			case NONE -> now - this.holdUntil >= 0 && tryNext(rate);
			case MORE -> {
				if (this.before == 0) {
					// The first step is a long one: most links want it, and time is lost
					// at the beginning.
					yield tryMore(rate, 3 * this.target);
				}
				if (rate > this.rateBefore * GAIN) {
					yield tryMore(rate, this.target);
				}
				this.target = this.before;
				hold(now, PROBE_AFTER);
				yield false;
			}
			case FEWER -> {
				boolean missed = rate < this.rateBefore * KEPT;
				this.target = missed ? this.before : this.target;
				hold(now, PROBE_AFTER);
				yield missed;
			}
		};
	}

	private boolean tryNext(double rate) {
		this.fewerNext = !this.fewerNext;
		if (this.fewerNext) {
			return tryMore(rate, Math.max(1, this.target / 4));
		}
		this.before = this.target;
		this.rateBefore = rate;
		this.trial = Trial.FEWER;
		this.target = Math.max(this.least, this.target - Math.max(1, this.target / 4));
		this.settling = true;
		return false;
	}

	private boolean tryMore(double rate, int more) {
		this.before = this.target;
		this.rateBefore = rate;
		this.trial = Trial.MORE;
		this.target = Math.min(this.most, this.target + more);
		if (this.target == this.before) {
			hold(this.sampledAt, PROBE_AFTER);
		}
		return this.target > this.before;
	}

	private void hold(long now, long nanos) {
		this.trial = Trial.NONE;
		this.before = 0;
		this.settling = false;
		this.holdUntil = now + nanos;
	}

	/**
	 * OSS asked to slow down: half as many, once per interval, and no more for a while.
	 */
	synchronized void throttled(long now) {
		if (this.trial != Trial.NONE || now - this.holdUntil + REST_AFTER_THROTTLING >= INTERVAL) {
			this.target = Math.max(Math.min(this.least, this.target), this.target / 2);
		}
		hold(now, REST_AFTER_THROTTLING);
	}

	/** What is being tried. */
	private enum Trial {

		NONE, MORE, FEWER

	}

}
