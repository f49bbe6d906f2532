package io.ossmc.loaded;

import java.util.concurrent.CompletableFuture;

import io.ossmc.version.ModelVersion;
import io.ossmc.version.VersionLease;

/**
 * An object built from a version, and the lease it stands on, which counts its uses:
 * whoever leaves last after it was given up closes the object and then its lease. Whoever
 * made it is its first use. Thread-safe.
 */
final class LoadedInstance<T> {

	private final ObjectBuilder<T> builder;

	private final T object;

	private final VersionLease lease;

	/**
	 * Makes it, in use until the caller {@linkplain #leave() leaves}.
	 * @param builder closes the object once, after the last use
	 * @param object what was built
	 * @param lease closed after the object
	 */
	LoadedInstance(ObjectBuilder<T> builder, T object, VersionLease lease) {
		this.builder = builder;
		this.object = object;
		this.lease = lease;
	}

	T object() {
		return this.object;
	}

	/** What it is built from. */
	ModelVersion version() {
		return this.lease.held();
	}

	/**
	 * Counts a use in.
	 * @return false if it, or its version, is being given up
	 */
	boolean enter() {
		return this.lease.enter();
	}

	/**
	 * Counts a use out. The last one lets the version become idle, or closes what was
	 * given up.
	 */
	void leave() {
		if (this.lease.leave()) {
			Closers.await(this.builder.model(), close());
		}
	}

	/**
	 * Nobody new comes in; the last one who leaves closes it, or we begin to.
	 * @return completes when it is closed, or at once if somebody is still in it
	 */
	CompletableFuture<Void> giveUp() {
		return this.lease.end() ? close() : CompletableFuture.completedFuture(null);
	}

	private CompletableFuture<Void> close() {
		return Closers.start(this.builder.model(), () -> {
			try {
				this.builder.close(this.object);
			}
			finally {
				this.lease.close();
			}
		});
	}

}
