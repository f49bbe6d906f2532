package io.ossmc.model;

import java.time.Duration;

import io.ossmc.ModelMode;
import io.ossmc.ModelSpec;

/**
 * What a model is to be, and what follows from that; replaced as a whole, under the lock
 * of its {@link ModelStatus}, and read without it. Thread-safe.
 */
final class Wanted {

	private final Duration defaultExpiry;

	private volatile ModelSpec spec;

	Wanted(ModelSpec spec, Duration defaultExpiry) {
		this.spec = spec;
		this.defaultExpiry = defaultExpiry;
	}

	ModelSpec spec() {
		return this.spec;
	}

	/** Returns what it was to be. */
	ModelSpec replace(ModelSpec other) {
		ModelSpec before = this.spec;
		this.spec = other;
		return before;
	}

	/** Whether the connector fetches it by itself. */
	boolean eager() {
		return this.spec.mode() == ModelMode.EAGER;
	}

	/** Whether it stays until somebody evicts it. */
	boolean pinned() {
		return pinned(this.spec);
	}

	static boolean pinned(ModelSpec spec) {
		return spec.mode() == ModelMode.EAGER && spec.expireAfterAccess() == null;
	}

	/** How long it may be idle. */
	Duration expireAfterAccess() {
		Duration own = this.spec.expireAfterAccess();
		return (own != null) ? own : this.defaultExpiry;
	}

	static boolean sameObjects(ModelSpec one, ModelSpec other) {
		return one.uri().equals(other.uri()) && one.include().equals(other.include())
				&& one.exclude().equals(other.exclude());
	}

}
