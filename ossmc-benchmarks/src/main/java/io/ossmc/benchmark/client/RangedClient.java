package io.ossmc.benchmark.client;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

import io.ossmc.benchmark.server.Source;

/**
 * A peer that can only fetch one range, made to fetch an object: so many threads take the
 * next part until there is none. This is what a careful user would write around it.
 */
final class RangedClient implements Client {

	private final Ranges ranges;

	private final Closeable closing;

	private final Memory memory;

	private final int connections;

	private final long part;

	private final ExecutorService threads;

	RangedClient(Task task, Ranges ranges, Closeable closing) {
		this.ranges = ranges;
		this.closing = closing;
		this.memory = new Memory(task.memory(), task.directory(), task.largest());
		this.connections = task.settings().number("connections", 4);
		this.part = task.settings().bytes("part", "8MiB");
		this.threads = Executors.newFixedThreadPool(this.connections,
				Thread.ofPlatform().daemon().name("range-", 0).factory());
	}

	@Override
	public Fetched fetch(Source source) throws Exception {
		Destination destination = this.memory.acquire(source.size());
		AtomicLong next = new AtomicLong();
		List<Future<?>> all = new ArrayList<>();
		for (int thread = 0; thread < this.connections; thread++) {
			all.add(this.threads.submit(() -> {
				for (long at = next.getAndAdd(this.part); at < source.size(); at = next.getAndAdd(this.part)) {
					this.ranges.fetch(source, at, Math.min(this.part, source.size() - at), destination);
				}
				return null;
			}));
		}
		for (Future<?> one : all) {
			one.get();
		}
		return destination;
	}

	@Override
	public void close() throws IOException {
		this.threads.shutdownNow();
		this.closing.close();
	}

}
