package io.ossmc.thread;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Virtual threads for what waits, and one timer. Bytes move on {@link FetchThreads}.
 * <p>
 * The timer's thread is started with the object, which is where its absence would show. A
 * task for whose thread there is no memory is not lost, and neither is one that the timer
 * cannot begin for whatever reason: it tries again every second.
 */
public final class ConnectorThreads implements AutoCloseable {

	private static final Logger log = LoggerFactory.getLogger("io.ossmc");

	private static final Duration AGAIN = Duration.ofSeconds(1);

	private final ExecutorService tasks;

	private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1,
			Thread.ofPlatform().daemon().name("ossmc-timer").factory());

	/** Starts the timer. */
	public ConnectorThreads() {
		this(Thread.ofVirtual().name("ossmc-task-", 0).factory());
	}

	/**
	 * Starts the timer.
	 * @param threads for each task one; may fail to make or to start it
	 */
	public ConnectorThreads(ThreadFactory threads) {
		this.tasks = Executors.newThreadPerTaskExecutor(threads);
		this.timer.setRemoveOnCancelPolicy(true);
		this.timer.prestartCoreThread();
	}

	/**
	 * Runs tasks at once, each on a virtual thread.
	 * @return the executor
	 */
	public Executor tasks() {
		return this::execute;
	}

	private void execute(Runnable task) {
		try {
			this.tasks.execute(Endurance.of(task, log));
		}
		catch (OutOfMemoryError ex) {
			after(AGAIN, task);
		}
	}

	/** On the timer's thread, where nobody hears that it fails. */
	private void executeDue(Runnable task) {
		try {
			execute(task);
		}
		catch (RejectedExecutionException ex) {
			log.debug("Nothing begins any more", ex);
		}
		catch (RuntimeException | Error ex) {
			log.warn("What is due could not begin, it is tried again in {}: {}", AGAIN, ex.toString());
			after(AGAIN, task);
		}
	}

	/**
	 * Lets what follows from a result run on a thread of its own, where it may take its
	 * time, and not on the one that brings the result. An error becomes one of the
	 * caller's own, see {@link Fresh}.
	 * @param future comes from a thread that is needed
	 * @param <T> the result
	 * @return completes as the other does, a moment later
	 */
	public <T> CompletableFuture<T> handOver(CompletableFuture<T> future) {
		CompletableFuture<T> handed = new CompletableFuture<>();
		future.whenComplete((value, error) -> {
			Runnable completion = (error != null) ? () -> handed.completeExceptionally(Fresh.of(error))
					: () -> handed.complete(value);
			try {
				execute(completion);
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
	 * @return cancel it before then, which also forgets it
	 */
	public Future<?> after(Duration delay, Runnable task) {
		try {
			return this.timer.schedule(() -> executeDue(task), Nanos.of(delay), TimeUnit.NANOSECONDS);
		}
		catch (RejectedExecutionException _) {
			return CompletableFuture.completedFuture(null);
		}
	}

	/**
	 * Runs a short task again and again, on the timer's thread, whatever it throws.
	 * @param pause between two runs, taken as 10 ms if it is shorter
	 * @param task what to do
	 */
	public void every(Duration pause, Runnable task) {
		long nanos = Nanos.ofPeriod(pause);
		this.timer.scheduleWithFixedDelay(Endurance.of(task, log), nanos, nanos, TimeUnit.NANOSECONDS);
	}

	/** How many timers wait, for tests. */
	int timers() {
		return this.timer.getQueue().size();
	}

	/** Interrupts what runs and starts nothing more. */
	@Override
	public void close() {
		this.timer.shutdownNow();
		this.tasks.shutdownNow();
	}

}
