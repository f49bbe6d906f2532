package io.ossmc.loaded;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs what users gave to close what they built. That may take its time, or never return,
 * so each runs on a thread of its own: it keeps what it stands on until it returns, and
 * nothing else. Stateless.
 */
public final class Closers {

	private static final Logger log = LoggerFactory.getLogger("io.ossmc.model");

	/** As long as the connector waits for memory when it is closed. */
	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private Closers() {
	}

	/**
	 * Begins to close something; on the caller's thread if there is no other to be had.
	 * @param model whose it is, for the thread's name
	 * @param closer must not throw
	 * @return completes when the closer has returned
	 */
	static CompletableFuture<Void> start(String model, Runnable closer) {
		CompletableFuture<Void> closed = new CompletableFuture<>();
		Runnable work = () -> {
			try {
				closer.run();
			}
			finally {
				closed.complete(null);
			}
		};
		Thread thread = Thread.ofPlatform().daemon().name("ossmc-close-" + model).unstarted(work);
		try {
			thread.start();
		}
		catch (OutOfMemoryError ex) {
			log.debug("No thread to close what was built from model {}", model, ex);
			work.run();
		}
		return closed;
	}

	/**
	 * Waits for a closer, but not for ever.
	 * @param model whose it is, for the warning
	 * @param closed of {@link #start}
	 */
	public static void await(String model, CompletableFuture<Void> closed) {
		try {
			closed.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException _) {
			Thread.currentThread().interrupt();
		}
		catch (TimeoutException _) {
			log.warn("What was built from model {} is still being closed after {} s; it keeps its memory until its"
					+ " closer returns", model, PATIENCE.toSeconds());
		}
		catch (ExecutionException ex) {
			log.warn("Closing what was built from model {} failed", model, ex.getCause());
		}
	}

}
