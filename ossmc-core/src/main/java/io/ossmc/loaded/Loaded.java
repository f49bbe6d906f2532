package io.ossmc.loaded;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Predicate;

import io.ossmc.LoadedModel;
import io.ossmc.ModelLoader;
import io.ossmc.ModelMode;
import io.ossmc.ModelProgress.LoadProgress;
import io.ossmc.ModelProgress.LoadState;
import io.ossmc.ModelState;
import io.ossmc.OssModel;
import io.ossmc.OssModelException;
import io.ossmc.OssModelLoadException;
import io.ossmc.OssModelTransferException;
import io.ossmc.spi.OssModelListener.WaitedFor;
import io.ossmc.thread.CallerThread;
import io.ossmc.thread.Wait;
import io.ossmc.thread.Waiting;
import io.ossmc.version.ModelVersion;
import io.ossmc.version.VersionLease;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * An object built from the current version of a model: built when it is wanted, again
 * after it was given up, and from a new version beside the old. There is one
 * {@link LoadedInstance} at a time. Thread-safe.
 */
public final class Loaded<T> implements LoadedModel<T> {

	private static final Logger log = LoggerFactory.getLogger("io.ossmc.model");

	private final LoadSource model;

	private final ObjectBuilder<T> builder;

	private final LoadServices services;

	// Guarded by this.

	private @Nullable LoadedInstance<T> current;

	private @Nullable Building building;

	private @Nullable OssModelLoadException error;

	private int failures;

	private @Nullable Duration took;

	private @Nullable Instant nextAttemptAt;

	private boolean closed;

	public Loaded(LoadSource model, ModelLoader<? extends T> loader, Consumer<? super T> closer,
			LoadServices services) {
		this.model = model;
		this.builder = new ObjectBuilder<>(model.name(), loader, closer, ObjectBuilder.threads(model.name()));
		this.services = services;
	}

	@Override
	public OssModel model() {
		return this.model;
	}

	@Override
	public <R, X extends Exception> R use(Action<? super T, ? extends R, X> action) throws X {
		LoadedInstance<T> built = enterCurrent();
		if (built == null) {
			CallerThread.mayBlock("LoadedModel.use", "LoadedModel.useAsync");
			try (Wait _ = new Wait(this.model.name(), WaitedFor.USE, this.services.listener(),
					this.services.nanoTime())) {
				built = enterBuilt();
			}
		}
		try {
			return action.apply(built.object());
		}
		finally {
			built.leave();
		}
	}

	private LoadedInstance<T> enterBuilt() {
		while (true) {
			Building under = build();
			CompletableFuture<Boolean> entered = under.arrived().thenApply(LoadedInstance::enter);
			LoadedInstance<T> built;
			try {
				built = Waiting.on(under.settled(), "model " + this.model.name() + " to be loaded", null);
			}
			catch (RuntimeException ex) {
				// Who does not wait any longer does not come in later.
				entered.thenAccept((in) -> {
					if (in) {
						under.arrived().join().leave();
					}
				});
				throw ex;
			}
			if (entered.join()) {
				return built;
			}
			ModelVersion version = built.version();
			if (version.idleness().ended()) {
				Waiting.on(version.retirement(), "model " + this.model.name() + " to be given up", null);
			}
		}
	}

	@Override
	public <R> CompletableFuture<R> useAsync(Action<? super T, ? extends R, ?> action) {
		CompletableFuture<R> result = new CompletableFuture<>();
		try {
			this.services.threads().tasks().execute(() -> {
				try {
					result.complete(use(action::apply));
				}
				catch (Throwable ex) {
					result.completeExceptionally(ex);
				}
			});
		}
		catch (RejectedExecutionException _) {
			result.completeExceptionally(closedError());
		}
		return result;
	}

	@Override
	public synchronized boolean isLoaded() {
		return this.current != null;
	}

	synchronized @Nullable OssModelException error() {
		return this.error;
	}

	synchronized LoadProgress progress() {
		LoadState state;
		if (this.current != null) {
			state = LoadState.LOADED;
		}
		else if (this.error != null) {
			state = LoadState.FAILED;
		}
		else {
			state = (this.building != null) ? LoadState.LOADING : LoadState.ABSENT;
		}
		return new LoadProgress(state, this.failures, this.took, this.nextAttemptAt,
				(this.error != null) ? this.error.getMessage() : null);
	}

	private @Nullable LoadedInstance<T> enterCurrent() {
		LoadedInstance<T> built = current();
		return (built != null && built.enter()) ? built : null;
	}

	private synchronized @Nullable LoadedInstance<T> current() {
		return this.current;
	}

	/** What is built or being built; begins to build if there is neither. */
	public synchronized Building build() {
		if (this.closed) {
			return new Building(CompletableFuture.failedFuture(closedError()));
		}
		if (this.current != null) {
			return new Building(CompletableFuture.completedFuture(this.current));
		}
		Building under = this.building;
		if (under == null) {
			Building fresh = new Building();
			this.building = fresh;
			try {
				this.builder.start(() -> run(fresh));
			}
			catch (OssModelLoadException ex) {
				failed(fresh, ex, false, Duration.ZERO);
			}
			return fresh;
		}
		return under;
	}

	private OssModelException closedError() {
		return new OssModelTransferException("The loaded model " + this.model.name() + " is closed.", "Load it again.");
	}

	private void run(Building building) {
		boolean byLoader = false;
		long start = now();
		Duration time;
		try {
			LoadedInstance<T> built;
			do {
				VersionLease lease = this.model.take(false);
				start = now();
				byLoader = true;
				built = this.builder.build(lease);
				byLoader = false;
				time = since(start);
			}
			while (!built(built, time));
			try {
				this.model.latchServing();
			}
			finally {
				// Those who wait come in before the version may become idle, and go on
				// after.
				building.arrived().complete(built);
				built.leave();
				building.settled().complete(built);
			}
			this.model.tellOfLoad(time, null);
		}
		catch (Throwable ex) {
			failed(building, ex, byLoader, since(start));
		}
	}

	private long now() {
		return this.services.nanoTime().getAsLong();
	}

	private Duration since(long start) {
		return Duration.ofNanos(now() - start);
	}

	/** False if a newer version has come meanwhile. */
	private boolean built(LoadedInstance<T> built, Duration time) {
		boolean outdated;
		boolean unwanted;
		synchronized (this) {
			outdated = !this.closed && !this.model.isCurrent(built.version());
			unwanted = outdated || this.closed;
			if (!outdated) {
				this.building = null;
				succeeded(time);
			}
			if (!unwanted) {
				this.current = built;
			}
		}
		if (unwanted) {
			built.giveUp();
		}
		if (outdated) {
			built.leave();
		}
		return !outdated;
	}

	private void succeeded(Duration time) {
		this.error = null;
		this.failures = 0;
		this.nextAttemptAt = null;
		this.took = time;
	}

	private void failed(Building building, Throwable cause, boolean byLoader, Duration time) {
		Throwable reason = byLoader ? this.builder.failure(cause) : cause;
		boolean news;
		synchronized (this) {
			OssModelLoadException known = this.error;
			news = known == null
					|| !(reason instanceof OssModelLoadException same && known.problem().equals(same.problem()));
			this.building = null;
			if (reason instanceof OssModelLoadException failure) {
				this.error = failure;
			}
			if (!this.closed) {
				retry();
			}
		}
		if (reason instanceof OssModelLoadException failure) {
			tellOfFailure(failure, cause, time, news);
		}
		building.arrived().completeExceptionally(reason);
		building.settled().completeExceptionally(reason);
	}

	/** The stack trace once, as long as it is the same. */
	private void tellOfFailure(OssModelLoadException failure, Throwable cause, Duration time, boolean news) {
		log.atLevel(news ? Level.WARN : Level.DEBUG)
			.addKeyValue("model", this.model.name())
			.addKeyValue("ms", time.toMillis())
			.setCause(cause)
			.log("{}", failure.getMessage());
		this.model.tellOfLoad(time, failure);
	}

	/** Only for eager models does anybody wait for it without asking. */
	private void retry() {
		this.failures++;
		if (this.model.spec().mode() == ModelMode.EAGER) {
			Duration pause = Duration.ofSeconds(Math.min(60, 1L << Math.min(6, this.failures)));
			this.nextAttemptAt = this.services.clock().instant().plus(pause);
			this.services.threads().after(pause, () -> {
				if (this.model.progress().state() == ModelState.READY) {
					build();
				}
			});
		}
	}

	/**
	 * Gives the object up if it is of such a version; it is built again on its next use.
	 * @return completes when it is closed
	 */
	CompletableFuture<Void> unload(Predicate<ModelVersion> which) {
		LoadedInstance<T> gone;
		synchronized (this) {
			gone = this.current;
			if (gone == null || !which.test(gone.version())) {
				return CompletableFuture.completedFuture(null);
			}
			this.current = null;
		}
		return gone.giveUp();
	}

	@Override
	public void close() {
		Closers.await(this.model.name(), end());
	}

	/**
	 * Closes it for good.
	 * @return completes when what was built is closed
	 */
	CompletableFuture<Void> end() {
		synchronized (this) {
			this.closed = true;
		}
		this.model.closed(this);
		return unload((_) -> true);
	}

	/** Builds from a version that is to be the current one; null if nothing is loaded. */
	@Nullable Next next(ModelVersion version) {
		synchronized (this) {
			if (this.current == null || this.closed) {
				return null;
			}
		}
		return new Next(Objects.requireNonNull(version.lease(false)));
	}

	/** The object of a version that is to be the current one. */
	public final class Next {

		private final CompletableFuture<LoadedInstance<T>> object = new CompletableFuture<>();

		private volatile Duration time = Duration.ZERO;

		private Next(VersionLease lease) {
			try {
				Loaded.this.builder.start(() -> build(lease));
			}
			catch (OssModelLoadException ex) {
				lease.close();
				this.object.completeExceptionally(ex);
			}
		}

		private void build(VersionLease lease) {
			long start = now();
			try {
				LoadedInstance<T> built = Loaded.this.builder.build(lease);
				this.time = since(start);
				this.object.complete(built);
				Loaded.this.model.tellOfLoad(this.time, null);
			}
			catch (Throwable ex) {
				OssModelLoadException failure = Loaded.this.builder.failure(ex);
				tellOfFailure(failure, ex, since(start), true);
				this.object.completeExceptionally(failure);
			}
		}

		/**
		 * Waits until it is built.
		 * @throws OssModelException if the loader failed
		 */
		public void await() {
			Waiting.on(this.object, "model " + Loaded.this.model.name() + " to be loaded", null);
		}

		/** Its version does not become the current one. */
		public void discard() {
			this.object.thenAccept((built) -> {
				built.giveUp();
				built.leave();
			});
		}

		/** Its version is the current one: uses go on with it. */
		public void install() {
			LoadedInstance<T> fresh = this.object.join();
			LoadedInstance<T> old;
			synchronized (Loaded.this) {
				old = Loaded.this.closed ? fresh : Loaded.this.current;
				if (!Loaded.this.closed) {
					Loaded.this.current = fresh;
					succeeded(this.time);
				}
			}
			CompletableFuture<Void> closed = (old != null) ? old.giveUp() : CompletableFuture.completedFuture(null);
			fresh.leave();
			Closers.await(Loaded.this.model.name(), closed);
		}

	}

	/** An object to come: for those who want to be in it, and then for all. */
	final class Building {

		private final CompletableFuture<LoadedInstance<T>> arrived;

		private final CompletableFuture<LoadedInstance<T>> settled;

		private Building() {
			this.arrived = new CompletableFuture<>();
			this.settled = new CompletableFuture<>();
		}

		/** One that is over. */
		private Building(CompletableFuture<LoadedInstance<T>> end) {
			this.arrived = end;
			this.settled = end;
		}

		private CompletableFuture<LoadedInstance<T>> arrived() {
			return this.arrived;
		}

		private CompletableFuture<LoadedInstance<T>> settled() {
			return this.settled;
		}

	}

}
