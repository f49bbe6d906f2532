package io.ossmc.budget;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

import com.github.benmanes.caffeine.cache.Scheduler;

/** Idle entries whose time passes when a test says so. */
public final class FakeIdleTime {

	private final AtomicLong nanos = new AtomicLong();

	private volatile IdleEntries entries;

	/** For a connector. */
	public IdleEntries entries(Executor threads) {
		this.entries = new IdleEntries(threads, this.nanos::get, Scheduler.disabledScheduler());
		return this.entries;
	}

	/** Lets time pass and what has expired go. */
	public void pass(Duration time) {
		this.nanos.addAndGet(time.toNanos());
		this.entries.expire();
	}

}
