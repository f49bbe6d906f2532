package io.ossmc.connector;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map.Entry;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import com.sun.management.OperatingSystemMXBean;

/**
 * What a busy machine takes from everybody. A thread wants to run every few milliseconds,
 * and measures how much later than that it runs; it also looks at how much of all
 * processors other processes have. What this process does to itself is no excuse.
 */
final class Pulse implements AutoCloseable {

	private static final long BEAT = TimeUnit.MILLISECONDS.toNanos(5);

	/** What any scheduler takes is not worth a note. */
	private static final long USUAL = TimeUnit.MILLISECONDS.toNanos(20);

	private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(100);

	private static final long TICK = TimeUnit.SECONDS.toNanos(1) / 100;

	private static final OperatingSystemMXBean SYSTEM = ManagementFactory
		.getPlatformMXBean(OperatingSystemMXBean.class);

	private final Thread thread = Thread.ofPlatform().daemon().name("pulse").unstarted(this::beat);

	private final long begin = System.nanoTime();

	/** The end of each pause, in nanoseconds since the begin, and its length. */
	private final ConcurrentSkipListMap<Long, Long> pauses = new ConcurrentSkipListMap<>();

	/** Processor time of other processes, in all, by nanoseconds since the begin. */
	private final ConcurrentSkipListMap<Long, Long> others = new ConcurrentSkipListMap<>();

	private volatile boolean closed;

	Pulse() {
		this.thread.start();
	}

	private void beat() {
		long last = System.nanoTime();
		while (!this.closed) {
			LockSupport.parkNanos(BEAT);
			long now = System.nanoTime();
			if (now - last > USUAL) {
				this.pauses.put(now - this.begin, now - last);
			}
			last = now;
			Entry<Long, Long> looked = this.others.lastEntry();
			if (looked == null || now - this.begin - looked.getKey() > LOOK) {
				this.others.put(now - this.begin, ofOthers());
			}
		}
	}

	/** As the first line of {@code /proc/stat} has it, see proc(5). */
	private static long ofOthers() {
		String[] all;
		try (BufferedReader stat = Files.newBufferedReader(Path.of("/proc/stat"))) {
			all = stat.readLine().split(" +");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		long ticks = IntStream.of(1, 2, 3, 6, 7, 8).mapToLong((column) -> Long.parseLong(all[column])).sum();
		return ticks * TICK - SYSTEM.getProcessCpuTime();
	}

	/**
	 * The longest pause that ended since a moment, as {@link System#nanoTime()} has it.
	 */
	Duration longestSince(long nanos) {
		return Duration.ofNanos(
				this.pauses.tailMap(nanos - this.begin).values().stream().mapToLong(Long::longValue).max().orElse(0));
	}

	/**
	 * How many times as long everything takes since a moment, because of other processes.
	 */
	double slowdownSince(long nanos) {
		Entry<Long, Long> from = this.others.floorEntry(nanos - this.begin);
		Entry<Long, Long> to = this.others.lastEntry();
		if (from == null || to.getKey() <= from.getKey()) {
			return 1;
		}
		double all = (double) (to.getKey() - from.getKey()) * SYSTEM.getAvailableProcessors();
		return 1 / (1 - Math.clamp((to.getValue() - from.getValue()) / all, 0, 0.75));
	}

	@Override
	public void close() {
		this.closed = true;
		LockSupport.unpark(this.thread);
	}

}
