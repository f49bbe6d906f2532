package io.ossmc.listing;

import java.util.HashSet;
import java.util.Set;

/**
 * The threads that ask for pages beside the reader's, so that they can be told to stop.
 * Thread-safe.
 */
final class HelperThreads {

	private final Set<Thread> threads = new HashSet<>();

	private boolean stopped;

	/**
	 * The calling thread asks for a page: in vain, if nothing is to be asked any more.
	 */
	synchronized void enter() {
		this.threads.add(Thread.currentThread());
		if (this.stopped) {
			Thread.currentThread().interrupt();
		}
	}

	/** The calling thread does something else from now on. */
	synchronized void leave() {
		this.threads.remove(Thread.currentThread());
	}

	/** Ends what they wait for. */
	synchronized void stop() {
		this.stopped = true;
		this.threads.forEach(Thread::interrupt);
	}

}
