package io.ossmc.budget;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import com.github.benmanes.caffeine.cache.Scheduler;
import com.github.benmanes.caffeine.cache.Ticker;

/** Time that passes when a test says so, with what was scheduled for it. */
final class FakeTime implements Ticker, Scheduler {

	private final List<Task> tasks = new ArrayList<>();

	private long now;

	@Override
	public synchronized long read() {
		return this.now;
	}

	@Override
	public synchronized Future<?> schedule(Executor executor, Runnable command, long delay, TimeUnit unit) {
		CompletableFuture<Void> cancelled = new CompletableFuture<>();
		this.tasks.add(new Task(this.now + unit.toNanos(delay), executor, command, cancelled));
		return cancelled;
	}

	void pass(Duration time) {
		List<Task> due;
		synchronized (this) {
			this.now += time.toNanos();
			due = this.tasks.stream()
				.filter((task) -> task.at() <= this.now)
				.sorted(Comparator.comparingLong(Task::at))
				.toList();
			this.tasks.removeAll(due);
		}
		due.stream()
			.filter((task) -> !task.future().isCancelled())
			.forEach((task) -> task.executor().execute(task.command()));
	}

	private record Task(long at, Executor executor, Runnable command, CompletableFuture<Void> future) {
	}

}
