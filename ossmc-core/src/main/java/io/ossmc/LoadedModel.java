package io.ossmc;

import java.util.concurrent.CompletableFuture;

/**
 * An object built from a model's files, kept as long as its version is current and closed
 * after its last use. Thread-safe.
 *
 * @param <T> what was built, for instance an inference session
 */
public interface LoadedModel<T> extends AutoCloseable {

	/**
	 * The model it is built from.
	 * @return the model
	 */
	OssModel model();

	/**
	 * Runs something with the object, which stays open meanwhile. Waits for the model and
	 * its loader if need be.
	 * @param action must not keep the object
	 * @param <R> the result
	 * @param <X> what the action may throw
	 * @return the action's result
	 * @throws X as the action does
	 * @throws OssModelException if the model cannot be had or its loader failed
	 */
	<R, X extends Exception> R use(Action<? super T, ? extends R, X> action) throws X;

	/**
	 * As {@link #use} without blocking the caller: the action runs on a thread of the
	 * connector.
	 * @param action must not keep the object
	 * @param <R> the result
	 * @return completes with the result, or exceptionally as {@link #use} throws
	 */
	<R> CompletableFuture<R> useAsync(Action<? super T, ? extends R, ?> action);

	/**
	 * Whether an object is there, so that {@link #use} would not wait.
	 * @return true between a successful load and the close
	 */
	boolean isLoaded();

	/**
	 * Closes the object after its last use, then its lease. Idempotent, never throws,
	 * does not wait for uses.
	 */
	@Override
	void close();

	/**
	 * What to do with the object.
	 *
	 * @param <T> the object
	 * @param <R> the result
	 * @param <X> what it may throw
	 */
	@FunctionalInterface
	interface Action<T, R, X extends Exception> {

		/**
		 * Uses the object.
		 * @param loaded the object, open during this call
		 * @return the result
		 * @throws X any error
		 */
		R apply(T loaded) throws X;

	}

}
