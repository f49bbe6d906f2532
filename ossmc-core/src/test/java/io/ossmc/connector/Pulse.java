package io.ossmc.connector;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A thread that wants to run every few milliseconds, and measures how much later than
 * that it runs: what a busy machine or a collector took from everybody.
 */
final class Pulse implements AutoCloseable {

	private static final long BEAT = TimeUnit.MILLISECONDS.toNanos(5);

	/** What any scheduler takes. */
	private static final long USUAL = TimeUnit.MILLISECONDS.toNanos(10);

	private final Thread thread = Thread.ofPlatform().daemon().name("pulse").unstarted(this::beat);

	private volatile long lost;

	private volatile boolean closed;

	Pulse() {
		this.thread.start();
	}

	private void beat() {
		long last = System.nanoTime();
		while (!this.closed) {
			LockSupport.parkNanos(BEAT);
			long now = System.nanoTime();
			if (now - last > USUAL) {
				this.lost += now - last - BEAT;
			}
			last = now;
		}
	}

	/**
	 * All time lost so far; the difference of two readings is what was lost in between.
	 */
	Duration lost() {
		return Duration.ofNanos(this.lost);
	}

	@Override
	public void close() {
		this.closed = true;
		LockSupport.unpark(this.thread);
	}

}
