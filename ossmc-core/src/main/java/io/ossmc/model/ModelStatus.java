package io.ossmc.model;

import java.time.Instant;

import io.ossmc.ModelState;
import io.ossmc.OssModelException;
import io.ossmc.OssModelTransferException;
import io.ossmc.spi.OssModelListener;
import org.jspecify.annotations.Nullable;

/**
 * Where a model is. Everything is guarded by the status itself; what listeners are to be
 * told of it is noted under that lock and told outside ({@link Announcements}).
 */
final class ModelStatus {

	private final String name;

	private final OssModelListener listener;

	final Announcements announcements = new Announcements();

	ModelState state = ModelState.ABSENT;

	/** What is fetched, being fetched, or was tried last. */
	@Nullable Attempt attempt;

	@Nullable ModelVersion version;

	/** The connector's own lease of an eager model. */
	@Nullable VersionLease pin;

	@Nullable OssModelException error;

	@Nullable Instant readyAt;

	boolean serving;

	boolean removed;

	ModelStatus(String name, OssModelListener listener) {
		this.name = name;
		this.listener = listener;
	}

	void change(ModelState to) {
		ModelState from = this.state;
		this.state = to;
		this.announcements.note(() -> this.listener.stateChanged(this.name, from, to));
	}

	/** Whatever was being fetched, nothing is any more. */
	void halt() {
		if (this.state != ModelState.READY && this.state != ModelState.ABSENT) {
			change(ModelState.ABSENT);
		}
	}

	void unpin() {
		if (this.pin != null) {
			this.pin.close();
			this.pin = null;
		}
	}

	/** Leases without the connector's own. */
	synchronized int leases() {
		return (this.version == null) ? 0 : this.version.leases() - ((this.pin != null) ? 1 : 0);
	}

	OssModelException gone() {
		return new OssModelTransferException("Model " + this.name + " was removed from the connector.",
				"Prepare it again.");
	}

}
