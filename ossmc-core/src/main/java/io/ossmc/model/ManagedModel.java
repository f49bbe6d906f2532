package io.ossmc.model;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.ossmc.LoadedModel;
import io.ossmc.ModelLease;
import io.ossmc.ModelLoader;
import io.ossmc.ModelMode;
import io.ossmc.ModelProgress;
import io.ossmc.ModelSpec;
import io.ossmc.ModelState;
import io.ossmc.OssModel;
import io.ossmc.spi.OssModelListener.EvictionCause;
import io.ossmc.thread.CallerThread;
import io.ossmc.thread.Waiting;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A registered model: how it is used, and how it is given up. Its states are described
 * with the package. Thread-safe.
 */
public final class ManagedModel implements OssModel {

	private static final Logger log = LoggerFactory.getLogger(ManagedModel.class);

	private final ModelSpec spec;

	private final ModelServices services;

	private final ModelPlace place;

	private final ModelStatus status;

	private final Fetching fetching;

	private final LoadedObjects loaded = new LoadedObjects();

	private final ModelCounters counters = new ModelCounters();

	/**
	 * Registers a model.
	 * @param spec the model
	 * @param services what it needs
	 */
	public ManagedModel(ModelSpec spec, ModelServices services) {
		this.spec = spec;
		this.services = services;
		this.place = new ModelPlace(spec, services.root(), services.owner());
		this.status = new ModelStatus(spec.name(), services.listener());
		this.fetching = new Fetching(spec, services, this.place, this.status, this.loaded);
	}

	@Override
	public String name() {
		return this.spec.name();
	}

	@Override
	public ModelSpec spec() {
		return this.spec;
	}

	/**
	 * What happened to it.
	 * @return the counters
	 */
	public ModelCounters counters() {
		return this.counters;
	}

	/**
	 * Takes the model's directory over.
	 * @throws io.ossmc.OssModelDirectoryException if it holds somebody else's files
	 */
	public void claimDirectory() {
		this.place.claim();
	}

	/** Starts to fetch, if that is not done or under way. */
	public void start() {
		fetch();
	}

	@Override
	public ModelLease lease() {
		CallerThread.mayBlock("OssModel.lease()", "OssModel.whenReady()");
		return lease(true);
	}

	/**
	 * As {@link #lease()}.
	 * @param revocable whether closing the connector takes it away, or waits for it
	 */
	ModelLease lease(boolean revocable) {
		while (true) {
			CompletableFuture<ModelVersion> fetched = fetch();
			this.counters.used(fetched.isDone());
			ModelVersion ready = Waiting.on(fetched, "model " + name(), null);
			try {
				return ready.lease(revocable);
			}
			catch (IllegalStateException _) {
				// Given up between the two: fetch it again.
			}
		}
	}

	@Override
	public OssModel await() {
		CallerThread.mayBlock("OssModel.await()", "OssModel.whenReady()");
		Waiting.on(fetch(), "model " + name(), null);
		return this;
	}

	@Override
	public OssModel await(Duration timeout) {
		CallerThread.mayBlock("OssModel.await(Duration)", "OssModel.whenReady()");
		Waiting.on(fetch(), "model " + name(), timeout);
		return this;
	}

	@Override
	public CompletableFuture<OssModel> whenReady() {
		return this.services.threads().handOver(fetch().thenApply((_) -> this));
	}

	@Override
	public CompletableFuture<Path> whenReady(String file) {
		CompletableFuture<Path> published;
		synchronized (this.status) {
			published = this.status.removed ? CompletableFuture.failedFuture(this.status.gone())
					: this.fetching.attempt().file(file);
		}
		this.status.announcements.tell();
		return this.services.threads().handOver(published);
	}

	@Override
	public <T> LoadedModel<T> load(ModelLoader<? extends T> loader) {
		return load(loader, Loaded::closeIfCloseable);
	}

	@Override
	public <T> LoadedModel<T> load(ModelLoader<? extends T> loader, Consumer<? super T> closer) {
		Loaded<T> handle = new Loaded<>(this, loader, closer, this.services.threads());
		boolean ready;
		synchronized (this.status) {
			this.loaded.add(handle);
			ready = this.status.state == ModelState.READY;
		}
		if (ready && this.spec.mode() == ModelMode.EAGER) {
			handle.build();
		}
		return handle;
	}

	private CompletableFuture<ModelVersion> fetch() {
		CompletableFuture<ModelVersion> result;
		synchronized (this.status) {
			result = this.status.removed ? CompletableFuture.failedFuture(this.status.gone())
					: this.fetching.attempt().result();
		}
		this.status.announcements.tell();
		return result;
	}

	void forget(Loaded<?> handle) {
		this.loaded.forget(handle);
	}

	void latchServing() {
		this.fetching.latchServing();
	}

	@Override
	public boolean evict() {
		ModelVersion gone;
		synchronized (this.status) {
			gone = this.status.version;
			if (gone == null || this.status.state != ModelState.READY) {
				stop();
				return true;
			}
			if (this.status.leases() > this.loaded.leases() || !this.loaded.idle()) {
				return false;
			}
			this.status.unpin();
			this.status.version = null;
			this.status.attempt = null;
			this.status.readyAt = null;
			this.status.change(ModelState.ABSENT);
			this.place.hide(gone.directory());
		}
		this.loaded.unload();
		gone.retire();
		this.counters.evicted(gone.plan().bytes());
		this.status.announcements
			.note(() -> this.services.listener().evicted(name(), EvictionCause.EXPLICIT, gone.plan().bytes()));
		this.status.announcements.tell();
		return true;
	}

	@Override
	public CompletableFuture<Boolean> refresh() {
		throw new UnsupportedOperationException("work in progress");
	}

	/** Ends an attempt under way; what is ready stays. */
	public void stop() {
		this.fetching.stop();
	}

	/**
	 * Waits until nobody but the connector and its loaded objects holds the model.
	 * @param nanos how long
	 */
	public void awaitIdle(long nanos) {
		ModelVersion current;
		int own;
		synchronized (this.status) {
			current = this.status.version;
			own = ((this.status.pin != null) ? 1 : 0) + this.loaded.holds();
		}
		if (current != null && !current.awaitLeases(own, nanos)) {
			log.warn("Model {} is still under {} leases", name(), current.leases() - own);
		}
	}

	/**
	 * Ends everything: attempt, loaded objects, files, links; open leases keep their
	 * memory until closed, or lose it now. A use of a loaded object under way keeps it in
	 * any case: nobody can take memory away from native code.
	 * @param revoke whether to take leases away
	 * @return completes when the attempt has cleared up and the memory is back at the
	 * kernel
	 */
	public CompletableFuture<Void> remove(boolean revoke) {
		ModelVersion gone;
		Attempt running;
		synchronized (this.status) {
			this.status.removed = true;
			gone = this.status.version;
			running = this.status.attempt;
			this.status.version = null;
			this.status.unpin();
		}
		stop();
		this.loaded.close();
		this.place.abandon();
		CompletableFuture<Void> ended = (running != null) ? running.ended() : CompletableFuture.completedFuture(null);
		CompletableFuture<Void> freed = (gone == null) ? CompletableFuture.completedFuture(null)
				: revoke ? gone.revoke() : gone.retire();
		return CompletableFuture.allOf(ended, freed);
	}

	/**
	 * Leases that users hold.
	 * @return how many, without the connector's own
	 */
	public int leases() {
		return this.status.leases();
	}

	@Override
	public ModelProgress progress() {
		synchronized (this.status) {
			return ProgressReport.of(this.spec, this.place.path(), this.status, this.fetching.retries(),
					this.loaded.error());
		}
	}

}
