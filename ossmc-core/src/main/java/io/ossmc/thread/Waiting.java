package io.ossmc.thread;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.ossmc.OssModelException;
import io.ossmc.OssModelTransferException;
import org.jspecify.annotations.Nullable;

/** Waits for futures the way the API promises: unchecked errors, interruption kept. */
public final class Waiting {

	private Waiting() {
	}

	/**
	 * Waits for a result.
	 * @param future what to wait for
	 * @param what for the error's sentence
	 * @param timeout null for ever
	 * @param <T> the result
	 * @return the result
	 * @throws OssModelException as the future failed, or if the time is over or the
	 * thread was interrupted
	 */
	public static <T> T on(CompletableFuture<T> future, String what, @Nullable Duration timeout) {
		try {
			return (timeout != null) ? future.get(Nanos.of(timeout), TimeUnit.NANOSECONDS) : future.get();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new OssModelTransferException("Interrupted while waiting for " + what + ".",
					"It goes on in the background; ask again.", ex);
		}
		catch (TimeoutException _) {
			throw new OssModelTransferException("Waited " + timeout + " for " + what + ".",
					"It goes on in the background; wait longer, or look at its progress.");
		}
		catch (ExecutionException ex) {
			throw rethrown(ex.getCause());
		}
	}

	/**
	 * Makes an error of a future throwable here: as several may wait for one future, each
	 * gets an exception of its own, see {@link Fresh}.
	 * @param error what the future failed with
	 * @return what to throw
	 */
	public static RuntimeException rethrown(@Nullable Throwable error) {
		Throwable cause = (error instanceof CompletionException && error.getCause() != null) ? error.getCause() : error;
		return switch ((cause != null) ? Fresh.of(cause) : null) {
			case RuntimeException ex -> ex;
			case Error ex -> throw ex;
			case null, default -> new IllegalStateException(cause);
		};
	}

}
