package io.ossmc.loaded;

import java.util.concurrent.CompletableFuture;

/**
 * An object to come.
 *
 * @param arrived completes for those who want to be in it
 * @param settled completes after that for all
 * @param <T> the object
 */
record Building<T>(CompletableFuture<LoadedInstance<T>> arrived, CompletableFuture<LoadedInstance<T>> settled) {

	/** One that begins. */
	Building() {
		this(new CompletableFuture<>(), new CompletableFuture<>());
	}

	/** One that is over. */
	Building(CompletableFuture<LoadedInstance<T>> end) {
		this(end, end);
	}

	void complete(LoadedInstance<T> built) {
		this.settled.complete(built);
	}

	void fail(Throwable reason) {
		this.arrived.completeExceptionally(reason);
		this.settled.completeExceptionally(reason);
	}

}
