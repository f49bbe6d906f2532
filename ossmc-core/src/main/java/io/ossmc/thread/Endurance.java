package io.ossmc.thread;

import java.util.concurrent.locks.LockSupport;

import org.slf4j.Logger;

/**
 * Keeps a long-lived thread at work whatever its work throws: an {@link OutOfMemoryError}
 * of the application may surface in any thread, and one that died of it would be missed
 * for ever.
 */
public final class Endurance {

	/** Before the next step, so that a lasting error does not become a busy loop. */
	private static final long PAUSE = 100_000_000L;

	private Endurance() {
	}

	/**
	 * Takes steps on the calling thread until one says that it was the last.
	 * @param step may throw anything
	 * @param log told what it threw
	 */
	public static void run(Step step, Logger log) {
		boolean more = true;
		while (more) {
			try {
				more = step.take();
			}
			catch (Throwable ex) {
				report(ex, log);
				LockSupport.parkNanos(PAUSE);
			}
		}
	}

	/**
	 * A task that never throws, for timers that drop one that does.
	 * @param task may throw anything
	 * @param log told what it threw
	 * @return never throws
	 */
	public static Runnable of(Runnable task, Logger log) {
		return () -> {
			try {
				task.run();
			}
			catch (Throwable ex) {
				report(ex, log);
			}
		};
	}

	private static void report(Throwable error, Logger log) {
		try {
			log.error("Thread {} met an error and goes on", Thread.currentThread().getName(), error);
		}
		catch (Throwable ex) {
			// There is no memory to say that there is none; the thread is worth more.
		}
	}

	/** A piece of a thread's work. */
	@FunctionalInterface
	public interface Step {

		/**
		 * Does it.
		 * @return whether there is another step to take
		 */
		boolean take();

	}

}
