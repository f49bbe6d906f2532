package io.ossmc.model;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

import io.ossmc.LoadedModel;
import io.ossmc.ModelLease;
import io.ossmc.ModelLoader;
import io.ossmc.ModelMode;
import io.ossmc.ModelProgress;
import io.ossmc.ModelSpec;
import io.ossmc.ModelState;
import io.ossmc.OssModel;
import io.ossmc.OssModelException;
import io.ossmc.OssModelTransferException;
import io.ossmc.cache.Bytes;
import io.ossmc.spi.OssModelListener.EvictionCause;
import io.ossmc.thread.CallerThread;
import io.ossmc.thread.Waiting;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A registered model and its states (see the package's description). Thread-safe. */
public final class ManagedModel implements OssModel {

	private static final Logger log = LoggerFactory.getLogger(ManagedModel.class);

	private final ModelSpec spec;

	private final ModelServices services;

	private final ModelPlace place;

	private final List<Loaded<?>> loaded = new CopyOnWriteArrayList<>();

	private final RetrySchedule retries;

	private final Announcements announcements = new Announcements();

	private final LongAdder hits = new LongAdder();

	private final LongAdder misses = new LongAdder();

	private final LongAdder evictions = new LongAdder();

	private final LongAdder evictedBytes = new LongAdder();

	// Guarded by this.

	private ModelState state = ModelState.ABSENT;

	private @Nullable Attempt attempt;

	private @Nullable ModelVersion version;

	/** The connector's own lease of an eager model. */
	private @Nullable ModelLease pin;

	private @Nullable OssModelException error;

	private @Nullable Instant readyAt;

	private boolean serving;

	private boolean removed;

	/**
	 * Registers a model.
	 * @param spec the model
	 * @param services what it needs
	 */
	public ManagedModel(ModelSpec spec, ModelServices services) {
		this.spec = spec;
		this.services = services;
		this.place = new ModelPlace(spec, services.root(), services.owner());
		this.retries = new RetrySchedule(services.threads(), services.clock());
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
			(fetched.isDone() ? this.hits : this.misses).increment();
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
		synchronized (this) {
			published = this.removed ? CompletableFuture.failedFuture(gone()) : attempt().file(file);
		}
		this.announcements.tell();
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
		synchronized (this) {
			this.loaded.add(handle);
			ready = this.state == ModelState.READY;
		}
		if (ready && eager()) {
			handle.build();
		}
		return handle;
	}

	private CompletableFuture<ModelVersion> fetch() {
		CompletableFuture<ModelVersion> result;
		synchronized (this) {
			result = this.removed ? CompletableFuture.failedFuture(gone()) : attempt().result();
		}
		this.announcements.tell();
		return result;
	}

	private OssModelException gone() {
		return new OssModelTransferException("Model " + name() + " was removed from the connector.",
				"Prepare it again.");
	}

	/**
	 * What is fetched or being fetched; begins an attempt if there is neither. Under the
	 * lock.
	 */
	private Attempt attempt() {
		Attempt current = this.attempt;
		if (current != null && (this.state == ModelState.READY || this.state == ModelState.QUEUED
				|| this.state == ModelState.FETCHING)) {
			return current;
		}
		this.retries.cancel();
		Attempt fresh = new Attempt(this.services.clock().instant(), this.services.nanoTime());
		this.attempt = fresh;
		change(ModelState.QUEUED);
		if (current != null) {
			// One that was stopped may still be clearing up.
			current.result().whenComplete((_, _) -> begin(fresh));
		}
		else {
			begin(fresh);
		}
		return fresh;
	}

	private void begin(Attempt fresh) {
		try {
			this.services.threads().tasks().execute(() -> fresh.run(() -> run(fresh)));
		}
		catch (RejectedExecutionException _) {
			stopped(fresh);
		}
	}

	private void run(Attempt current) {
		try {
			Preparation preparation = new Preparation(this.spec, this.place, this.services, current,
					() -> admitted(current));
			succeeded(current, preparation.run());
		}
		catch (InterruptedException _) {
			stopped(current);
		}
		catch (OssModelException ex) {
			if (current.cancelled()) {
				stopped(current);
			}
			else {
				failed(current, ex);
			}
		}
		catch (RuntimeException | Error ex) {
			if (current.cancelled()) {
				log.debug("Model {} was stopped", name(), ex);
				stopped(current);
				return;
			}
			log.error("Model {} failed with an error of our own", name(), ex);
			failed(current, new OssModelTransferException("Preparing model " + name() + " failed: " + ex + ".",
					"This is a bug of ossmc; please report it with the log.", ex));
		}
		finally {
			this.announcements.tell();
		}
	}

	private void admitted(Attempt current) {
		synchronized (this) {
			if (this.attempt == current && this.state == ModelState.QUEUED) {
				change(ModelState.FETCHING);
			}
		}
		this.announcements.tell();
	}

	private void succeeded(Attempt current, ModelVersion ready) {
		Duration took = current.elapsed();
		long bytes = ready.plan().bytes();
		boolean wanted;
		synchronized (this) {
			wanted = this.attempt == current && !current.cancelled() && !this.removed;
			if (wanted) {
				this.version = ready;
				this.pin = eager() ? ready.lease(true) : null;
				this.error = null;
				this.retries.succeeded();
				this.readyAt = this.services.clock().instant();
				change(ModelState.READY);
				this.announcements.note(() -> this.services.listener().prepared(name(), bytes, took, null));
			}
		}
		if (!wanted) {
			this.place.hide(ready.directory());
			current.released(ready.retire());
			stopped(current);
			return;
		}
		log.info("Model {}: ready, {} in {} s, {}/s, {}", name(), Bytes.show(bytes), took.toMillis() / 1000.0,
				Bytes.show((long) (bytes * 1e9 / Math.max(1, took.toNanos()))),
				ready.verified() ? "verified" : "not verified: OSS sent no checksums, or verification is off");
		this.announcements.tell();
		current.result().complete(ready);
		if (eager()) {
			this.loaded.forEach(Loaded::build);
		}
		latchServing();
	}

	private void failed(Attempt current, OssModelException reason) {
		boolean news = false;
		synchronized (this) {
			if (this.attempt == current && !this.removed) {
				news = this.error == null || !this.error.problem().equals(reason.problem());
				this.error = reason;
				change(ModelState.FAILED);
				this.retries.failed(reason.permanent(), eager() ? () -> retry(current) : null);
				this.announcements.note(() -> this.services.listener()
					.prepared(name(), current.totalBytes(), current.elapsed(), reason));
			}
		}
		if (news) {
			log.warn("Model {}: {} {}", name(), reason.getMessage(),
					eager() ? "The next try is at " + this.retries.nextAttemptAt() + "." : "");
		}
		this.announcements.tell();
		current.result().completeExceptionally(reason);
	}

	/** Unless somebody asked for the model, or stopped it, meanwhile. */
	private void retry(Attempt failed) {
		synchronized (this) {
			if (this.attempt == failed && this.state == ModelState.FAILED && !this.removed) {
				attempt();
			}
		}
		this.announcements.tell();
	}

	private void stopped(Attempt current) {
		synchronized (this) {
			if (this.attempt == current) {
				halt();
			}
		}
		current.result()
			.completeExceptionally(new OssModelTransferException("The fetch of model " + name() + " was stopped.",
					"Start the connector again, or ask for the model again."));
	}

	/** Whatever was going on, nothing is any more. Under the lock. */
	private void halt() {
		if (this.state != ModelState.READY && this.state != ModelState.ABSENT) {
			change(ModelState.ABSENT);
		}
	}

	private boolean eager() {
		return this.spec.mode() == ModelMode.EAGER;
	}

	/**
	 * Readiness counts from the first time everything was there, and never falls back.
	 */
	void latchServing() {
		synchronized (this) {
			this.serving |= this.state == ModelState.READY && this.loaded.stream().allMatch(Loaded::isLoaded);
		}
	}

	void forget(Loaded<?> handle) {
		this.loaded.remove(handle);
	}

	private void change(ModelState to) {
		ModelState from = this.state;
		this.state = to;
		this.announcements.note(() -> this.services.listener().stateChanged(name(), from, to));
	}

	@Override
	public boolean evict() {
		ModelVersion gone;
		synchronized (this) {
			gone = this.version;
			if (gone == null || this.state != ModelState.READY) {
				stop();
				return true;
			}
			int own = (this.pin != null) ? 1 : 0;
			long held = this.loaded.stream().filter(Loaded::isLoaded).count();
			if (gone.leases() > own + held || !this.loaded.stream().allMatch(Loaded::idle)) {
				return false;
			}
			unpin();
			this.version = null;
			this.attempt = null;
			this.readyAt = null;
			change(ModelState.ABSENT);
			this.place.hide(gone.directory());
		}
		this.loaded.forEach(Loaded::unload);
		gone.retire();
		this.evictions.increment();
		this.evictedBytes.add(gone.plan().bytes());
		this.announcements
			.note(() -> this.services.listener().evicted(name(), EvictionCause.EXPLICIT, gone.plan().bytes()));
		this.announcements.tell();
		return true;
	}

	@Override
	public CompletableFuture<Boolean> refresh() {
		throw new UnsupportedOperationException("work in progress");
	}

	private void unpin() {
		if (this.pin != null) {
			this.pin.close();
			this.pin = null;
		}
	}

	/** Ends an attempt under way; what is ready stays. */
	public void stop() {
		synchronized (this) {
			this.retries.cancel();
			if (this.attempt != null && this.state != ModelState.READY) {
				this.attempt.cancel();
			}
			halt();
		}
		this.announcements.tell();
	}

	/**
	 * Waits until nobody but the connector and its loaded objects holds the model.
	 * @param nanos how long
	 */
	public void awaitIdle(long nanos) {
		ModelVersion current;
		int own;
		synchronized (this) {
			current = this.version;
			own = ((this.pin != null) ? 1 : 0) + (int) this.loaded.stream().filter(Loaded::holds).count();
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
		synchronized (this) {
			this.removed = true;
			gone = this.version;
			running = this.attempt;
			this.version = null;
			unpin();
		}
		stop();
		this.loaded.forEach(Loaded::close);
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
	public synchronized int leases() {
		ModelVersion current = this.version;
		return (current == null) ? 0 : current.leases() - ((this.pin != null) ? 1 : 0);
	}

	/**
	 * Uses that found the model in memory.
	 * @return how many
	 */
	public long hits() {
		return this.hits.sum();
	}

	/**
	 * Uses that had to wait for a fetch.
	 * @return how many
	 */
	public long misses() {
		return this.misses.sum();
	}

	/**
	 * How often it was given up.
	 * @return evictions
	 */
	public long evictions() {
		return this.evictions.sum();
	}

	/**
	 * How much was given up.
	 * @return bytes
	 */
	public long evictedBytes() {
		return this.evictedBytes.sum();
	}

	@Override
	public synchronized ModelProgress progress() {
		Attempt current = this.attempt;
		ModelVersion ready = this.version;
		long total = (current != null) ? current.totalBytes() : 0;
		long fetched = (this.state == ModelState.READY) ? total : (current != null) ? current.fetchedBytes() : 0;
		long rate = rate(current);
		OssModelException shown = (this.error != null) ? this.error : loadError();
		return new ModelProgress(name(), this.spec.uri(), this.place.path(), this.spec.mode(), this.state, this.serving,
				(current != null && current.plan() != null) ? current.plan().version() : null,
				ready != null && ready.verified(), total, fetched, rate, (current != null) ? current.startedAt() : null,
				this.readyAt, eta(total - fetched, rate), leases(), this.retries.failures(),
				this.retries.nextAttemptAt(), (shown != null) ? shown.getMessage() : null,
				(current != null) ? current.phases() : Map.of(), null,
				(current != null) ? current.fileProgress() : List.of());
	}

	private long rate(@Nullable Attempt current) {
		if (current == null) {
			return 0;
		}
		Duration fetch = current.phases().get("fetch");
		return (this.state == ModelState.READY && fetch != null)
				? (long) (current.totalBytes() * 1e9 / Math.max(1, fetch.toNanos())) : current.meter().perSecond();
	}

	private @Nullable Duration eta(long left, long rate) {
		return switch (this.state) {
			case READY -> Duration.ZERO;
			case FETCHING -> (rate > 0) ? Duration.ofSeconds((left + rate - 1) / rate) : null;
			default -> null;
		};
	}

	private @Nullable OssModelException loadError() {
		return this.loaded.stream().map(Loaded::error).filter(Objects::nonNull).findFirst().orElse(null);
	}

}
