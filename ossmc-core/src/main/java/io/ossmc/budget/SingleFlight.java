package io.ossmc.budget;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes room on one thread at a time, and not on the caller's: who asks while it is being
 * done has it done once more afterwards. Thread-safe.
 */
final class SingleFlight {

	private static final Logger log = LoggerFactory.getLogger("io.ossmc.cache");

	private final Executor executor;

	private final Runnable task;

	/** Requests that are not seen to yet; a thread is at them unless it is 0. */
	private final AtomicInteger asked = new AtomicInteger();

	/**
	 * Nothing is done yet.
	 * @param executor has the thread
	 * @param task makes room
	 */
	SingleFlight(Executor executor, Runnable task) {
		this.executor = executor;
		this.task = task;
	}

	/** Has it done, from the beginning, after this call. */
	void run() {
		if (this.asked.getAndIncrement() == 0) {
			this.executor.execute(() -> {
				for (int seen = 1; seen != 0; seen = this.asked.addAndGet(-seen)) {
					attempt();
				}
			});
		}
	}

	/** Whatever happens, the next call finds the way free. */
	private void attempt() {
		try {
			this.task.run();
		}
		catch (RuntimeException | Error ex) {
			log.error("No room could be made", ex);
		}
	}

}
