package io.ossmc;

import java.nio.file.Path;

/**
 * What a connector holds and does.
 *
 * @param cache memory
 * @param fetch network
 */
public record ConnectorStats(Cache cache, Fetch fetch) {

	/**
	 * The memory side.
	 *
	 * @param root the memory root
	 * @param pages kind of the root's pages: {@code 4KiB} or {@code huge}
	 * @param maxBytes the budget
	 * @param usedBytes charged now
	 * @param lingeringBytes of these, given up but still held by another process
	 * @param retainedBytes of these, kept for the next region
	 * @param entries models and objects in memory
	 * @param leased of these, under lease
	 * @param hits uses that found their model in memory
	 * @param misses uses that had to fetch it
	 * @param evictions entries given up
	 * @param evictedBytes bytes given up
	 */
	public record Cache(Path root, String pages, long maxBytes, long usedBytes, long lingeringBytes, long retainedBytes,
			int entries, int leased, long hits, long misses, long evictions, long evictedBytes) {
	}

	/**
	 * The network side.
	 *
	 * @param connections open now
	 * @param bytes of objects received since the start
	 * @param requests sent for objects since the start
	 * @param retries requests that had to be repeated
	 * @param throttled replies that asked to slow down
	 * @param crcMismatches objects whose bytes were wrong
	 * @param bytesPerSecond over the last seconds
	 * @param paused objects that wait now because OSS asked to slow down
	 */
	public record Fetch(int connections, long bytes, long requests, long retries, long throttled, long crcMismatches,
			long bytesPerSecond, int paused) {
	}

}
