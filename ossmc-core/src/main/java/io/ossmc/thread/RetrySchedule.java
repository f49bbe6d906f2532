package io.ossmc.thread;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Future;

import io.github.resilience4j.core.IntervalFunction;
import org.jspecify.annotations.Nullable;

/**
 * When something that failed is tried again: after 1 s, doubling to 1 min, for ever;
 * permanent causes at the slow pace from the beginning. Not thread-safe: it belongs to
 * the lock of what is tried.
 */
public final class RetrySchedule {

	private static final Duration SLOWEST = Duration.ofMinutes(1);

	private static final IntervalFunction BACKOFF = IntervalFunction.ofExponentialRandomBackoff(Duration.ofSeconds(1),
			2, 0.2, SLOWEST);

	private final ConnectorThreads threads;

	private final InstantSource clock;

	private int failures;

	private @Nullable Instant nextAttemptAt;

	private @Nullable Future<?> next;

	/**
	 * Nothing has failed yet.
	 * @param threads run what is tried again
	 * @param clock for {@link #nextAttemptAt()}
	 */
	public RetrySchedule(ConnectorThreads threads, InstantSource clock) {
		this.threads = threads;
		this.clock = clock;
	}

	/**
	 * Counts a failure.
	 * @param permanent whether trying soon is pointless
	 * @param again what to do then; null to wait for somebody to ask
	 */
	public void failed(boolean permanent, @Nullable Runnable again) {
		this.failures++;
		if (again != null) {
			Duration delay = permanent ? SLOWEST : Duration.ofMillis(BACKOFF.apply(this.failures));
			this.nextAttemptAt = this.clock.instant().plus(delay);
			this.next = this.threads.after(delay, again);
		}
	}

	/** Ends the waiting; the next failure is the first one. */
	public void succeeded() {
		cancel();
		this.failures = 0;
	}

	/** Ends the waiting. */
	public void cancel() {
		if (this.next != null) {
			this.next.cancel(false);
			this.next = null;
		}
		this.nextAttemptAt = null;
	}

	/** Failures since the last success. */
	public int failures() {
		return this.failures;
	}

	/** When it is tried again by itself; null if it is not. */
	public @Nullable Instant nextAttemptAt() {
		return this.nextAttemptAt;
	}

}
