package io.ossmc.model;

import java.time.Duration;

import io.ossmc.spi.OssModelListener.WaitedFor;

/** The time that the calling thread spends waiting, which listeners are told of. */
final class Wait implements AutoCloseable {

	/** What is there at once is no wait. */
	private static final Duration LEAST = Duration.ofMillis(1);

	private final String model;

	private final WaitedFor what;

	private final ModelServices services;

	private final long start;

	/** Begins now. */
	Wait(String model, WaitedFor what, ModelServices services) {
		this.model = model;
		this.what = what;
		this.services = services;
		this.start = services.nanoTime().getAsLong();
	}

	@Override
	public void close() {
		Duration time = Duration.ofNanos(this.services.nanoTime().getAsLong() - this.start);
		if (time.compareTo(LEAST) > 0) {
			this.services.listener().waited(this.model, this.what, time);
		}
	}

}
