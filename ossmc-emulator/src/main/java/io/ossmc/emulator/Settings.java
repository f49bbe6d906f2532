package io.ossmc.emulator;

import java.time.Duration;

/** What can be changed while requests are served. */
final class Settings {

	private final TokenBucket shared = new TokenBucket(() -> this.bandwidth);

	private volatile RequestHook hook = RequestHook.NONE;

	private volatile Duration timeToFirstByte = Duration.ZERO;

	private volatile Duration listLatency = Duration.ZERO;

	private volatile long bandwidth;

	private volatile long bandwidthPerConnection;

	RequestHook hook() {
		return this.hook;
	}

	void hook(RequestHook hook) {
		this.hook = hook;
	}

	Duration timeToFirstByte() {
		return this.timeToFirstByte;
	}

	void timeToFirstByte(Duration time) {
		if (time.isNegative()) {
			throw new IllegalArgumentException("The time to the first byte must not be negative: " + time);
		}
		this.timeToFirstByte = time;
	}

	Duration listLatency() {
		return this.listLatency;
	}

	void listLatency(Duration time) {
		if (time.isNegative()) {
			throw new IllegalArgumentException("The latency of a listing must not be negative: " + time);
		}
		this.listLatency = time;
	}

	/** Of all connections together. */
	TokenBucket shared() {
		return this.shared;
	}

	void bandwidth(long bytesPerSecond) {
		this.bandwidth = notNegative(bytesPerSecond);
	}

	long bandwidthPerConnection() {
		return this.bandwidthPerConnection;
	}

	void bandwidthPerConnection(long bytesPerSecond) {
		this.bandwidthPerConnection = notNegative(bytesPerSecond);
	}

	private static long notNegative(long bytesPerSecond) {
		if (bytesPerSecond < 0) {
			throw new IllegalArgumentException(
					"A bandwidth must be 0 (unlimited) or more bytes a second: " + bytesPerSecond);
		}
		return bytesPerSecond;
	}

}
