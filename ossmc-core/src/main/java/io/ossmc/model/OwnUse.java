package io.ossmc.model;

import io.ossmc.version.ModelVersion;

/**
 * How the connector itself counts as a user of the version that is there: once because
 * the model is pinned or has just come, once because another version is fetched beside
 * it. Each is counted in the version's {@link io.ossmc.version.Idleness} once, as long as
 * it is held here. Not thread-safe: it is the status', under its lock.
 */
final class OwnUse {

	private boolean held;

	private boolean heldForRefresh;

	/** A version has come, in which the connector is counted already. */
	void begin() {
		this.held = true;
		this.heldForRefresh = false;
	}

	/** The version goes, and its counts with it. */
	void clear() {
		this.held = false;
		this.heldForRefresh = false;
	}

	int count() {
		return (this.held ? 1 : 0) + (this.heldForRefresh ? 1 : 0);
	}

	void hold(ModelVersion version) {
		this.held = this.held || version.idleness().enter();
	}

	void release(ModelVersion version) {
		if (this.held) {
			this.held = false;
			version.idleness().leave();
		}
	}

	/** False if the version is being given up. */
	boolean holdForRefresh(ModelVersion version) {
		if (!this.heldForRefresh) {
			this.heldForRefresh = version.idleness().enter();
		}
		return this.heldForRefresh;
	}

	void releaseForRefresh(ModelVersion version) {
		if (this.heldForRefresh) {
			this.heldForRefresh = false;
			version.idleness().leave();
		}
	}

	@Override
	public String toString() {
		return "%s and %s".formatted(this.held, this.heldForRefresh);
	}

}
