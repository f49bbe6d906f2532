package io.ossmc.model;

import java.util.concurrent.CompletableFuture;

import io.ossmc.loaded.Closers;
import io.ossmc.loaded.LoadedObjects;
import io.ossmc.place.ModelPlace;
import io.ossmc.thread.Ending;
import io.ossmc.version.ModelVersion;

/**
 * How a model ends, until it is asked for again or for good: every step is taken,
 * whatever the others throw. Thread-safe.
 */
final class Shutdown {

	private final ModelServices services;

	private final ModelPlace place;

	private final ModelStatus status;

	private final LoadedObjects loaded;

	private final Refreshing refreshing;

	private final Fetching fetching;

	Shutdown(ModelServices services, ModelPlace place, ModelStatus status, LoadedObjects loaded, Refreshing refreshing,
			Fetching fetching) {
		this.services = services;
		this.place = place;
		this.status = status;
		this.loaded = loaded;
		this.refreshing = refreshing;
		this.fetching = fetching;
	}

	/** Ends what is under way; what is ready stays. */
	void stop() {
		synchronized (this.status) {
			this.status.deactivate();
			this.refreshing.stop();
		}
		this.fetching.stop();
	}

	/**
	 * Ends everything, see {@link ManagedModel#remove}.
	 * @param revoke whether to take leases away
	 * @return completes when nothing of it is left
	 */
	CompletableFuture<Void> remove(boolean revoke) {
		ModelVersion gone;
		Attempt running;
		CompletableFuture<Void> refreshed;
		synchronized (this.status) {
			gone = this.status.remove();
			running = this.status.attempt();
			refreshed = this.refreshing.ended();
		}
		CompletableFuture<Void> nothing = CompletableFuture.completedFuture(null);
		Ending ending = new Ending("Removing model " + this.status.name());
		ending.step(this::stop);
		ending.step(() -> this.services.pinned().remove(this.status.name()));
		CompletableFuture<Void> closed = this.loaded.end();
		ending.step(this.place::abandon);
		if (gone != null) {
			ending.step(revoke ? gone::revoke : gone::retire);
		}
		ending.report();
		if (!revoke) {
			Closers.await(this.status.name(), closed);
		}
		return CompletableFuture.allOf((running != null) ? running.ended() : nothing, refreshed, closed,
				(gone != null) ? gone.freed() : nothing);
	}

}
