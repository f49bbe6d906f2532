package io.ossmc.queue;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.ossmc.pace.Standing;

/** All requests under way. Thread-safe. */
public final class UnderWay {

	private final Set<Exchange> exchanges = ConcurrentHashMap.newKeySet();

	private final long silentAfter;

	/**
	 * None yet.
	 * @param silentAfter nanoseconds without a byte that make a request silent
	 */
	public UnderWay(long silentAfter) {
		this.silentAfter = silentAfter;
	}

	/** Nanoseconds without a byte that make a request silent. */
	long silentAfter() {
		return this.silentAfter;
	}

	/**
	 * A request begins; {@link #end} follows.
	 * @param work what it is for
	 * @param now nanosecond time
	 * @return the request
	 */
	public Exchange begin(Work work, long now) {
		Exchange exchange = new Exchange(work, this.silentAfter, now);
		this.exchanges.add(exchange);
		return exchange;
	}

	/**
	 * A request is over.
	 * @param exchange that has begun
	 */
	public void end(Exchange exchange) {
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

	/** How many hold a connection for groups of which nothing has come. */
	int exploring(long now) {
		return (int) this.exchanges.stream()
			.filter((exchange) -> exchange.group().trust() != Group.Trust.PROVEN && exchange.barren(now))
			.count();
	}

	/**
	 * Those whose last second is to be judged. For the thread that watches.
	 * @param now nanosecond time
	 * @return each once a second
	 */
	public List<Exchange> due(long now) {
		return this.exchanges.stream().filter((exchange) -> exchange.due(now)).toList();
	}

	/** The objects that have a silent one. */
	Set<Standing> silentObjects(long now) {
		return this.exchanges.stream()
			.filter((exchange) -> exchange.silent(now))
			.map((exchange) -> exchange.work().standing())
			.collect(Collectors.toSet());
	}

	/** Ends those that have been silent for longest, until that many are left. */
	void cutSilent(int left, long now) {
		cutSilent((_) -> true, left, now);
	}

	/** As {@link #cutSilent(int, long)}, of those for suspect groups. */
	void cutSuspect(int left, long now) {
		cutSilent((exchange) -> exchange.group().trust() == Group.Trust.SUSPECT, left, now);
	}

	private void cutSilent(Predicate<Exchange> which, int left, long now) {
		List<Exchange> longestFirst = this.exchanges.stream()
			.filter((exchange) -> exchange.silent(now) && which.test(exchange))
			.sorted(Comparator.comparingLong((exchange) -> -exchange.silence(now)))
			.toList();
		longestFirst.stream().limit(Math.max(0, longestFirst.size() - left)).forEach((exchange) -> exchange.cut(now));
	}

}
