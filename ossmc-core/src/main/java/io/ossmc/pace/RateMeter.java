package io.ossmc.pace;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Counts bytes and knows how many came per second lately. Thread-safe; adding is cheap.
 */
public final class RateMeter {

	private static final int SAMPLES = 20;

	private static final long INTERVAL = TimeUnit.MILLISECONDS.toNanos(250);

	private final LongAdder total = new LongAdder();

	private final LongSupplier nanoTime;

	private final long[] times = new long[SAMPLES];

	private final long[] totals = new long[SAMPLES];

	private int samples;

	private volatile long lastSample;

	/**
	 * Starts at zero.
	 * @param nanoTime the clock
	 */
	public RateMeter(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
		this.lastSample = nanoTime.getAsLong();
		sample(this.lastSample);
	}

	/**
	 * Counts.
	 * @param bytes that came
	 */
	public void add(long bytes) {
		this.total.add(bytes);
		long now = this.nanoTime.getAsLong();
		if (now - this.lastSample >= INTERVAL) {
			sample(now);
		}
	}

	private synchronized void sample(long now) {
		if (this.samples > 0 && now - this.lastSample < INTERVAL) {
			return;
		}
		this.times[this.samples % SAMPLES] = now;
		this.totals[this.samples % SAMPLES] = this.total.sum();
		this.samples++;
		this.lastSample = now;
	}

	/**
	 * All that came.
	 * @return bytes
	 */
	public long total() {
		return this.total.sum();
	}

	/**
	 * What comes now.
	 * @return bytes per second over the last five seconds at most
	 */
	public synchronized long perSecond() {
		long now = this.nanoTime.getAsLong();
		long window = now - TimeUnit.SECONDS.toNanos(5);
		for (int i = Math.max(0, this.samples - SAMPLES); i < this.samples; i++) {
			long time = this.times[i % SAMPLES];
			if (time - window >= 0 && now - time >= INTERVAL) {
				long bytes = this.total.sum() - this.totals[i % SAMPLES];
				return (long) (bytes * 1e9 / (now - time));
			}
		}
		return 0;
	}

}
