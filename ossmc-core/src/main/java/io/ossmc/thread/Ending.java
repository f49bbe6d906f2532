package io.ossmc.thread;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of something that has several things to let go of: each step is taken whatever
 * those before it threw, also what is the user's and throws errors of class loading. What
 * the first threw is one line of the log with its stack; the others are suppressed in it.
 * Used by one thread.
 */
public final class Ending {

	private static final Logger log = LoggerFactory.getLogger("io.ossmc.model");

	private final String what;

	private @Nullable Throwable first;

	/**
	 * Begins.
	 * @param what ends, for the log
	 */
	public Ending(String what) {
		this.what = what;
	}

	/**
	 * Takes a step.
	 * @param step may throw
	 */
	public void step(Runnable step) {
		try {
			step.run();
		}
		catch (Throwable ex) {
			if (this.first == null) {
				this.first = ex;
			}
			else if (this.first != ex) {
				this.first.addSuppressed(ex);
			}
		}
	}

	/** Tells what went wrong, if anything did. */
	public void report() {
		if (this.first != null) {
			log.error("{}: not everything went well, all the rest was done", this.what, this.first);
		}
	}

}
