package io.ossmc.pace;

import java.util.concurrent.TimeUnit;

/**
 * Finds the number of connections that fills the link: multiplies it while that brings
 * more bytes, settles at what the last step showed to be enough when it does not, tries a
 * few more or fewer now and then. Thread-safe; fed by the threads that move bytes.
 * <p>
 * For example, on a link of 500 MB/s of which one connection gets 20 at most: <pre>
 * at the start                   4
 * after 200 ms,  80 MB/s        16     the first step is a long one
 *       450 ms, 320 MB/s        32     four times as many brought four times as much
 *       700 ms, 500 MB/s        64     twice as many brought 56 % more, of 100 a third is enough
 *       950 ms, 500 MB/s        36     they brought nothing: the 32 before, and a tenth
 *       6 s                     45     a quarter more is tried
 *       6.2 s, 500 MB/s         36     for nothing; the next trial is twice as far away
 *       16 s                    32     an eighth fewer bring as much, so it stays there
 * </pre>
 * <p>
 * When OSS asks to slow down, a <em>storm</em> begins: half as many. What else is to be
 * done then is done by the gates; the number stays. It ends with the first reply to a
 * request that was sent after the last wish to slow down: from then on the number doubles
 * with each interval until it is what it was before, and rests there for a while. A wish
 * that comes on the way up, or during that rest, says that it was too much, and the way
 * up ends a quarter lower. For example, with 64 connections: <pre>
 * asked to slow down 40 times   32     once, whatever comes back of what was under way
 * asked again, for 3 s          32
 * a good reply, 250 ms          64     and no more than that for 10 s
 * asked to slow down            24
 * a good reply, 250 ms          48     and no more than that for 10 s
 * </pre>
 */
public final class Concurrency {

	/**
	 * Long enough for new connections to bring something, short enough to be at 64 within
	 * a second or two.
	 */
	static final long INTERVAL = TimeUnit.MILLISECONDS.toNanos(250);

	/** What the first connections bring is known sooner, and most links want more. */
	private static final long FIRST_INTERVAL = TimeUnit.MILLISECONDS.toNanos(100);

	/**
	 * A step was worth it if it brought this share of what it would on a free link: less
	 * is noise on a shared one, more would stop short of links with slow connections.
	 */
	private static final double GAIN = 0.3;

	/** What a full link is given beyond what fills it just so. */
	private static final double HEADROOM = 1.1;

	/**
	 * What a smaller number has to bring still: each connection costs memory, wake-ups
	 * and a place at OSS.
	 */
	private static final double KEPT = 0.97;

	/** A trial of an interval in so many costs at most a twentieth of the time. */
	private static final long PROBE_AFTER = TimeUnit.SECONDS.toNanos(5);

	/** Links change within minutes, as neighbours come and go. */
	private static final long PROBE_AT_LEAST_EVERY = TimeUnit.SECONDS.toNanos(40);

	/** OSS measures an account's use over seconds; to be back at once asks for more. */
	private static final long REST_AFTER_THROTTLING = TimeUnit.SECONDS.toNanos(10);

	private final int least;

	private final int most;

	private volatile int target;

	private volatile long sampledAt;

	private volatile long interval = FIRST_INTERVAL;

	// Guarded by this.

	private long sampledBytes;

	private Trial trial = Trial.MORE;

	/** The number to go back to, and what it brought; 0 before anything is known. */
	private int before;

	private double rateBefore;

	private boolean fewerNext;

	/** Threads end with their part, not at once. */
	private boolean settling;

	private long holdUntil;

	/** Longer with each trial that changed nothing. */
	private long probeAfter = PROBE_AFTER;

	/** Where the way up ends. */
	private int peak;

	private volatile boolean storm;

	private boolean climbing;

	private long throttledAt;

	/** When the last storm was over; in a rest until some time after that. */
	private long calmAt;

	private boolean resting;

	public Concurrency(int least, int most, long now) {
		this.least = least;
		this.most = most;
		this.target = least;
		this.sampledAt = now;
		this.holdUntil = now;
	}

	/** How many connections there should be. */
	public int target() {
		return this.target;
	}

	/** Whether it is time for {@link #sample}. */
	public boolean due(long now) {
		return now - this.sampledAt >= this.interval;
	}

	/**
	 * Judges what the last interval brought.
	 * @param bytes received since the beginning of time
	 * @param now nanosecond time
	 * @param busy whether there was work for every connection; otherwise nothing can be
	 * learned
	 * @return whether the target grew
	 */
	public synchronized boolean sample(long bytes, long now, boolean busy) {
		if (!due(now)) {
			return false;
		}
		double rate = (bytes - this.sampledBytes) / (double) (now - this.sampledAt);
		boolean first = this.sampledBytes == 0 || now - this.sampledAt > 4 * INTERVAL;
		this.sampledBytes = bytes;
		this.sampledAt = now;
		if (this.storm) {
			return this.climbing && climb(now);
		}
		if (first || !busy) {
			return false;
		}
		this.interval = INTERVAL;
		if (this.settling) {
			this.settling = false;
			return false;
		}
		return switch (this.trial) {
			case NONE -> now - this.holdUntil >= 0 && tryNext(rate);
			case MORE -> {
				if (this.before == 0) {
					// The first step is a long one: time is lost at the beginning.
					yield tryMore(rate, 3 * this.target);
				}
				if (rate > this.rateBefore * (1 + GAIN * (this.target - this.before) / this.before)) {
					yield tryMore(rate, this.target);
				}
				conclude(enough(rate), now);
				yield false;
			}
			case FEWER -> {
				boolean missed = rate < this.rateBefore * KEPT;
				conclude(missed ? this.before : this.target, now);
				yield missed;
			}
		};
	}

	/** How many would have brought as much as the step that was too long. */
	private int enough(double rate) {
		double needed = this.before * rate / this.rateBefore;
		boolean search = this.target >= 2 * this.before;
		return Math.clamp((long) Math.ceil(search ? needed * HEADROOM : needed), this.before, this.target);
	}

	private boolean tryNext(double rate) {
		boolean fewer = this.fewerNext;
		this.fewerNext = !fewer;
		if (!fewer) {
			return tryMore(rate, Math.max(1, this.target / 4));
		}
		this.before = this.target;
		this.rateBefore = rate;
		this.trial = Trial.FEWER;
		this.target = Math.max(this.least, this.target - Math.max(1, this.target / 8));
		this.settling = true;
		return false;
	}

	private boolean tryMore(double rate, int more) {
		this.before = this.target;
		this.rateBefore = rate;
		this.trial = Trial.MORE;
		this.target = Math.min(this.most, this.target + more);
		if (this.target == this.before) {
			conclude(this.target, this.sampledAt);
		}
		return this.trial == Trial.MORE;
	}

	private void conclude(int found, long now) {
		boolean changed = found != this.before;
		this.target = found;
		this.probeAfter = changed ? PROBE_AFTER : Math.min(PROBE_AT_LEAST_EVERY, 2 * this.probeAfter);
		hold(now, this.probeAfter);
	}

	private void hold(long now, long nanos) {
		this.trial = Trial.NONE;
		this.before = 0;
		this.settling = false;
		this.holdUntil = now + nanos;
	}

	/** OSS asked to slow down. */
	public synchronized void throttled(long now) {
		this.throttledAt = now;
		if (this.storm && !this.climbing) {
			return;
		}
		boolean again = this.climbing || this.resting && now - this.calmAt < REST_AFTER_THROTTLING;
		this.peak = again ? Math.max(this.least, this.peak * 3 / 4) : this.target;
		this.target = Math.max(this.least, Math.min(this.target, this.peak) / 2);
		this.climbing = false;
		this.storm = true;
		this.probeAfter = PROBE_AFTER;
		hold(now, REST_AFTER_THROTTLING);
	}

	/**
	 * A good reply.
	 * @param askedAt nanosecond time of its request
	 */
	public void answered(long askedAt) {
		if (this.storm) {
			endStorm(askedAt);
		}
	}

	private synchronized void endStorm(long askedAt) {
		if (this.storm && askedAt - this.throttledAt > 0) {
			this.climbing = true;
		}
	}

	private boolean climb(long now) {
		int before = this.target;
		this.target = Math.min(this.peak, 2 * this.target);
		if (this.target == this.peak) {
			this.storm = false;
			this.climbing = false;
			this.resting = true;
			this.calmAt = now;
			hold(now, REST_AFTER_THROTTLING);
		}
		return this.target > before;
	}

	/** What is being tried. */
	private enum Trial {

		NONE, MORE, FEWER

	}

}
