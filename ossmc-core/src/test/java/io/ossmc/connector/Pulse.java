package io.ossmc.connector;

import java.time.Duration;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A thread that wants to run every few milliseconds, and measures how much later than
 * that it runs: what a busy machine or a collector took from everybody.
 */
final class Pulse implements AutoCloseable {

	private static final long BEAT = TimeUnit.MILLISECONDS.toNanos(5);

	/** What any scheduler takes is not worth a note. */
	private static final long USUAL = TimeUnit.MILLISECONDS.toNanos(20);

	private final Thread thread = Thread.ofPlatform().daemon().name("pulse").unstarted(this::beat);

	private final long begin = System.nanoTime();

	/** The end of each pause, in nanoseconds since the begin, and its length. */
	private final ConcurrentSkipListMap<Long, Long> pauses = new ConcurrentSkipListMap<>();

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
				this.pauses.put(now - this.begin, now - last);
			}
			last = now;
		}
	}

	/**
	 * The longest pause that ended since a moment, as {@link System#nanoTime()} has it.
	 */
	Duration longestSince(long nanos) {
		return Duration.ofNanos(
				this.pauses.tailMap(nanos - this.begin).values().stream().mapToLong(Long::longValue).max().orElse(0));
	}

	@Override
	public void close() {
		this.closed = true;
		LockSupport.unpark(this.thread);
	}

}
