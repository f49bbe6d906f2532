package io.ossmc.thread;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Virtual threads for what waits, and one timer. Bytes move on threads of their own
 * (package {@code transfer}).
 */
public final class ConnectorThreads implements AutoCloseable {

	private final ExecutorService tasks = Executors
		.newThreadPerTaskExecutor(Thread.ofVirtual().name("ossmc-task-", 0).factory());

	private final ScheduledExecutorService timer = Executors
		.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("ossmc-timer").factory());

	/**
	 * Runs tasks at once, each on a virtual thread.
	 * @return the executor
	 */
	public Executor tasks() {
		return this.tasks;
	}

	/**
	 * Lets what follows from a result run on a thread of its own, where it may take its
	 * time, and not on the one that brings the result.
	 * @param future comes from a thread that is needed
	 * @param <T> the result
	 * @return completes as the other does, a moment later
	 */
	public <T> CompletableFuture<T> handOver(CompletableFuture<T> future) {
		CompletableFuture<T> handed = new CompletableFuture<>();
		future.whenComplete((value, error) -> {
			Runnable completion = (error != null) ? () -> handed.completeExceptionally(error)
					: () -> handed.complete(value);
			try {
				this.tasks.execute(completion);
			}
			catch (RejectedExecutionException _) {
				completion.run();
			}
		});
		return handed;
	}

	/**
	 * Runs a task later, on a virtual thread; after {@link #close()} never.
	 * @param delay from now
	 * @param task what to do
	 * @return cancel it before then
	 */
	public Future<?> after(Duration delay, Runnable task) {
		try {
			return this.timer.schedule(() -> this.tasks.execute(task), delay.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (RejectedExecutionException _) {
			return CompletableFuture.completedFuture(null);
		}
	}

	/**
	 * Runs a short task again and again, on the timer's thread.
	 * @param pause between two runs
	 * @param task must not throw
	 */
	public void every(Duration pause, Runnable task) {
		this.timer.scheduleWithFixedDelay(task, pause.toNanos(), pause.toNanos(), TimeUnit.NANOSECONDS);
	}

	/** Interrupts what runs and starts nothing more. */
	@Override
	public void close() {
		this.timer.shutdownNow();
		this.tasks.shutdownNow();
	}

}
