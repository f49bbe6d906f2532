package io.ossmc.emulator;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A rate limit in bytes a second. Permission accrues with time, up to what 50 ms bring,
 * so that a pause is not followed by a burst. Thread-safe.
 */
final class TokenBucket {

	private static final long DEPTH_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

	private final LongSupplier bytesPerSecond;

	private double available;

	private long refilled = System.nanoTime();

	/**
	 * A limit that follows a setting.
	 * @param bytesPerSecond asked each time; 0 is no limit
	 */
	TokenBucket(LongSupplier bytesPerSecond) {
		this.bytesPerSecond = bytesPerSecond;
	}

	boolean isUnlimited() {
		return this.bytesPerSecond.getAsLong() <= 0;
	}

	/** How many of the bytes wanted may go now; 0 means to wait {@link #pauseNanos}. */
	synchronized int take(int wanted, long now) {
		long rate = this.bytesPerSecond.getAsLong();
		if (rate <= 0) {
			return wanted;
		}
		double depth = Math.max(1, rate * (double) DEPTH_NANOS / 1e9);
		this.available = Math.min(depth, this.available + rate * (double) Math.max(0, now - this.refilled) / 1e9);
		this.refilled = now;
		int granted = (int) Math.min(wanted, (long) this.available);
		if (granted < wanted && granted < depth / 4) {
			return 0;
		}
		this.available -= granted;
		return granted;
	}

	synchronized void giveBack(int bytes) {
		this.available += bytes;
	}

	/**
	 * A time worth waiting: long enough to be granted something, so short that a changed
	 * rate is noticed, and never quite the same, so that of those who share a limit none
	 * always comes first.
	 */
	long pauseNanos() {
		long rate = Math.max(1, this.bytesPerSecond.getAsLong());
		long pause = Math.clamp(TimeUnit.SECONDS.toNanos(1) / rate, DEPTH_NANOS / 4, 2 * DEPTH_NANOS);
		return ThreadLocalRandom.current().nextLong(pause / 2, pause);
	}

}
