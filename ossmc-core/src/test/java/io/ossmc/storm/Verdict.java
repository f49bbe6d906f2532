package io.ossmc.storm;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

import io.ossmc.OssModelException;

/**
 * What was wrong, and how often what was done. Of many equal wrongs the first few are
 * told in full. Thread-safe.
 */
final class Verdict {

	private static final int TOLD = 3;

	private final Map<String, AtomicInteger> wrongs = new ConcurrentHashMap<>();

	private final Queue<String> told = new ConcurrentLinkedQueue<>();

	private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

	void count(String what) {
		this.counts.computeIfAbsent(what, (_) -> new LongAdder()).increment();
	}

	void wrong(String what, String details) {
		if (this.wrongs.computeIfAbsent(what, (_) -> new AtomicInteger()).incrementAndGet() <= TOLD) {
			this.told.add(what + ": " + details);
		}
	}

	/**
	 * Judges what an operation threw: errors of the connector's own kind, and that
	 * something is closed, are answers; everything else is wrong.
	 */
	void thrown(String operation, Throwable error) {
		if (isAnswer(error)) {
			count(error.getClass().getSimpleName());
		}
		else {
			failed(operation, error);
		}
	}

	/** Judges what should not have been thrown at all. */
	void failed(String what, Throwable error) {
		StringWriter trace = new StringWriter();
		error.printStackTrace(new PrintWriter(trace));
		wrong(what + " threw " + error.getClass().getName(), trace.toString());
	}

	private static boolean isAnswer(Throwable error) {
		return switch (error) {
			case OssModelException ex -> !String.valueOf(ex.getMessage()).contains("bug of ossmc");
			// What the futures of closed objects complete with.
			case CancellationException _ -> true;
			case IllegalStateException ex -> String.valueOf(ex.getMessage()).toLowerCase().contains("closed");
			default -> Deliberate.isOfTheCaller(error);
		};
	}

	/** Prints a line {@code WRONG …} for each kind, its details below, and the counts. */
	void print() {
		this.told.forEach((what) -> System.out.println("DETAIL " + what));
		new TreeMap<>(this.wrongs).forEach((what, times) -> System.out.println("WRONG " + times + " times: " + what));
		System.out.println("COUNTS " + new TreeMap<>(this.counts));
	}

}
