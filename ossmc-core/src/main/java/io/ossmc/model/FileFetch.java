package io.ossmc.model;

import io.ossmc.region.SharedRegion;
import io.ossmc.transfer.Transfer;

/**
 * One file on its way.
 *
 * @param file which
 * @param region where it is filled
 * @param transfer how it comes
 */
record FileFetch(PlannedFile file, SharedRegion region, Transfer transfer) {

	long fetched() {
		return this.transfer.fetched();
	}

	boolean failed() {
		return this.transfer.done().isCompletedExceptionally();
	}

}
