package io.ossmc.model;

import java.util.concurrent.atomic.LongAdder;

/** What happened to a model since it was registered. Thread-safe. */
public final class ModelCounters {

	private final LongAdder hits = new LongAdder();

	private final LongAdder misses = new LongAdder();

	private final LongAdder evictions = new LongAdder();

	private final LongAdder evictedBytes = new LongAdder();

	void used(boolean found) {
		(found ? this.hits : this.misses).increment();
	}

	void evicted(long bytes) {
		this.evictions.increment();
		this.evictedBytes.add(bytes);
	}

	/**
	 * Uses that found the model in memory.
	 * @return how many
	 */
	public long hits() {
		return this.hits.sum();
	}

	/**
	 * Uses that had to wait for a fetch.
	 * @return how many
	 */
	public long misses() {
		return this.misses.sum();
	}

	/**
	 * How often it was given up.
	 * @return evictions
	 */
	public long evictions() {
		return this.evictions.sum();
	}

	/**
	 * How much was given up.
	 * @return bytes
	 */
	public long evictedBytes() {
		return this.evictedBytes.sum();
	}

}
