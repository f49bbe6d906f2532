package io.ossmc.loaded;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

import io.ossmc.OssModelLoadException;
import io.ossmc.thread.Waiting;
import io.ossmc.version.VersionLease;

/**
 * The object of a version that is to be the current one, built while the one before still
 * serves. Thread-safe; its user ends it with {@link #install()} or {@link #discard()}.
 *
 * @param <T> the object
 */
public final class Replacement<T> {

	private final Loaded<T> handle;

	private final ObjectBuilder<T> builder;

	private final LongSupplier nanoTime;

	private final CompletableFuture<LoadedInstance<T>> object = new CompletableFuture<>();

	private volatile Duration time = Duration.ZERO;

	private Replacement(Loaded<T> handle, ObjectBuilder<T> builder, LongSupplier nanoTime) {
		this.handle = handle;
		this.builder = builder;
		this.nanoTime = nanoTime;
	}

	/**
	 * Begins to build it.
	 * @param lease of that version; the object's from now on
	 */
	static <T> Replacement<T> build(Loaded<T> handle, ObjectBuilder<T> builder, VersionLease lease,
			LongSupplier nanoTime) {
		Replacement<T> replacement = new Replacement<>(handle, builder, nanoTime);
		try {
			builder.start(() -> replacement.build(lease));
		}
		catch (OssModelLoadException ex) {
			lease.close();
			replacement.object.completeExceptionally(ex);
		}
		return replacement;
	}

	private void build(VersionLease lease) {
		long start = this.nanoTime.getAsLong();
		try {
			LoadedInstance<T> built = this.builder.build(lease);
			this.time = since(start);
			this.object.complete(built);
			this.handle.tellOfLoad(this.time);
		}
		catch (Throwable ex) {
			OssModelLoadException failure = this.builder.failure(ex);
			this.handle.tellOfFailure(failure, ex, since(start), true);
			this.object.completeExceptionally(failure);
		}
	}

	private Duration since(long start) {
		return Duration.ofNanos(this.nanoTime.getAsLong() - start);
	}

	/**
	 * Waits until it is built.
	 * @throws io.ossmc.OssModelException if the loader failed
	 */
	public void await() {
		Waiting.on(this.object, "model " + this.builder.model() + " to be loaded", null);
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
		LoadedInstance<T> old = this.handle.replace(fresh, this.time);
		CompletableFuture<Void> closed = (old != null) ? old.giveUp() : CompletableFuture.completedFuture(null);
		fresh.leave();
		Closers.await(this.builder.model(), closed);
	}

}
