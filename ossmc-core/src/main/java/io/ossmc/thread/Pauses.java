package io.ossmc.thread;

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Tells who asks for a listing that a request of it is waiting to be tried again, which
 * happens below all that reads pages.
 */
public final class Pauses {

	private static final ScopedValue<Consumer<@Nullable String>> TOLD = ScopedValue.newInstance();

	private Pauses() {
	}

	/**
	 * Does something that may send requests on the calling thread.
	 * @param told what is waited for, a sentence without its end, when a pause begins;
	 * null when it is over; on the calling thread
	 * @param call what to do
	 * @return its result
	 * @throws X what it throws
	 */
	public static <R, X extends Throwable> R telling(Consumer<@Nullable String> told, ScopedValue.CallableOp<R, X> call)
			throws X {
		return ScopedValue.where(TOLD, told).call(call);
	}

	public static void tell(@Nullable String what) {
		if (TOLD.isBound()) {
			TOLD.get().accept(what);
		}
	}

}
