package io.ossmc.memory;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives memory back on a thread of its own: unmapping costs up to 200 ms per GiB, and an
 * arena in which somebody is still reading cannot be closed yet. One daemon thread for
 * the JVM, which ends when there was nothing to do for a while. What a task throws
 * (memory that is short, also the application's) ends neither the thread nor the task: it
 * is tried again.
 */
public final class Reaper {

	private static final Logger logger = LoggerFactory.getLogger("io.ossmc.cache");

	private static final long FIRST_DELAY_MICROS = 200;

	private static final long LAST_DELAY_MICROS = 100_000;

	private static final long FIRST_LOOK_MICROS = 50_000;

	private static final long LAST_LOOK_MICROS = 1_000_000;

	private static final long LAST_RETRY_MICROS = 30_000_000;

	private static final Reaper OF_THIS_JVM = new Reaper(Executors.defaultThreadFactory());

	private final ScheduledThreadPoolExecutor thread;

	/**
	 * Creates a reaper without a thread: that comes with the first task.
	 * @param threads makes it
	 */
	Reaper(ThreadFactory threads) {
		this.thread = new ScheduledThreadPoolExecutor(1, (task) -> {
			final Thread thread = threads.newThread(task);
			thread.setName("ossmc-reaper");
			thread.setDaemon(true);
			thread.setContextClassLoader(null);
			return thread;
		});
		this.thread.setKeepAliveTime(10, TimeUnit.SECONDS);
		this.thread.allowCoreThreadTimeOut(true);
	}

	/**
	 * Runs a task soon, and again until it succeeds.
	 * @param task returns whether it is done; if it throws it is not
	 */
	static void reap(BooleanSupplier task) {
		OF_THIS_JVM.soon(task);
	}

	/**
	 * Runs a task in a while, and again less and less often until it succeeds: for what
	 * another process decides.
	 * @param task as above
	 */
	static void watch(BooleanSupplier task) {
		OF_THIS_JVM.later(new Task(task, FIRST_LOOK_MICROS, LAST_LOOK_MICROS));
	}

	/**
	 * As {@link #watch}, but at last every half minute only: for what somebody has to
	 * repair.
	 * @param task as above
	 */
	public static void retry(BooleanSupplier task) {
		OF_THIS_JVM.later(new Task(task, FIRST_LOOK_MICROS, LAST_RETRY_MICROS));
	}

	/** What {@link #reap} does. Never throws. */
	void soon(BooleanSupplier work) {
		final Task task = new Task(work, FIRST_DELAY_MICROS, LAST_DELAY_MICROS);
		if (!submit(task, 0)) {
			// There is no thread for it now: rather here than never.
			run(task);
		}
	}

	private void later(Task task) {
		final long delay = task.nextDelay();
		if (!submit(task, delay)) {
			run(task);
		}
	}

	/**
	 * Puts a task into the queue.
	 * @return false if no thread could be started or there is no memory for the queue. It
	 * may be in the queue nevertheless, and run whenever there is a thread again
	 */
	private boolean submit(Task task, long micros) {
		try {
			this.thread.schedule(() -> run(task), micros, TimeUnit.MICROSECONDS);
			return true;
		}
		catch (RuntimeException | Error ex) {
			complain("No thread that gives memory back", ex);
			return false;
		}
	}

	private void run(Task task) {
		if (!task.attempt()) {
			final long delay = task.nextDelay();
			while (!submit(task, delay) && Thread.currentThread().getName().equals("ossmc-reaper")) {
				LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(LAST_DELAY_MICROS));
			}
		}
	}

	/** Even saying it may need memory that is not there. */
	private static void complain(String what, Throwable ex) {
		try {
			logger.warn("{}; it is tried again", what, ex);
		}
		catch (RuntimeException | Error worse) {
			worse.addSuppressed(ex);
		}
	}

	/** What is to be done; run by one thread at a time, and not again once it is done. */
	private static final class Task {

		private final BooleanSupplier work;

		private final long longest;

		private long delay;

		private boolean complained;

		private boolean done;

		Task(BooleanSupplier work, long delay, long longest) {
			this.work = work;
			this.delay = delay;
			this.longest = longest;
		}

		synchronized boolean attempt() {
			try {
				this.done = this.done || this.work.getAsBoolean();
			}
			catch (RuntimeException | Error ex) {
				if (!this.complained) {
					this.complained = true;
					complain("Memory could not be given back", ex);
				}
			}
			return this.done;
		}

		synchronized long nextDelay() {
			final long next = this.delay;
			this.delay = Math.min(next * 2, this.longest);
			return next;
		}

	}

}
