package io.ossmc.queue;

import io.ossmc.pace.HostGate;
import io.ossmc.pace.Standing;
import org.jspecify.annotations.Nullable;

/**
 * What a fetching thread does in one go: one request for one object. Its bookkeeping
 * belongs to the thread that took it from the queue.
 */
public abstract class Work {

	/** Place in the queue; under the lock of that. */
	long order;

	/** Nanosecond time before which it rests. */
	long notBefore;

	/** The gate whose opening ends that rest; null if only time does. */
	@Nullable HostGate waitsAt;

	/**
	 * What was submitted together with it.
	 * @return always the same
	 */
	public abstract Group group();

	/**
	 * How requests for its object have gone, which tells its object from others.
	 * @return one for each object, always the same
	 */
	public abstract Standing standing();

	/**
	 * Lets it rest for that long, whatever becomes of others.
	 * @param now nanosecond time
	 * @param nanos how long
	 */
	public final void rest(long now, long nanos) {
		this.notBefore = now + nanos;
		this.waitsAt = null;
	}

	/**
	 * Lets it rest for that long, or until the gate opens.
	 * @param gate did not let it through
	 * @param now nanosecond time
	 * @param nanos how long at most
	 */
	public final void restAt(HostGate gate, long now, long nanos) {
		this.notBefore = now + nanos;
		this.waitsAt = gate;
	}

	/**
	 * Until when it rests.
	 * @return nanosecond time
	 */
	public final long notBefore() {
		return this.notBefore;
	}

	/**
	 * The gate whose opening ends that rest.
	 * @return null if only time does
	 */
	public final @Nullable HostGate waitsAt() {
		return this.waitsAt;
	}

}
