package io.ossmc.transfer;

import io.ossmc.pace.HostGate;
import org.jspecify.annotations.Nullable;

/**
 * What a fetching thread does in one go: one request for one transfer. Its bookkeeping
 * belongs to the thread that took it from the queue.
 */
abstract sealed class Work permits Part, Inquiry {

	final Transfer transfer;

	final Group group;

	/** Place in the queue; under the lock of that. */
	long order;

	/** Nanosecond time before which it rests. */
	long notBefore;

	/** The gate whose opening ends that rest; null if only time does. */
	@Nullable HostGate waitsAt;

	/** Failures since the last byte. */
	int failures;

	Work(Transfer transfer, Group group) {
		this.transfer = transfer;
		this.group = group;
	}

	/** Lets it rest for that long, whatever becomes of others. */
	void rest(long now, long nanos) {
		this.notBefore = now + nanos;
		this.waitsAt = null;
	}

	/** Lets it rest for that long, or until the gate opens. */
	void restAt(HostGate gate, long now, long nanos) {
		this.notBefore = now + nanos;
		this.waitsAt = gate;
	}

}
