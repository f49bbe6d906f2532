package io.ossmc.model;

import java.time.Duration;
import java.time.Instant;

import io.ossmc.ModelSpec;
import io.ossmc.ModelState;
import io.ossmc.OssModelException;
import io.ossmc.spi.OssModelListener;
import io.ossmc.version.ModelVersion;
import io.ossmc.version.OwnUse;
import org.jspecify.annotations.Nullable;

/**
 * What a model is to be and where it is: a state machine, drawn with the package. Each
 * transition is a method, done in one step under the lock of the status itself. What may
 * also be read without it is volatile. What listeners are to be told is noted under it
 * and told outside ({@link Announcements}).
 * <p>
 * Others take that lock where a transition is one step with something that is not the
 * status': the pinned set, which else could lose what a next attempt has announced; the
 * schedules of {@link Fetching}, the refresh and timer of {@link Refreshing}; or for a
 * picture of all of them at once.
 * <p>
 * Until the model is removed, always:
 * <ul>
 * <li>READY if and only if there is a version, what it was made from, and since when;
 * <li>QUEUED, FETCHING or READY: there is an attempt, which fetches or has fetched it;
 * <li>FAILED: there is an error; READY: there is none;
 * <li>the connector holds only a version that is there.
 * </ul>
 */
final class ModelStatus {

	private final OssModelListener listener;

	private final Announcements announcements = new Announcements();

	private final Wanted wanted;

	private ModelState state = ModelState.ABSENT;

	private @Nullable Attempt attempt;

	private @Nullable Attempt next;

	private volatile @Nullable ModelVersion version;

	private @Nullable ModelSpec served;

	private final OwnUse own = new OwnUse();

	private @Nullable OssModelException error;

	private @Nullable Instant readyAt;

	private boolean serving;

	private boolean active;

	private boolean removed;

	ModelStatus(ModelSpec spec, OssModelListener listener, Duration expireAfterAccess) {
		this.wanted = new Wanted(spec, expireAfterAccess);
		this.listener = listener;
	}

	String name() {
		return this.wanted.spec().name();
	}

	ModelSpec spec() {
		return this.wanted.spec();
	}

	/** All that follows from its specification. */
	Wanted wanted() {
		return this.wanted;
	}

	/** To be told by whoever has let go of the lock. */
	Announcements announcements() {
		return this.announcements;
	}

	/** What leases are of; null unless READY. Without the lock. */
	@Nullable ModelVersion version() {
		return this.version;
	}

	// Where it is.

	synchronized ModelState state() {
		return this.state;
	}

	synchronized boolean isReady() {
		return this.state == ModelState.READY;
	}

	/** Whether it is on its way. */
	synchronized boolean underWay() {
		return this.state == ModelState.QUEUED || this.state == ModelState.FETCHING;
	}

	/** What is fetched, being fetched, or was tried last. */
	synchronized @Nullable Attempt attempt() {
		return this.attempt;
	}

	/** Why the last attempt failed, until one succeeds. */
	synchronized @Nullable OssModelException error() {
		return this.error;
	}

	/** Since when the version is there. */
	synchronized @Nullable Instant readyAt() {
		return this.readyAt;
	}

	/** Whether it was ready, with all that is loaded from it, at any time. */
	synchronized boolean serving() {
		return this.serving;
	}

	/** Whether the connector does anything by itself. */
	synchronized boolean active() {
		return this.active;
	}

	synchronized boolean removed() {
		return this.removed;
	}

	/** Whether what is there is not what it is to be. */
	synchronized boolean outdated() {
		ModelSpec from = this.served;
		return this.version != null && from != null && !Wanted.sameObjects(from, spec());
	}

	/** How often the connector is counted as a user. */
	synchronized int own() {
		return this.own.count();
	}

	/** Leases and uses, without the connector's own. */
	synchronized int users() {
		ModelVersion current = this.version;
		return (current == null) ? 0 : current.uses();
	}

	// Transitions of the state.

	/** ABSENT, FAILED, or on its way with another attempt: this one is begun. */
	synchronized void queued(Attempt fresh) {
		this.active = true;
		this.attempt = fresh;
		if (this.state != ModelState.QUEUED) {
			change(ModelState.QUEUED);
		}
		assert consistent() : this;
	}

	/** QUEUED to FETCHING, if that is still what this attempt is for. */
	synchronized void fetching(Attempt by) {
		if (this.attempt == by && this.state == ModelState.QUEUED) {
			change(ModelState.FETCHING);
		}
		assert consistent() : this;
	}

	/**
	 * On its way to READY, and held by the connector for the moment.
	 * @param by brought it
	 * @param spec what it was made from
	 * @return false if it is not wanted any more
	 */
	synchronized boolean ready(Attempt by, ModelVersion fresh, ModelSpec spec, Instant now) {
		if (this.attempt != by || by.cancelled() || this.removed) {
			return false;
		}
		serve(fresh, spec, now);
		this.error = null;
		change(ModelState.READY);
		assert consistent() : this;
		return true;
	}

	/**
	 * On its way to FAILED.
	 * @return false if nobody waits for this attempt any more
	 */
	synchronized boolean failed(Attempt by, OssModelException reason) {
		if (this.attempt != by || this.removed) {
			return false;
		}
		this.error = reason;
		change(ModelState.FAILED);
		assert consistent() : this;
		return true;
	}

	/** What failed is of no interest: something else is wanted. */
	synchronized void forgiven() {
		this.error = null;
		if (this.state == ModelState.FAILED) {
			change(ModelState.ABSENT);
		}
		assert consistent() : this;
	}

	/** On its way, or FAILED, to ABSENT. */
	synchronized void halt() {
		if (this.state != ModelState.READY && this.state != ModelState.ABSENT) {
			change(ModelState.ABSENT);
		}
		assert consistent() : this;
	}

	/** READY to ABSENT. Ends what was being fetched beside it. */
	synchronized void absent() {
		this.version = null;
		this.served = null;
		this.own.clear();
		this.attempt = null;
		this.readyAt = null;
		if (this.next != null) {
			this.next.cancel();
		}
		change(ModelState.ABSENT);
		assert consistent() : this;
	}

	/** READY to READY: leases are of another version from now on. */
	synchronized void replaced(Attempt by, ModelVersion fresh, ModelSpec spec, Instant now) {
		this.attempt = by;
		serve(fresh, spec, now);
		assert consistent() : this;
	}

	private void serve(ModelVersion fresh, ModelSpec from, Instant now) {
		this.version = fresh;
		this.served = from;
		this.own.begin();
		this.readyAt = now;
	}

	private void change(ModelState to) {
		ModelState from = this.state;
		this.state = to;
		this.announcements.note(() -> this.listener.stateChanged(name(), from, to));
	}

	/**
	 * For good: nothing is begun any more.
	 * @return the version, for the caller to give up; null if there is none
	 */
	synchronized @Nullable ModelVersion remove() {
		ModelVersion gone = this.version;
		this.removed = true;
		this.version = null;
		this.own.clear();
		return gone;
	}

	// What does not change the state.

	/**
	 * It is to be something else from now on.
	 * @return what it was to be
	 */
	synchronized ModelSpec respecify(ModelSpec other) {
		return this.wanted.replace(other);
	}

	/**
	 * The connector may do what the model needs by itself.
	 * @return false if it was removed, which nothing changes
	 */
	synchronized boolean activate() {
		this.active |= !this.removed;
		return !this.removed;
	}

	/** Not any more. */
	synchronized void deactivate() {
		this.active = false;
	}

	/** Never falls back. */
	synchronized void latchServing(boolean complete) {
		this.serving |= this.state == ModelState.READY && complete;
	}

	/** What is being fetched beside the version; null when that is over. */
	synchronized void beside(@Nullable Attempt fresh) {
		this.next = fresh;
	}

	/** The connector counts as a user, because the model is pinned. */
	synchronized void hold() {
		ModelVersion current = this.version;
		if (current != null) {
			this.own.hold(current);
		}
		assert consistent() : this;
	}

	/** Nobody but users holds the version any more. */
	synchronized void release() {
		ModelVersion current = this.version;
		if (current != null) {
			this.own.release(current);
		}
	}

	/**
	 * The connector counts as a user of a version, because another is being fetched
	 * beside it.
	 * @return false if the version is being given up, or not that of the model any more
	 */
	synchronized boolean holdForRefresh(ModelVersion from) {
		return this.version == from && !this.removed && this.own.holdForRefresh(from);
	}

	/** If it still counts for that version. */
	synchronized void releaseForRefresh(ModelVersion from) {
		if (this.version == from) {
			this.own.releaseForRefresh(from);
		}
	}

	/** What always holds, see above. */
	private boolean consistent() {
		boolean ready = this.state == ModelState.READY;
		boolean complete = this.version != null && this.served != null && this.readyAt != null;
		boolean nothing = this.version == null && this.served == null && this.readyAt == null;
		boolean attempted = this.attempt != null || this.state == ModelState.ABSENT || this.state == ModelState.FAILED;
		boolean explained = ready ? this.error == null : this.state != ModelState.FAILED || this.error != null;
		return this.removed || (ready ? complete : nothing) && attempted && explained && (ready || own() == 0);
	}

	@Override
	public String toString() {
		return "%s is %s, attempt %s, version %s, held by %s, error %s".formatted(name(), this.state, this.attempt,
				this.version, this.own, this.error);
	}

}
