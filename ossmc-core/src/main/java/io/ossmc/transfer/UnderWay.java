package io.ossmc.transfer;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** All requests under way. Thread-safe. */
final class UnderWay {

	private final Set<Exchange> exchanges = ConcurrentHashMap.newKeySet();

	private final long silentAfter;

	/**
	 * None yet.
	 * @param silentAfter nanoseconds without a byte that make a request silent
	 */
	UnderWay(long silentAfter) {
		this.silentAfter = silentAfter;
	}

	/** A request begins; {@link #end} follows. */
	Exchange begin(Work work, long now) {
		Exchange exchange = new Exchange(work, this.silentAfter, now);
		this.exchanges.add(exchange);
		return exchange;
	}

	void end(Exchange exchange) {
		this.exchanges.remove(exchange);
	}

	/** How many are silent. */
	int silent(long now) {
		return (int) this.exchanges.stream().filter((exchange) -> exchange.silent(now)).count();
	}

	/** How many may well bring nothing. */
	int doubtful(long now) {
		return (int) this.exchanges.stream().filter((exchange) -> exchange.doubtful(now)).count();
	}

	/** The transfers that have a silent one. */
	Set<Transfer> silentTransfers(long now) {
		return this.exchanges.stream()
			.filter((exchange) -> exchange.silent(now))
			.map(Exchange::transfer)
			.collect(Collectors.toSet());
	}

	/** Ends those that have been silent for longest, until that many are left. */
	void cutSilent(int left, long now) {
		List<Exchange> longestFirst = this.exchanges.stream()
			.filter((exchange) -> exchange.silent(now))
			.sorted(Comparator.comparingLong((exchange) -> -exchange.silence(now)))
			.toList();
		longestFirst.stream().limit(Math.max(0, longestFirst.size() - left)).forEach(Exchange::cut);
	}

}
