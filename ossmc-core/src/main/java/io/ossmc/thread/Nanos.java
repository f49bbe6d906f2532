package io.ossmc.thread;

import java.time.Duration;

/**
 * Durations as the JDK's timers take them. The one place where they are clamped: nobody
 * else calls {@link Duration#toNanos()} on what a user or a server said, which throws
 * beyond 292 years.
 */
public final class Nanos {

	/**
	 * As good as for ever, 146 years: half of what a {@code long} holds, so that the
	 * difference of two points in time that are this far from now does not overflow.
	 */
	public static final long MAX = Long.MAX_VALUE / 2;

	/**
	 * What is done again and again is done a hundred times a second at most, whatever a
	 * user wrote.
	 */
	private static final long SHORTEST_PERIOD = 10_000_000;

	private static final Duration LONGEST = Duration.ofNanos(MAX);

	private Nanos() {
	}

	/**
	 * A duration in nanoseconds.
	 * @param duration any
	 * @return at least 0 and at most {@link #MAX}
	 */
	public static long of(Duration duration) {
		if (duration.isNegative()) {
			return 0;
		}
		return (duration.compareTo(LONGEST) < 0) ? duration.toNanos() : MAX;
	}

	/**
	 * The time between two of many, in nanoseconds.
	 * @param period any
	 * @return at least 10 ms and at most {@link #MAX}
	 */
	public static long ofPeriod(Duration period) {
		return Math.max(SHORTEST_PERIOD, of(period));
	}

}
