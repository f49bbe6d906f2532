package io.ossmc.pace;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The bytes of all requests together: how many come, how fast, and how many connections
 * they show to be of use. Thread-safe.
 */
public final class Traffic {

	/** As long as after the last byte of anybody the link is busy. */
	private static final long BYTES_COME = TimeUnit.SECONDS.toNanos(1);

	private final RateMeter meter;

	private final Concurrency concurrency;

	// Of the thread that watches.

	private long bytesSeen;

	private long bytesCameAt;

	/**
	 * Nothing has come yet.
	 * @param minConnections to begin with
	 * @param maxConnections never more
	 * @param nanoTime the clock
	 */
	public Traffic(int minConnections, int maxConnections, LongSupplier nanoTime) {
		this.meter = new RateMeter(nanoTime);
		this.bytesCameAt = nanoTime.getAsLong();
		this.concurrency = new Concurrency(minConnections, maxConnections, this.bytesCameAt);
	}

	/**
	 * Counts bytes.
	 * @param bytes that came
	 * @param now nanosecond time
	 * @return whether it is time to judge what they say about the number of connections
	 */
	public boolean received(long bytes, long now) {
		this.meter.add(bytes);
		return this.concurrency.due(now);
	}

	/**
	 * Judges that.
	 * @param now nanosecond time
	 * @param wanted whether there is work for more connections
	 * @return whether there may be more
	 */
	public boolean sample(long now, boolean wanted) {
		return this.concurrency.sample(this.meter.total(), now, wanted);
	}

	/**
	 * A host asked to slow down.
	 * @param now nanosecond time
	 */
	public void throttled(long now) {
		this.concurrency.throttled(now);
	}

	/**
	 * A good reply came.
	 * @param askedAt nanosecond time at which its request was sent
	 */
	public void answered(long askedAt) {
		this.concurrency.answered(askedAt);
	}

	/**
	 * How many connections are of use, beside those that are silent.
	 * @return at least the smallest number
	 */
	public int useful() {
		return this.concurrency.target();
	}

	/**
	 * Whether bytes of anybody have come of late. For the thread that watches.
	 * @param now nanosecond time
	 * @return false a second after the last byte
	 */
	public boolean comes(long now) {
		long bytes = this.meter.total();
		if (bytes != this.bytesSeen) {
			this.bytesSeen = bytes;
			this.bytesCameAt = now;
		}
		return now - this.bytesCameAt < BYTES_COME;
	}

	/**
	 * What came so far.
	 * @return bytes
	 */
	public long total() {
		return this.meter.total();
	}

	/**
	 * How fast it comes of late.
	 * @return bytes a second
	 */
	public long perSecond() {
		return this.meter.perSecond();
	}

}
