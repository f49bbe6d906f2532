package io.ossmc.thread;

import java.time.Duration;
import java.util.function.LongSupplier;

import io.ossmc.spi.OssModelListener;
import io.ossmc.spi.OssModelListener.WaitedFor;

/** The time that the calling thread spends waiting, which listeners are told of. */
public final class Wait implements AutoCloseable {

	/** What is there at once is no wait. */
	private static final Duration LEAST = Duration.ofMillis(1);

	private final String model;

	private final WaitedFor what;

	private final OssModelListener listener;

	private final LongSupplier nanoTime;

	private final long start;

	/** Begins now. */
	public Wait(String model, WaitedFor what, OssModelListener listener, LongSupplier nanoTime) {
		this.model = model;
		this.what = what;
		this.listener = listener;
		this.nanoTime = nanoTime;
		this.start = nanoTime.getAsLong();
	}

	@Override
	public void close() {
		Duration time = Duration.ofNanos(this.nanoTime.getAsLong() - this.start);
		if (time.compareTo(LEAST) > 0) {
			this.listener.waited(this.model, this.what, time);
		}
	}

}
