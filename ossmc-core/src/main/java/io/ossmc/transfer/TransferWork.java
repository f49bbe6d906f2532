package io.ossmc.transfer;

import io.ossmc.pace.Standing;
import io.ossmc.queue.Group;
import io.ossmc.queue.Work;

/** One request for one transfer: a part of its bytes, or what its verdict waits for. */
abstract sealed class TransferWork extends Work permits Part, Inquiry {

	final Transfer transfer;

	/** Failures since the last byte. */
	int failures;

	TransferWork(Transfer transfer) {
		this.transfer = transfer;
	}

	@Override
	public final Group group() {
		return this.transfer.group();
	}

	@Override
	public final Standing standing() {
		return this.transfer.standing();
	}

}
