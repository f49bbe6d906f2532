package io.ossmc.loaded;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Predicate;

import io.ossmc.LoadedModel;
import io.ossmc.ModelLoader;
import io.ossmc.ModelMode;
import io.ossmc.ModelProgress.LoadProgress;
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

	private @Nullable Building<T> building;

	private final LoadRecord record = new LoadRecord();

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
			Building<T> under = build();
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
		return this.record.error();
	}

	synchronized LoadProgress progress() {
		return this.record.progress(this.current != null, this.building != null);
	}

	private @Nullable LoadedInstance<T> enterCurrent() {
		LoadedInstance<T> built = current();
		return (built != null && built.enter()) ? built : null;
	}

	private synchronized @Nullable LoadedInstance<T> current() {
		return this.current;
	}

	/** What is built or being built; begins to build if there is neither. */
	public synchronized Building<T> build() {
		if (this.closed) {
			return new Building<>(CompletableFuture.failedFuture(closedError()));
		}
		if (this.current != null) {
			return new Building<>(CompletableFuture.completedFuture(this.current));
		}
		Building<T> under = this.building;
		if (under == null) {
			Building<T> fresh = new Building<>();
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

	private void run(Building<T> building) {
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
				building.complete(built);
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
				this.record.succeeded(time);
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

	private void failed(Building<T> building, Throwable cause, boolean byLoader, Duration time) {
		Throwable reason = byLoader ? this.builder.failure(cause) : cause;
		boolean news;
		synchronized (this) {
			this.building = null;
			news = this.record.failed(reason);
			if (!this.closed) {
				retry();
			}
		}
		if (reason instanceof OssModelLoadException failure) {
			tellOfFailure(failure, cause, time, news);
		}
		building.fail(reason);
	}

	/** The stack trace once, as long as it is the same. */
	void tellOfFailure(OssModelLoadException failure, Throwable cause, Duration time, boolean news) {
		log.atLevel(news ? Level.WARN : Level.DEBUG)
			.addKeyValue("model", this.model.name())
			.addKeyValue("ms", time.toMillis())
			.setCause(cause)
			.log("{}", failure.getMessage());
		this.model.tellOfLoad(time, failure);
	}

	/** Only for eager models does anybody wait for it without asking. */
	private void retry() {
		if (this.model.spec().mode() == ModelMode.EAGER) {
			Duration pause = this.record.pause();
			this.record.nextAttemptAt(this.services.clock().instant().plus(pause));
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
	@Nullable Replacement<T> replacement(ModelVersion version) {
		synchronized (this) {
			if (this.current == null || this.closed) {
				return null;
			}
		}
		return Replacement.build(this, this.builder, Objects.requireNonNull(version.lease(false)),
				this.services.nanoTime());
	}

	/**
	 * A version that is the current one from now on has its object.
	 * @return what is to be given up for it: the one before, or if the handle is closed,
	 * this one; null if there is none
	 */
	@Nullable LoadedInstance<T> replace(LoadedInstance<T> fresh, Duration time) {
		synchronized (this) {
			if (this.closed) {
				return fresh;
			}
			LoadedInstance<T> old = this.current;
			this.current = fresh;
			this.record.succeeded(time);
			return old;
		}
	}

	/** A loader of this handle ended. */
	void tellOfLoad(Duration time) {
		this.model.tellOfLoad(time, null);
	}

}
