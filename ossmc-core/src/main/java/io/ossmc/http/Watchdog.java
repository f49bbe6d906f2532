package io.ossmc.http;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

import io.ossmc.thread.Endurance;
import io.ossmc.thread.Nanos;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after the wires at intervals, which are an eighth of the shorter time-out; sleeps
 * for as long as there are none.
 */
final class Watchdog {

	private static final Logger logger = LoggerFactory.getLogger("io.ossmc.http");

	private static final Duration SHORTEST = Duration.ofMillis(5);

	private static final Duration LONGEST = Duration.ofSeconds(1);

	private final ConnectionPool pool;

	private final long intervalNanos;

	private final Thread thread;

	private volatile boolean closed;

	private Watchdog(ConnectionPool pool, HttpSettings settings) {
		this.pool = pool;
		Duration shorter = (settings.stallTimeout().compareTo(settings.idleTimeout()) < 0) ? settings.stallTimeout()
				: settings.idleTimeout();
		this.intervalNanos = Math.clamp(Nanos.of(shorter) / 8, SHORTEST.toNanos(), LONGEST.toNanos());
		this.thread = Thread.ofPlatform().daemon().name("ossmc-http-watchdog").unstarted(this::run);
	}

	static Watchdog start(ConnectionPool pool, HttpSettings settings) {
		Watchdog watchdog = new Watchdog(pool, settings);
		watchdog.thread.start();
		return watchdog;
	}

	private void run() {
		Endurance.run(() -> {
			if (this.pool.size() == 0) {
				LockSupport.park(this);
			}
			else {
				LockSupport.parkNanos(this, this.intervalNanos);
				this.pool.sweep();
			}
			return !this.closed;
		}, logger);
	}

	/** There is something to look after. */
	void wake() {
		LockSupport.unpark(this.thread);
	}

	void close() {
		this.closed = true;
		wake();
	}

}
