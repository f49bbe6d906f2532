package io.ossmc.transfer;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.ossmc.pace.Concurrency;
import io.ossmc.pace.RateMeter;

/**
 * The bytes of all requests together: how many come, how fast, and how many connections
 * they show to be of use. Thread-safe.
 */
final class Traffic {

	/** As long as after the last byte of anybody the link is busy. */
	private static final long BYTES_COME = TimeUnit.SECONDS.toNanos(1);

	private final RateMeter meter;

	private final Concurrency concurrency;

	// Of the thread that watches.

	private long bytesSeen;

	private long bytesCameAt;

	Traffic(TransferSettings settings, LongSupplier nanoTime) {
		this.meter = new RateMeter(nanoTime);
		this.bytesCameAt = nanoTime.getAsLong();
		this.concurrency = new Concurrency(settings.minConnections(), settings.maxConnections(), this.bytesCameAt);
	}

	/**
	 * Counts bytes.
	 * @return whether it is time to judge what they say about the number of connections
	 */
	boolean received(long bytes, long now) {
		this.meter.add(bytes);
		return this.concurrency.due(now);
	}

	/**
	 * Judges that.
	 * @param wanted whether there is work for more connections
	 * @return whether there may be more
	 */
	boolean sample(long now, boolean wanted) {
		return this.concurrency.sample(this.meter.total(), now, wanted);
	}

	void throttled(long now) {
		this.concurrency.throttled(now);
	}

	/** A good reply to a request that was sent then. */
	void answered(long askedAt) {
		this.concurrency.answered(askedAt);
	}

	/** How many connections are of use, beside those that are silent. */
	int useful() {
		return this.concurrency.target();
	}

	/** Whether bytes of anybody have come of late. For the thread that watches. */
	boolean comes(long now) {
		long bytes = this.meter.total();
		if (bytes != this.bytesSeen) {
			this.bytesSeen = bytes;
			this.bytesCameAt = now;
		}
		return now - this.bytesCameAt < BYTES_COME;
	}

	/** Bytes so far. */
	long total() {
		return this.meter.total();
	}

	/** Bytes a second of late. */
	long perSecond() {
		return this.meter.perSecond();
	}

}
