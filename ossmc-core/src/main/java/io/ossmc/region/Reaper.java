package io.ossmc.region;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives memory back on a thread of its own: unmapping costs up to 200 ms per GiB, and an
 * arena in which somebody is still reading cannot be closed yet. One daemon thread for
 * the JVM, which ends when there was nothing to do for a while.
 */
final class Reaper {

	private static final Logger logger = LoggerFactory.getLogger(Reaper.class);

	private static final long FIRST_DELAY_MICROS = 200;

	private static final long LAST_DELAY_MICROS = 100_000;

	private static final long FIRST_LOOK_MICROS = 50_000;

	private static final long LAST_LOOK_MICROS = 1_000_000;

	private static final ScheduledThreadPoolExecutor THREAD = thread();

	private Reaper() {
	}

	/**
	 * Runs a task soon, and again until it succeeds.
	 * @param task returns whether it is done; what it throws is logged and counts as done
	 */
	static void reap(BooleanSupplier task) {
		THREAD.execute(() -> attempt(task, FIRST_DELAY_MICROS, LAST_DELAY_MICROS));
	}

	/**
	 * Runs a task in a while, and again less and less often until it succeeds: for what
	 * another process decides.
	 * @param task as above
	 */
	static void watch(BooleanSupplier task) {
		THREAD.schedule(() -> attempt(task, 2 * FIRST_LOOK_MICROS, LAST_LOOK_MICROS), FIRST_LOOK_MICROS,
				TimeUnit.MICROSECONDS);
	}

	private static void attempt(BooleanSupplier task, long delay, long longest) {
		try {
			if (!task.getAsBoolean()) {
				THREAD.schedule(() -> attempt(task, Math.min(delay * 2, longest), longest), delay,
						TimeUnit.MICROSECONDS);
			}
		}
		catch (RuntimeException | Error ex) {
			logger.error("Memory could not be given back", ex);
		}
	}

	private static ScheduledThreadPoolExecutor thread() {
		final ThreadFactory threads = Executors.defaultThreadFactory();
		final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, (task) -> {
			final Thread thread = threads.newThread(task);
			thread.setName("ossmc-reaper");
			thread.setDaemon(true);
			thread.setContextClassLoader(null);
			return thread;
		});
		executor.setKeepAliveTime(10, TimeUnit.SECONDS);
		executor.allowCoreThreadTimeOut(true);
		return executor;
	}

}
