package io.ossmc.model;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

import io.ossmc.LoadedModel;
import io.ossmc.ModelLease;
import io.ossmc.ModelLoader;
import io.ossmc.ModelProgress;
import io.ossmc.ModelSpec;
import io.ossmc.ModelState;
import io.ossmc.OssModel;
import io.ossmc.OssModelException;
import io.ossmc.PartMap;
import io.ossmc.loaded.Closers;
import io.ossmc.loaded.LoadServices;
import io.ossmc.loaded.LoadSource;
import io.ossmc.loaded.Loaded;
import io.ossmc.loaded.LoadedObjects;
import io.ossmc.loaded.ObjectBuilder;
import io.ossmc.place.ModelPlace;
import io.ossmc.spi.OssModelListener.WaitedFor;
import io.ossmc.text.Amounts;
import io.ossmc.thread.CallerThread;
import io.ossmc.thread.Ending;
import io.ossmc.thread.Wait;
import io.ossmc.thread.Waiting;
import io.ossmc.version.ModelVersion;
import io.ossmc.version.VersionLease;
import io.ossmc.version.WatchedLease;
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
			if (begins && this.status.pinned()) {
				this.services.pinned().expect(this.name);
			}
		}
	}

	/**
	 * Lets the connector do what the model needs by itself: fetch it if it is eager and
	 * not there, and look for changes.
	 */
	public void start() {
		synchronized (this.status) {
			if (this.status.removed()) {
				return;
			}
			this.status.activate(true);
		}
		orWarn(this.place::hold);
		if (this.status.eager()) {
			fetch();
		}
		this.refreshing.apply();
	}

	@Override
	public ModelLease lease() {
		CallerThread.mayBlock("OssModel.lease()", "OssModel.whenReady()");
		try (Wait _ = new Wait(this.name, WaitedFor.LEASE, this.services.listener(), this.services.nanoTime())) {
			return new WatchedLease(take(true), this.name, this.services.leaks());
		}
	}

	@Override
	public VersionLease take(boolean revocable) {
		while (true) {
			Attempt attempt = fetch();
			this.counters.used(attempt.result().isDone());
			VersionLease lease = await(attempt, revocable);
			if (lease != null) {
				return lease;
			}
			Waiting.on(attempt.result().join().retirement(), "model " + this.name + " to be given up", null);
		}
	}

	/** Null if it is being given up. */
	private @Nullable VersionLease await(Attempt attempt, boolean revocable) {
		CompletableFuture<Optional<VersionLease>> leased = attempt.arrived()
			.thenApply((version) -> Optional.ofNullable(version.lease(revocable)));
		try {
			Waiting.on(attempt.result(), "model " + this.name, null);
			return leased.join().orElse(null);
		}
		catch (RuntimeException ex) {
			// Who does not wait any longer does not get one later.
			leased.thenAccept((late) -> late.ifPresent(VersionLease::close));
			throw ex;
		}
	}

	@Override
	public boolean isCurrent(ModelVersion version) {
		return this.status.version() == version;
	}

	@Override
	public OssModel await() {
		CallerThread.mayBlock("OssModel.await()", "OssModel.whenReady()");
		Waiting.on(fetch().result(), "model " + this.name, null);
		return this;
	}

	@Override
	public OssModel await(Duration timeout) {
		CallerThread.mayBlock("OssModel.await(Duration)", "OssModel.whenReady()");
		Waiting.on(fetch().result(), "model " + this.name, timeout);
		return this;
	}

	@Override
	public CompletableFuture<OssModel> whenReady() {
		return handOver((attempt) -> attempt.result().thenApply((_) -> this));
	}

	@Override
	public CompletableFuture<Path> whenReady(String file) {
		return handOver((attempt) -> attempt.files().whenPublished(file));
	}

	private <T> CompletableFuture<T> handOver(Function<Attempt, CompletableFuture<T>> what) {
		CompletableFuture<T> future;
		try {
			future = what.apply(fetch());
		}
		catch (OssModelException ex) {
			future = CompletableFuture.failedFuture(ex);
		}
		return this.services.threads().handOver(future);
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
			ready = this.status.state() == ModelState.READY;
		}
		if (ready && this.status.eager()) {
			handle.build();
		}
		return handle;
	}

	/** What is fetched or being fetched. */
	private Attempt fetch() {
		try {
			synchronized (this.status) {
				if (this.status.removed()) {
					throw this.status.gone();
				}
				return this.fetching.attempt();
			}
		}
		finally {
			this.status.announcements().tell();
		}
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
			if (!ModelStatus.sameObjects(before, spec)) {
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
		boolean ready;
		synchronized (this.status) {
			ready = this.status.state() == ModelState.READY;
		}
		if (ready && this.status.eager()) {
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
		synchronized (this.status) {
			this.status.activate(false);
			this.refreshing.stop();
		}
		this.fetching.stop();
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
		ModelVersion gone;
		Attempt running;
		CompletableFuture<Void> refreshed;
		synchronized (this.status) {
			gone = this.status.remove();
			running = this.status.attempt();
			refreshed = this.refreshing.ended();
		}
		CompletableFuture<Void> nothing = CompletableFuture.completedFuture(null);
		Ending ending = new Ending("Removing model " + this.name);
		ending.step(this::stop);
		ending.step(() -> this.services.pinned().remove(this.name));
		CompletableFuture<Void> closed = this.loaded.end();
		ending.step(this.place::abandon);
		if (gone != null) {
			ending.step(revoke ? gone::revoke : gone::retire);
		}
		ending.report();
		if (!revoke) {
			Closers.await(this.name, closed);
		}
		return CompletableFuture.allOf((running != null) ? running.ended() : nothing, refreshed, closed,
				(gone != null) ? gone.freed() : nothing);
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
		Attempt attempt;
		synchronized (this.status) {
			attempt = this.status.attempt();
		}
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
