package io.ossmc.model;

import java.time.Duration;
import java.time.Instant;

import io.ossmc.ModelMode;
import io.ossmc.ModelSpec;
import io.ossmc.ModelState;
import io.ossmc.OssModelException;
import io.ossmc.OssModelTransferException;
import io.ossmc.spi.OssModelListener;
import io.ossmc.version.ModelVersion;
import org.jspecify.annotations.Nullable;

/**
 * What a model is to be and where it is. Everything is guarded by the status itself, and
 * what may also be read without the lock is volatile. What listeners are to be told is
 * noted under the lock and told outside ({@link Announcements}).
 */
final class ModelStatus {

	private final OssModelListener listener;

	private final Duration expireAfterAccess;

	final Announcements announcements = new Announcements();

	volatile ModelSpec spec;

	ModelState state = ModelState.ABSENT;

	/** What is fetched, being fetched, or was tried last. */
	@Nullable Attempt attempt;

	/** What is being fetched beside the version. */
	@Nullable Attempt next;

	volatile @Nullable ModelVersion version;

	/** What the version was made from. */
	@Nullable ModelSpec served;

	/**
	 * Whether the connector itself is counted as a user of the version: because it is
	 * pinned, or was published a moment ago.
	 */
	boolean held;

	/** As well, because another one is being fetched beside it. */
	boolean heldByRefresh;

	@Nullable OssModelException error;

	@Nullable Instant readyAt;

	boolean serving;

	/** Whether the connector does anything by itself. */
	boolean active;

	boolean removed;

	ModelStatus(ModelSpec spec, OssModelListener listener, Duration expireAfterAccess) {
		this.spec = spec;
		this.listener = listener;
		this.expireAfterAccess = expireAfterAccess;
	}

	String name() {
		return this.spec.name();
	}

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
		return (own != null) ? own : this.expireAfterAccess;
	}

	void change(ModelState to) {
		ModelState from = this.state;
		this.state = to;
		this.announcements.note(() -> this.listener.stateChanged(name(), from, to));
	}

	/** Whether what is there is not what it is to be. */
	boolean outdated() {
		ModelSpec from = this.served;
		return this.version != null && from != null && !sameObjects(from, this.spec);
	}

	static boolean sameObjects(ModelSpec one, ModelSpec other) {
		return one.uri().equals(other.uri()) && one.include().equals(other.include())
				&& one.exclude().equals(other.exclude());
	}

	/** Whatever was being fetched, nothing is any more. */
	void halt() {
		if (this.state != ModelState.READY && this.state != ModelState.ABSENT) {
			change(ModelState.ABSENT);
		}
	}

	/** How often the connector is counted as a user. */
	int own() {
		return (this.held ? 1 : 0) + (this.heldByRefresh ? 1 : 0);
	}

	/** Nobody but users holds the version any more. */
	void release() {
		ModelVersion current = this.version;
		if (this.held && current != null) {
			this.held = false;
			current.idleness().leave();
		}
	}

	/** Leases and uses, without the connector's own. */
	synchronized int users() {
		ModelVersion current = this.version;
		return (current == null) ? 0 : current.uses();
	}

	OssModelException gone() {
		return new OssModelTransferException("Model " + name() + " was removed from the connector.",
				"Prepare it again.");
	}

	OssModelException stopped() {
		return new OssModelTransferException("The fetch of model " + name() + " was stopped.",
				"Start the connector again, or ask for the model again.");
	}

}
