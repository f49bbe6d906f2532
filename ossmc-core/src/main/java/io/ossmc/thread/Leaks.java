package io.ossmc.thread;

import java.lang.StackWalker.StackFrame;
import java.lang.ref.Cleaner;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds handles that were lost without having been closed, and says so in the log. Does
 * not free what they hold: a view of the memory, or native code that was given its
 * address, may outlive the handle.
 */
public final class Leaks {

	private static final Logger log = LoggerFactory.getLogger("io.ossmc.cache");

	private static final StackWalker STACK = StackWalker.getInstance();

	private final Cleaner cleaner = Cleaner.create();

	private final boolean places;

	/**
	 * Begins to watch.
	 * @param places whether to remember where each handle came from
	 */
	public Leaks(boolean places) {
		this.places = places;
	}

	/**
	 * Watches a handle.
	 * @param handle which; nothing else that is given here may refer to it
	 * @param what for the log's sentence
	 * @param open whether there is still something to close
	 * @return to be ended when it is closed
	 */
	public Watch watch(Object handle, String what, BooleanSupplier open) {
		String place = this.places ? place() : null;
		return new Watch(this.cleaner.register(handle, new Report(what, place, open)));
	}

	private static String place() {
		return STACK.walk((frames) -> frames.filter((frame) -> !ours(frame))
			.findFirst()
			.map((frame) -> frame.toStackTraceElement().toString())
			.orElse("an unknown place"));
	}

	private static boolean ours(StackFrame frame) {
		return frame.getClassName().startsWith("io.ossmc.");
	}

	/** One handle that is watched. */
	public static final class Watch {

		private final Cleaner.Cleanable cleanable;

		private Watch(Cleaner.Cleanable cleanable) {
			this.cleanable = cleanable;
		}

		/** Nothing is open any more. */
		public void end() {
			this.cleanable.clean();
		}

	}

	/** Must not refer to the handle. */
	private record Report(String what, @Nullable String place, BooleanSupplier open) implements Runnable {

		@Override
		public void run() {
			if (this.open.getAsBoolean()) {
				log.warn("{}{} was lost without having been closed: its memory stays until the connector is closed. {}",
						this.what, (this.place != null) ? ", taken at " + this.place + "," : "",
						(this.place != null) ? "Close it there, best with try-with-resources."
								: "Find it with ossmc.cache.leak-detection=true.");
			}
		}

	}

}
