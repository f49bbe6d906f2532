package io.ossmc.emulator;

import java.util.Map;
import java.util.OptionalLong;

/**
 * What an emulator did since its start or the last {@link OssEmulator#resetStatistics()}:
 * a snapshot.
 *
 * @param requests how many arrived, by kind; every kind is there
 * @param bytesSent bytes of objects handed to connections: whatever a client has read is
 * counted, and up to four pieces of each body that it has not
 * @param connectionsOpened how many were accepted
 * @param openConnections how many are open now
 * @param peakConnections how many were open at once
 * @param firstByteNanos {@link System#nanoTime()} when the first byte of an object went,
 * if one did
 * @param lastByteNanos {@link System#nanoTime()} when the last byte so far went, if one
 * did
 */
public record Statistics(Map<RequestKind, Long> requests, long bytesSent, long connectionsOpened, long openConnections,
		long peakConnections, OptionalLong firstByteNanos, OptionalLong lastByteNanos) {

	/**
	 * Copies the map.
	 */
	public Statistics {
		requests = Map.copyOf(requests);
	}

	/**
	 * How many requests of one kind arrived.
	 * @param kind the kind
	 * @return their number
	 */
	public long requests(RequestKind kind) {
		return this.requests.getOrDefault(kind, 0L);
	}

}
