package io.ossmc.model;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

import io.ossmc.LoadedModel;
import io.ossmc.ModelLease;
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

	private @Nullable CompletableFuture<Built> building;

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
			Built built = Waiting.on(build(), "model " + this.model.name() + " to be loaded", null);
			if (enter(built)) {
				return built;
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

	/** Whether it may hold a lease: there is an object, or one is being built. */
	synchronized boolean holds() {
		return this.current != null || this.building != null;
	}

	/** Whether nobody uses the object and none is being built. */
	synchronized boolean idle() {
		return this.building == null && (this.current == null || this.current.uses == 0);
	}

	synchronized @Nullable OssModelException error() {
		return this.error;
	}

	private synchronized @Nullable Built enterCurrent() {
		Built built = this.current;
		return (built != null && enter(built)) ? built : null;
	}

	private synchronized boolean enter(Built built) {
		if (built.givenUp) {
			return false;
		}
		built.uses++;
		return true;
	}

	private void leave(Built built) {
		synchronized (this) {
			built.uses--;
			if (!built.givenUp || built.uses > 0) {
				return;
			}
		}
		dispose(built);
	}

	/** What is built or being built; begins to build if there is neither. */
	synchronized CompletableFuture<Built> build() {
		if (this.closed) {
			return CompletableFuture.failedFuture(closedError());
		}
		if (this.current != null) {
			return CompletableFuture.completedFuture(this.current);
		}
		if (this.building == null) {
			CompletableFuture<Built> future = new CompletableFuture<>();
			this.building = future;
			// Not a virtual thread: engines hold their carrier for seconds.
			Thread.ofPlatform().daemon().name("ossmc-load-" + this.model.name()).start(() -> run(future));
		}
		return this.building;
	}

	private OssModelException closedError() {
		return new OssModelTransferException("The loaded model " + this.model.name() + " is closed.", "Load it again.");
	}

	private void run(CompletableFuture<Built> future) {
		ModelLease lease = null;
		try {
			lease = this.model.lease(false);
			T object = this.loader.load(lease);
			built(future, new Built(object, lease));
		}
		catch (Throwable ex) {
			if (lease != null) {
				lease.close();
			}
			failed(future, ex, lease != null);
		}
	}

	private void built(CompletableFuture<Built> future, Built built) {
		boolean late;
		synchronized (this) {
			this.building = null;
			this.error = null;
			this.failures = 0;
			late = this.closed;
			built.givenUp = late;
			if (!late) {
				this.current = built;
			}
		}
		if (late) {
			dispose(built);
		}
		this.model.latchServing();
		future.complete(built);
	}

	private void failed(CompletableFuture<Built> future, Throwable cause, boolean byLoader) {
		Throwable reason = cause;
		synchronized (this) {
			this.building = null;
			if (byLoader) {
				OssModelLoadException failure = new OssModelLoadException(
						"Model " + this.model.name() + " is there, but its loader failed: " + cause + ".",
						"Look at the loader and at the model's files; it is tried again by itself.", cause);
				this.error = failure;
				reason = failure;
			}
			if (!this.closed) {
				retry();
			}
		}
		if (byLoader) {
			log.warn("{}", reason.getMessage(), cause);
		}
		future.completeExceptionally(reason);
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

	/** Gives the object up; it is built again on the next use. */
	void unload() {
		Built gone;
		synchronized (this) {
			gone = this.current;
			this.current = null;
			if (gone == null) {
				return;
			}
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
		unload();
		this.model.forget(this);
	}

	/** One object and what it stands on. */
	private final class Built {

		private final T object;

		private final ModelLease lease;

		private int uses;

		private boolean givenUp;

		Built(T object, ModelLease lease) {
			this.object = object;
			this.lease = lease;
		}

	}

}
