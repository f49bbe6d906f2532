package io.ossmc.pace;

import java.util.concurrent.TimeUnit;

/**
 * One turn per interval. Who comes too early is told when to come again, each another
 * time, so that they do not all come at once and all but one in vain. Not thread-safe.
 */
final class Turns {

	/** Nobody is sent away for longer. */
	private static final long LONGEST = TimeUnit.SECONDS.toNanos(1);

	private final long interval;

	private boolean used;

	private long next;

	/** The latest time that somebody was told. */
	private long told;

	Turns(long interval) {
		this.interval = interval;
	}

	/**
	 * Takes a turn.
	 * @param now nanosecond time
	 * @return 0 if it is taken, else the nanoseconds after which to ask again
	 */
	long take(long now) {
		if (!this.used || this.next - now <= 0) {
			this.used = true;
			this.next = now + this.interval;
			return 0;
		}
		this.told = ((this.told - this.next >= 0) ? this.told : this.next) + this.interval;
		if (this.told - now > LONGEST) {
			this.told = this.next;
		}
		return this.told - now;
	}

}
