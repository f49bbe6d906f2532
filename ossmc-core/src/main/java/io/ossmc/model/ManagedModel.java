package io.ossmc.model;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.ossmc.LoadedModel;
import io.ossmc.ModelLease;
import io.ossmc.ModelLoader;
import io.ossmc.ModelProgress;
import io.ossmc.ModelSpec;
import io.ossmc.ModelState;
import io.ossmc.OssModel;
import io.ossmc.OssModelException;
import io.ossmc.PartMap;
import io.ossmc.loaded.LoadServices;
import io.ossmc.loaded.LoadSource;
import io.ossmc.loaded.Loaded;
import io.ossmc.loaded.LoadedObjects;
import io.ossmc.loaded.ObjectBuilder;
import io.ossmc.place.ModelPlace;
import io.ossmc.text.Amounts;
import io.ossmc.thread.CallerThread;
import io.ossmc.version.ModelVersion;
import io.ossmc.version.VersionLease;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A registered model: how it is used, and how it is given up. Its states are described
 * with the package. Thread-safe.
 */
public final class ManagedModel implements LoadSource {

	private static final Logger log = LoggerFactory.getLogger("io.ossmc.model");

	private final String name;

	private final ModelServices services;

	private final ModelPlace place;

	private final ModelStatus status;

	private final LoadedObjects loaded = new LoadedObjects();

	private final ModelCounters counters = new ModelCounters();

	private final Evictions evictions;

	private final Refreshing refreshing;

	private final Fetching fetching;

	private final Access access;

	private final Shutdown shutdown;

	/**
	 * Registers a model.
	 * @param spec the model
	 * @param services what it needs
	 */
	public ManagedModel(ModelSpec spec, ModelServices services) {
		this.name = spec.name();
		this.services = services;
		this.place = new ModelPlace(spec, services.root(), services.owner());
		this.status = new ModelStatus(spec, services.listener(), services.expireAfterAccess());
		this.evictions = new Evictions(services, this.place, this.status, this.loaded, this.counters);
		this.refreshing = new Refreshing(services, this.place, this.status, this.loaded, this.evictions);
		this.fetching = new Fetching(services, this.place, this.status, this.loaded, this.evictions, this.refreshing);
		this.access = new Access(services, this.status, this.fetching, this.counters);
		this.shutdown = new Shutdown(services, this.place, this.status, this.loaded, this.refreshing, this.fetching);
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public ModelSpec spec() {
		return this.status.spec();
	}

	/**
	 * What happened to it.
	 * @return the counters
	 */
	public ModelCounters counters() {
		return this.counters;
	}

	/**
	 * Takes the model's directory over and holds it against others, whether the model is
	 * in memory or not.
	 * @throws io.ossmc.OssModelDirectoryException if it holds somebody else's files or is
	 * another connector's
	 */
	public void claimDirectory() {
		this.place.hold();
	}

	/**
	 * Checks the directory of a model that is to be registered or changed.
	 * @param spec the model
	 * @param services what it would need
	 * @throws io.ossmc.OssModelDirectoryException if it holds somebody else's files
	 */
	public static void requireUsable(ModelSpec spec, ModelServices services) {
		new ModelPlace(spec, services.root(), services.owner()).claim();
	}

	/** Says that it is about to be started, together with others. */
	public void announceStart() {
		synchronized (this.status) {
			boolean begins = this.status.state() == ModelState.ABSENT || this.status.state() == ModelState.FAILED;
			if (begins && this.status.wanted().pinned()) {
				this.services.pinned().expect(this.name);
			}
		}
	}

	/**
	 * Lets the connector do what the model needs by itself: fetch it if it is eager and
	 * not there, and look for changes.
	 */
	public void start() {
		if (!this.status.activate()) {
			return;
		}
		orWarn(this.place::hold);
		if (this.status.wanted().eager()) {
			this.access.fetch();
		}
		this.refreshing.apply();
	}

	@Override
	public ModelLease lease() {
		CallerThread.mayBlock("OssModel.lease()", "OssModel.whenReady()");
		return this.access.lease();
	}

	@Override
	public VersionLease take(boolean revocable) {
		return this.access.take(revocable);
	}

	@Override
	public boolean isCurrent(ModelVersion version) {
		return this.status.version() == version;
	}

	@Override
	public OssModel await() {
		CallerThread.mayBlock("OssModel.await()", "OssModel.whenReady()");
		this.access.await(null);
		return this;
	}

	@Override
	public OssModel await(Duration timeout) {
		CallerThread.mayBlock("OssModel.await(Duration)", "OssModel.whenReady()");
		this.access.await(timeout);
		return this;
	}

	@Override
	public CompletableFuture<OssModel> whenReady() {
		return this.access.whenThere((attempt) -> attempt.result().thenApply((_) -> this));
	}

	@Override
	public CompletableFuture<Path> whenReady(String file) {
		return this.access.whenThere((attempt) -> attempt.files().whenPublished(file));
	}

	@Override
	public <T> LoadedModel<T> load(ModelLoader<? extends T> loader) {
		return load(loader, ObjectBuilder::closeIfCloseable);
	}

	@Override
	public <T> LoadedModel<T> load(ModelLoader<? extends T> loader, Consumer<? super T> closer) {
		Loaded<T> handle = new Loaded<>(this, loader, closer, new LoadServices(this.services.threads(),
				this.services.listener(), this.services.clock(), this.services.nanoTime()));
		boolean ready;
		synchronized (this.status) {
			this.loaded.add(handle);
			ready = this.status.isReady();
		}
		if (ready && this.status.wanted().eager()) {
			handle.build();
		}
		return handle;
	}

	@Override
	public void closed(Loaded<?> handle) {
		this.loaded.remove(handle);
	}

	@Override
	public void tellOfLoad(Duration took, @Nullable OssModelException error) {
		this.status.announcements().note(() -> this.services.listener().loaded(this.name, took, error));
		this.status.announcements().tell();
	}

	@Override
	public void latchServing() {
		this.fetching.latchServing();
	}

	@Override
	public boolean evict() {
		synchronized (this.status) {
			if (this.status.version() == null) {
				stop();
				return true;
			}
		}
		return this.evictions.evict();
	}

	@Override
	public CompletableFuture<Boolean> refresh() {
		return this.services.threads().handOver(this.refreshing.refresh());
	}

	/**
	 * Takes the stable path away, before those of several models change.
	 */
	public void leaveDirectory() {
		this.place.leave();
	}

	/**
	 * Takes the stable path away for good, before the model is removed.
	 */
	public void abandonDirectory() {
		this.place.abandon();
	}

	/**
	 * Makes it what another specification of the same name says. Tells nobody; that is
	 * done by {@link #changed()}, which must follow.
	 * @param spec what it is to be
	 */
	public void change(ModelSpec spec) {
		ModelSpec before;
		synchronized (this.status) {
			before = this.status.respecify(spec);
			if (!Wanted.sameObjects(before, spec)) {
				this.fetching.restart();
			}
			ModelVersion current = this.status.version();
			if (current != null && !Objects.equals(before.expireAfterAccess(), spec.expireAfterAccess())) {
				current.idleness().timeChanged();
			}
		}
		if (!Objects.equals(before.directory(), spec.directory())) {
			orWarn(() -> this.place.moveTo(spec.directory()));
		}
	}

	/**
	 * Does what follows from a new specification, apart from what {@link #start()} does.
	 * Listeners may be called.
	 */
	public void changed() {
		if (this.status.isReady() && this.status.wanted().eager()) {
			this.loaded.build();
		}
		this.refreshing.apply();
		this.status.announcements().tell();
	}

	private void orWarn(Runnable directory) {
		try {
			directory.run();
		}
		catch (OssModelException ex) {
			// It was free a moment ago. The next version claims it again.
			log.warn("Model {} has no directory: {}", this.name, ex.getMessage());
		}
	}

	/** Ends what is under way; what is ready stays. */
	public void stop() {
		this.shutdown.stop();
	}

	/**
	 * Waits until nobody but the connector and its loaded objects holds the model.
	 * @param nanos how long
	 */
	public void awaitIdle(long nanos) {
		ModelVersion current = this.status.version();
		if (current != null && !current.awaitLeases(nanos)) {
			log.warn("Model {} is still under {}", this.name, Amounts.count(current.leases(), "lease"));
		}
	}

	/**
	 * Ends everything: attempt, loaded objects, files, links; open leases keep their
	 * memory until closed, or lose it now. A use of a loaded object under way keeps it in
	 * any case: nobody can take memory away from native code.
	 * @param revoke whether to take leases away; then what users' closers are at is not
	 * waited for here
	 * @return completes when the attempt has cleared up, all that was loaded is closed
	 * and the memory is back at the kernel
	 */
	public CompletableFuture<Void> remove(boolean revoke) {
		return this.shutdown.remove(revoke);
	}

	/**
	 * Leases and uses of loaded objects that are open.
	 * @return how many, without the connector's own
	 */
	public int leases() {
		return this.status.users();
	}

	@Override
	public Map<String, PartMap> parts() {
		Attempt attempt = this.status.attempt();
		return (attempt != null) ? attempt.files().parts() : Map.of();
	}

	@Override
	public ModelProgress progress() {
		synchronized (this.status) {
			return ProgressReport.of(this.status, this.place.path(), this.fetching.retries(), this.loaded,
					this.refreshing.next());
		}
	}

}
