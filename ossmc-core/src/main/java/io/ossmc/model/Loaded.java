package io.ossmc.model;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Predicate;

import io.ossmc.LoadedModel;
import io.ossmc.ModelLoader;
import io.ossmc.ModelMode;
import io.ossmc.ModelState;
import io.ossmc.OssModel;
import io.ossmc.OssModelException;
import io.ossmc.OssModelLoadException;
import io.ossmc.OssModelTransferException;
import io.ossmc.thread.CallerThread;
import io.ossmc.thread.ConnectorThreads;
import io.ossmc.thread.Waiting;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An object built from a version of a model. There is one {@link Built} at a time; it
 * counts its uses, and whoever leaves last after it was given up closes the object and
 * then its lease. Thread-safe.
 */
final class Loaded<T> implements LoadedModel<T> {

	private static final Logger log = LoggerFactory.getLogger(Loaded.class);

	private final ManagedModel model;

	private final ModelLoader<? extends T> loader;

	private final Consumer<? super T> closer;

	private final ConnectorThreads threads;

	// Guarded by this.

	private @Nullable Built current;

	private @Nullable Building building;

	private @Nullable OssModelLoadException error;

	private int failures;

	private boolean closed;

	Loaded(ManagedModel model, ModelLoader<? extends T> loader, Consumer<? super T> closer, ConnectorThreads threads) {
		this.model = model;
		this.loader = loader;
		this.closer = closer;
		this.threads = threads;
	}

	static void closeIfCloseable(Object built) {
		if (built instanceof AutoCloseable closeable) {
			try {
				closeable.close();
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}
	}

	@Override
	public OssModel model() {
		return this.model;
	}

	@Override
	public <R, X extends Exception> R use(Action<? super T, ? extends R, X> action) throws X {
		Built built = enterCurrent();
		if (built == null) {
			CallerThread.mayBlock("LoadedModel.use", "LoadedModel.useAsync");
			built = enterBuilt();
		}
		try {
			return action.apply(built.object);
		}
		finally {
			leave(built);
		}
	}

	private Built enterBuilt() {
		while (true) {
			Building under = build();
			CompletableFuture<Boolean> entered = under.arrived().thenApply(this::enter);
			Built built;
			try {
				built = Waiting.on(under.settled(), "model " + this.model.name() + " to be loaded", null);
			}
			catch (RuntimeException ex) {
				// Who does not wait any longer does not come in later.
				entered.thenAccept((in) -> {
					if (in) {
						leave(under.arrived().join());
					}
				});
				throw ex;
			}
			if (entered.join()) {
				return built;
			}
			ModelVersion version = built.lease.held();
			if (version.idleness().ended()) {
				Waiting.on(version.retirement(), "model " + this.model.name() + " to be given up", null);
			}
		}
	}

	@Override
	public <R> CompletableFuture<R> useAsync(Action<? super T, ? extends R, ?> action) {
		CompletableFuture<R> result = new CompletableFuture<>();
		try {
			this.threads.tasks().execute(() -> {
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

	private synchronized @Nullable Built enterCurrent() {
		Built built = this.current;
		return (built != null && enter(built)) ? built : null;
	}

	private synchronized boolean enter(Built built) {
		if (built.givenUp || !built.lease.held().idleness().enter()) {
			return false;
		}
		built.uses++;
		return true;
	}

	private void leave(Built built) {
		boolean last;
		synchronized (this) {
			built.uses--;
			last = built.givenUp && built.uses == 0;
		}
		if (last) {
			dispose(built);
		}
		built.lease.held().idleness().leave();
	}

	/** What is built or being built; begins to build if there is neither. */
	synchronized Building build() {
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
			// Not a virtual thread: engines hold their carrier for seconds.
			Thread.ofPlatform().daemon().name("ossmc-load-" + this.model.name()).start(() -> run(fresh));
			return fresh;
		}
		return under;
	}

	private OssModelException closedError() {
		return new OssModelTransferException("The loaded model " + this.model.name() + " is closed.", "Load it again.");
	}

	private void run(Building building) {
		boolean byLoader = false;
		try {
			Built built;
			do {
				VersionLease lease = this.model.take(false);
				byLoader = true;
				built = new Built(load(lease), lease);
				byLoader = false;
			}
			while (!built(built));
			this.model.latchServing();
			// Those who wait come in before the version may become idle, and go on after.
			building.arrived().complete(built);
			built.lease.rest();
			building.settled().complete(built);
		}
		catch (Throwable ex) {
			failed(building, ex, byLoader);
		}
	}

	private T load(VersionLease lease) throws Exception {
		try {
			return this.loader.load(lease);
		}
		catch (Throwable ex) {
			lease.close();
			throw ex;
		}
	}

	/** False if a newer version has come meanwhile. */
	private boolean built(Built built) {
		boolean outdated;
		synchronized (this) {
			outdated = !this.closed && !this.model.isCurrent(built.lease.held());
			built.givenUp = outdated || this.closed;
			if (!outdated) {
				this.building = null;
				succeeded();
			}
			if (!built.givenUp) {
				this.current = built;
			}
		}
		if (built.givenUp) {
			dispose(built);
		}
		return !outdated;
	}

	private void succeeded() {
		this.error = null;
		this.failures = 0;
	}

	private void failed(Building building, Throwable cause, boolean byLoader) {
		Throwable reason = byLoader ? loadError(cause) : cause;
		synchronized (this) {
			this.building = null;
			if (reason instanceof OssModelLoadException failure) {
				this.error = failure;
			}
			if (!this.closed) {
				retry();
			}
		}
		if (byLoader) {
			log.warn("{}", reason.getMessage(), cause);
		}
		building.arrived().completeExceptionally(reason);
		building.settled().completeExceptionally(reason);
	}

	private OssModelLoadException loadError(Throwable cause) {
		return new OssModelLoadException(
				"Model " + this.model.name() + " is there, but its loader failed: " + cause + ".",
				"Look at the loader and at the model's files; it is tried again by itself.", cause);
	}

	/** Only for eager models does anybody wait for it without asking. */
	private void retry() {
		this.failures++;
		if (this.model.spec().mode() == ModelMode.EAGER) {
			this.threads.after(Duration.ofSeconds(Math.min(60, 1L << Math.min(6, this.failures))), () -> {
				if (this.model.progress().state() == ModelState.READY) {
					build();
				}
			});
		}
	}

	/**
	 * Gives the object up if it is of such a version; it is built again on its next use.
	 */
	void unload(Predicate<ModelVersion> which) {
		Built gone;
		synchronized (this) {
			gone = this.current;
			if (gone == null || !which.test(gone.lease.held())) {
				return;
			}
			this.current = null;
		}
		giveUp(gone);
	}

	/** Nobody new comes in; the last one who leaves closes it, or we do. */
	private void giveUp(Built gone) {
		synchronized (this) {
			gone.givenUp = true;
			if (gone.uses > 0) {
				return;
			}
		}
		dispose(gone);
	}

	private void dispose(Built built) {
		try {
			this.closer.accept(built.object);
		}
		catch (RuntimeException ex) {
			log.warn("Closing what was built from model {} failed", this.model.name(), ex);
		}
		finally {
			built.lease.close();
		}
	}

	@Override
	public void close() {
		synchronized (this) {
			this.closed = true;
		}
		unload((_) -> true);
		this.model.forget(this);
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
	final class Next {

		private final CompletableFuture<Built> object = new CompletableFuture<>();

		private Next(VersionLease lease) {
			Thread.ofPlatform().daemon().name("ossmc-load-" + Loaded.this.model.name()).start(() -> {
				try {
					this.object.complete(new Built(load(lease), lease));
				}
				catch (Throwable ex) {
					this.object.completeExceptionally(loadError(ex));
				}
			});
		}

		/**
		 * Waits until it is built.
		 * @throws OssModelException if the loader failed
		 */
		void await() {
			Waiting.on(this.object, "model " + Loaded.this.model.name() + " to be loaded", null);
		}

		/** Its version does not become the current one. */
		void discard() {
			this.object.thenAccept(Loaded.this::dispose);
		}

		/** Its version is the current one: uses go on with it. */
		void install() {
			Built fresh = this.object.join();
			Built old;
			synchronized (Loaded.this) {
				old = Loaded.this.closed ? fresh : Loaded.this.current;
				if (!Loaded.this.closed) {
					Loaded.this.current = fresh;
					succeeded();
				}
			}
			if (old != null) {
				giveUp(old);
			}
			fresh.lease.rest();
		}

	}

	/** An object to come: for those who want to be in it, and then for all. */
	final class Building {

		private final CompletableFuture<Built> arrived;

		private final CompletableFuture<Built> settled;

		private Building() {
			this.arrived = new CompletableFuture<>();
			this.settled = new CompletableFuture<>();
		}

		/** One that is over. */
		private Building(CompletableFuture<Built> end) {
			this.arrived = end;
			this.settled = end;
		}

		private CompletableFuture<Built> arrived() {
			return this.arrived;
		}

		private CompletableFuture<Built> settled() {
			return this.settled;
		}

	}

	/** One object and what it stands on. */
	private final class Built {

		private final T object;

		private final VersionLease lease;

		private int uses;

		private boolean givenUp;

		Built(T object, VersionLease lease) {
			this.object = object;
			this.lease = lease;
		}

	}

}
