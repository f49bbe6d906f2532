package io.ossmc.http;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** A clock that moves when told. */
final class FakeTime implements LongSupplier {

	private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - Duration.ofMinutes(1).toNanos());

	@Override
	public long getAsLong() {
		return this.nanos.get();
	}

	void advance(Duration by) {
		this.nanos.addAndGet(by.toNanos());
	}

}
