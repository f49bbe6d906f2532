package io.ossmc.thread;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after what {@link FetchThreads} fetch, a few times a second for as long as there
 * is any, on a thread of its own: those that fetch may all be waiting for bytes.
 */
public final class FetchWatch {

	private static final Logger log = LoggerFactory.getLogger("io.ossmc.fetch");

	private static final long INTERVAL = TimeUnit.MILLISECONDS.toNanos(100);

	private final BooleanSupplier needed;

	private final Thread thread;

	private volatile boolean closed;

	/**
	 * Starts the thread.
	 * @param factory of threads
	 * @param needed whether there is anything to look after
	 * @param look looks; may throw anything
	 */
	public FetchWatch(ThreadFactory factory, BooleanSupplier needed, Runnable look) {
		this.needed = needed;
		this.thread = factory.newThread(() -> Endurance.run(() -> step(look), log));
		this.thread.setName("ossmc-fetch-watch");
		this.thread.start();
	}

	private boolean step(Runnable look) {
		if (this.closed) {
			return false;
		}
		if (this.needed.getAsBoolean()) {
			LockSupport.parkNanos(this, INTERVAL);
			look.run();
		}
		else {
			LockSupport.park(this);
		}
		return !this.closed;
	}

	/** There is something to look after. */
	public void wake() {
		LockSupport.unpark(this.thread);
	}

	/** It looks no more, and its thread ends. */
	public void close() {
		this.closed = true;
		wake();
	}

}
