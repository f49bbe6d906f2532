package io.ossmc.emulator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts and remembers what passes. Thread-safe: one lock, taken briefly once per request
 * and per piece of a body.
 */
final class Traffic {

	private static final int REMEMBERED = 20_000;

	private final Map<RequestKind, Long> requests = new EnumMap<>(RequestKind.class);

	private final Map<String, Integer> attempts = new LinkedHashMap<>();

	private final Deque<Entry> log = new ArrayDeque<>();

	private long numbers;

	private long connections;

	private long bytesSent;

	private long connectionsOpened;

	private long openConnections;

	private long peakConnections;

	private OptionalLong firstByte = OptionalLong.empty();

	private OptionalLong lastByte = OptionalLong.empty();

	/** The new connection's number. */
	synchronized long connected() {
		this.connectionsOpened++;
		this.openConnections++;
		this.peakConnections = Math.max(this.peakConnections, this.openConnections);
		return ++this.connections;
	}

	synchronized void disconnected() {
		this.openConnections--;
	}

	synchronized long nextNumber() {
		return ++this.numbers;
	}

	synchronized int nextAttempt(String identity) {
		if (this.attempts.size() >= 5 * REMEMBERED) {
			this.attempts.remove(this.attempts.keySet().iterator().next());
		}
		return this.attempts.merge(identity, 1, Integer::sum);
	}

	synchronized Entry arrived(Request request) {
		this.requests.merge(request.kind(), 1L, Long::sum);
		Entry entry = new Entry(request, System.nanoTime(), new AtomicInteger());
		if (this.log.size() == REMEMBERED) {
			this.log.removeFirst();
		}
		this.log.addLast(entry);
		return entry;
	}

	synchronized void sent(long bytes) {
		long now = System.nanoTime();
		this.bytesSent += bytes;
		this.lastByte = OptionalLong.of(now);
		if (this.firstByte.isEmpty()) {
			this.firstByte = this.lastByte;
		}
	}

	synchronized Statistics statistics() {
		Map<RequestKind, Long> all = new EnumMap<>(RequestKind.class);
		for (RequestKind kind : RequestKind.values()) {
			all.put(kind, this.requests.getOrDefault(kind, 0L));
		}
		return new Statistics(all, this.bytesSent, this.connectionsOpened, this.openConnections, this.peakConnections,
				this.firstByte, this.lastByte);
	}

	synchronized List<HandledRequest> requests() {
		return this.log.stream()
			.map((entry) -> new HandledRequest(entry.request(), entry.status().get(), entry.startNanos()))
			.toList();
	}

	synchronized void reset() {
		this.requests.clear();
		this.attempts.clear();
		this.log.clear();
		this.bytesSent = 0;
		this.connectionsOpened = 0;
		this.peakConnections = this.openConnections;
		this.firstByte = OptionalLong.empty();
		this.lastByte = OptionalLong.empty();
	}

	/**
	 * A request that was or is being answered.
	 *
	 * @param request the request
	 * @param startNanos when it arrived
	 * @param status of the answer, 0 before
	 */
	record Entry(Request request, long startNanos, AtomicInteger status) {
	}

}
