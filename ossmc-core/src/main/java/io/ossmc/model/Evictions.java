package io.ossmc.model;

import java.util.concurrent.CompletableFuture;

import io.ossmc.loaded.Closers;
import io.ossmc.loaded.LoadedObjects;
import io.ossmc.place.ModelPlace;
import io.ossmc.spi.OssModelListener.EvictionCause;
import io.ossmc.thread.Ending;
import io.ossmc.version.AddedFiles;
import io.ossmc.version.Idleness;
import io.ossmc.version.ModelVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a model from {@code READY} to {@code ABSENT}: what is built from it is closed
 * first, then the leases of that, then the memory goes. Shares the model's status and its
 * lock.
 */
final class Evictions {

	private static final Logger log = LoggerFactory.getLogger("io.ossmc.model");

	private final ModelServices services;

	private final ModelPlace place;

	private final ModelStatus status;

	private final LoadedObjects loaded;

	private final ModelCounters counters;

	Evictions(ModelServices services, ModelPlace place, ModelStatus status, LoadedObjects loaded,
			ModelCounters counters) {
		this.services = services;
		this.place = place;
		this.status = status;
		this.loaded = loaded;
		this.counters = counters;
	}

	/** Begins to count who uses a version, with the connector as the first. */
	void countUsers(ModelVersion version) {
		version.countedBy(new Idleness(this.status.name(), version, this.services.idle(),
				this.status.wanted()::expireAfterAccess, (cause) -> giveUp(version, cause)));
		version.watchedBy(AddedFiles.watch(this.status.name(), version, this.services.threads(), this.services.budget(),
				this.services.root(), this.services.clock()));
	}

	/** Unless somebody uses it. */
	boolean evict() {
		ModelVersion gone;
		synchronized (this.status) {
			gone = this.status.version();
			if (gone == null || !gone.idleness().endUnlessUsed(this.status.own())) {
				return gone == null;
			}
			absent();
		}
		Closers.await(this.status.name(), free(gone, EvictionCause.EXPLICIT));
		return true;
	}

	/** Nobody uses it, and from now on nobody can. */
	private void giveUp(ModelVersion gone, EvictionCause cause) {
		synchronized (this.status) {
			if (this.status.version() != gone) {
				return;
			}
			absent();
		}
		free(gone, cause);
	}

	private void absent() {
		this.status.absent();
		this.services.pinned().remove(this.status.name());
	}

	/**
	 * Begins to free a version; its memory goes when what is built from it is closed.
	 * @return completes when that is closed: who makes room for others does not wait
	 */
	private CompletableFuture<Void> free(ModelVersion gone, EvictionCause cause) {
		log.atInfo()
			.addKeyValue("model", this.status.name())
			.addKeyValue("version", gone.plan().version())
			.addKeyValue("bytes", gone.plan().bytes())
			.log("Model {}: given up ({})", this.status.name(), cause);
		Ending ending = new Ending("Giving up model " + this.status.name());
		ending.step(() -> this.place.hide(gone.directory()));
		CompletableFuture<Void> closed = this.loaded.unload(gone);
		ending.step(gone::retire);
		ending.step(() -> tell(gone, cause));
		ending.report();
		return closed;
	}

	/** A newer one has taken its place already. */
	void replaced(ModelVersion old) {
		// Not on the thread that frees memory: listeners may take their time.
		this.services.threads().handOver(old.retire()).thenRun(() -> tell(old, EvictionCause.REPLACED));
	}

	private void tell(ModelVersion gone, EvictionCause cause) {
		long bytes = gone.plan().bytes();
		this.counters.evicted(bytes);
		this.status.announcements().note(() -> this.services.listener().evicted(this.status.name(), cause, bytes));
		this.status.announcements().tell();
	}

}
