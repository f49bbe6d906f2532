package io.ossmc.object;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;

import io.ossmc.OssObject;
import io.ossmc.thread.ConnectorThreads;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who waits for the verdict on an object without a thread: he is in its
 * residency until the future is done, whichever way. Thread-safe.
 */
final class Readiness {

	private final OssObject object;

	private final Residency in;

	private final CompletableFuture<OssObject> ready = new CompletableFuture<>();

	/**
	 * Begins to wait once asked to.
	 * @param object what the future completes with
	 * @param in which the caller has entered; it is left here
	 */
	Readiness(OssObject object, Residency in) {
		this.object = object;
		this.in = in;
	}

	/**
	 * Waits.
	 * @param patience how long for memory; the fetch itself takes what it takes
	 * @param threads have the timer
	 * @return completes with the verdict, on the thread that gives it, or with why there
	 * is none, not wrapped
	 */
	CompletableFuture<OssObject> within(Duration patience, ConnectorThreads threads) {
		Future<?> timer;
		try {
			timer = threads.after(patience, () -> {
				if (!this.in.begun().isDone()) {
					this.ready.completeExceptionally(this.in.tooLong(patience));
				}
			});
		}
		catch (RuntimeException | Error ex) {
			this.in.leave();
			throw ex;
		}
		this.in.begun().thenCompose((fetch) -> {
			this.in.use();
			return fetch.transfer().done();
		}).whenComplete((_, error) -> {
			timer.cancel(false);
			end(error);
		});
		return this.ready.whenComplete((_, _) -> this.in.leave());
	}

	private void end(@Nullable Throwable error) {
		if (error instanceof CompletionException wrapped && wrapped.getCause() != null) {
			this.ready.completeExceptionally(wrapped.getCause());
		}
		else if (error != null) {
			this.ready.completeExceptionally(error);
		}
		else {
			this.ready.complete(this.object);
		}
	}

}
