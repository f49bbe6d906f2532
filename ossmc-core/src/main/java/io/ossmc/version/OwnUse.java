package io.ossmc.version;

/**
 * How the connector itself counts as a user of the version that is there: once because
 * the model is pinned or has just come, once because another version is fetched beside
 * it. Each is counted in the version's {@link Idleness} once, as long as it is held here.
 * Not thread-safe: it belongs to the lock of the model's status.
 */
public final class OwnUse {

	private boolean held;

	private boolean heldForRefresh;

	/** A version has come, in which the connector is counted already. */
	public void begin() {
		this.held = true;
		this.heldForRefresh = false;
	}

	/** The version goes, and its counts with it. */
	public void clear() {
		this.held = false;
		this.heldForRefresh = false;
	}

	/** How often it counts. */
	public int count() {
		return (this.held ? 1 : 0) + (this.heldForRefresh ? 1 : 0);
	}

	/** It is to stay; nothing if it is held already. */
	public void hold(ModelVersion version) {
		this.held = this.held || version.idleness().enter();
	}

	/** It need not stay any more. */
	public void release(ModelVersion version) {
		if (this.held) {
			this.held = false;
			version.idleness().leave();
		}
	}

	/** It is to stay while another is fetched; false if it is being given up. */
	public boolean holdForRefresh(ModelVersion version) {
		if (!this.heldForRefresh) {
			this.heldForRefresh = version.idleness().enter();
		}
		return this.heldForRefresh;
	}

	/** The other has come, or does not. */
	public void releaseForRefresh(ModelVersion version) {
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
