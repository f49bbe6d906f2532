package io.ossmc.thread;

/**
 * Refuses to block an event loop. Reactor marks such threads with an interface, found by
 * name so that Reactor need not be there.
 */
public final class CallerThread {

	private static final ClassValue<Boolean> NON_BLOCKING = new ClassValue<>() {
		@Override
		protected Boolean computeValue(Class<?> type) {
			for (Class<?> current = type; current != null; current = current.getSuperclass()) {
				for (Class<?> implemented : current.getInterfaces()) {
					if (implemented.getName().equals("reactor.core.scheduler.NonBlocking")) {
						return true;
					}
				}
			}
			return false;
		}
	};

	private CallerThread() {
	}

	/**
	 * Checks that the caller may be made to wait.
	 * @param call what was called
	 * @param alternative what to call instead
	 * @throws IllegalStateException on a Reactor non-blocking thread
	 */
	public static void mayBlock(String call, String alternative) {
		if (NON_BLOCKING.get(Thread.currentThread().getClass())) {
			throw new IllegalStateException(call + " may wait, and thread \"" + Thread.currentThread().getName()
					+ "\" must not: use " + alternative + ", or call it on a boundedElastic or virtual thread.");
		}
	}

}
