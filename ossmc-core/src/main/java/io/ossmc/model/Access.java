package io.ossmc.model;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import io.ossmc.ModelLease;
import io.ossmc.OssModelException;
import io.ossmc.spi.OssModelListener.WaitedFor;
import io.ossmc.thread.Wait;
import io.ossmc.thread.Waiting;
import io.ossmc.version.VersionLease;
import io.ossmc.version.WatchedLease;
import org.jspecify.annotations.Nullable;

/**
 * How users come to a model: each asks for what is fetched or being fetched, which begins
 * to be fetched by that, and waits for it with a thread or without one. Thread-safe.
 */
final class Access {

	private final ModelServices services;

	private final ModelStatus status;

	private final Fetching fetching;

	private final ModelCounters counters;

	Access(ModelServices services, ModelStatus status, Fetching fetching, ModelCounters counters) {
		this.services = services;
		this.status = status;
		this.fetching = fetching;
		this.counters = counters;
	}

	/**
	 * What is fetched or being fetched.
	 * @throws OssModelException if the model was removed
	 */
	Attempt fetch() {
		try {
			return this.fetching.attempt();
		}
		finally {
			this.status.announcements().tell();
		}
	}

	/** Waits for a lease that is watched and counted as a wait of the user's. */
	ModelLease lease() {
		String name = this.status.name();
		try (Wait _ = new Wait(name, WaitedFor.LEASE, this.services.listener(), this.services.nanoTime())) {
			return new WatchedLease(take(true), name, this.services.leaks());
		}
	}

	/**
	 * Waits for a lease, and if the version is being given up, for the next one.
	 * @param revocable whether closing the connector takes it away, or waits for it
	 */
	VersionLease take(boolean revocable) {
		while (true) {
			Attempt attempt = fetch();
			this.counters.used(attempt.result().isDone());
			VersionLease lease = await(attempt, revocable);
			if (lease != null) {
				return lease;
			}
			Waiting.on(attempt.result().join().retirement(), "model " + this.status.name() + " to be given up", null);
		}
	}

	/** Null if it is being given up. */
	private @Nullable VersionLease await(Attempt attempt, boolean revocable) {
		CompletableFuture<Optional<VersionLease>> leased = attempt.arrived()
			.thenApply((version) -> Optional.ofNullable(version.lease(revocable)));
		try {
			Waiting.on(attempt.result(), "model " + this.status.name(), null);
			return leased.join().orElse(null);
		}
		catch (RuntimeException ex) {
			// Who does not wait any longer does not get one later.
			leased.thenAccept((late) -> late.ifPresent(VersionLease::close));
			throw ex;
		}
	}

	/**
	 * Waits until the model is there.
	 * @param timeout how long; null for as long as it takes
	 */
	void await(@Nullable Duration timeout) {
		Waiting.on(fetch().result(), "model " + this.status.name(), timeout);
	}

	/** What an attempt brings, handed over on a thread of the connector's. */
	<T> CompletableFuture<T> whenThere(Function<Attempt, CompletableFuture<T>> what) {
		CompletableFuture<T> future;
		try {
			future = what.apply(fetch());
		}
		catch (OssModelException ex) {
			future = CompletableFuture.failedFuture(ex);
		}
		return this.services.threads().handOver(future);
	}

}
