package io.ossmc.model;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What listeners are to be told of one model, in order and under no lock: it is noted
 * where it happens, and told by whoever has let go of the model's lock first. Listeners
 * may therefore wait for threads that look at the model. Thread-safe.
 */
final class Announcements {

	private static final Logger log = LoggerFactory.getLogger("io.ossmc.model");

	private final Queue<Runnable> noted = new ConcurrentLinkedQueue<>();

	/** Calls of {@link #tell()} that are not answered yet; one thread answers all. */
	private final AtomicInteger calls = new AtomicInteger();

	/** Keeps its place in the order. */
	void note(Runnable announcement) {
		this.noted.add(announcement);
	}

	/**
	 * Tells what was noted, unless another thread is at it: then that one tells it.
	 */
	void tell() {
		if (this.calls.getAndIncrement() > 0) {
			return;
		}
		int answered = 1;
		do {
			for (Runnable next = this.noted.poll(); next != null; next = this.noted.poll()) {
				tell(next);
			}
			answered = this.calls.addAndGet(-answered);
		}
		while (answered > 0);
	}

	/** One that goes wrong keeps none of the others from being told. */
	private static void tell(Runnable announcement) {
		try {
			announcement.run();
		}
		catch (RuntimeException | Error ex) {
			log.error("An announcement could not be made", ex);
		}
	}

}
