package io.ossmc.object;

import io.ossmc.OssModelTransferException;
import io.ossmc.budget.Reservation;
import io.ossmc.memory.PrivateRegion;
import io.ossmc.memory.RegionLease;
import io.ossmc.transfer.Transfer;
import io.ossmc.transfer.TransferRequest;

/**
 * An object that has its memory and is on its way into it, or there.
 *
 * @param region its memory
 * @param lease the view of all its readers
 * @param transfer fills it
 */
record ObjectFetch(PrivateRegion region, RegionLease lease, Transfer transfer) {

	/**
	 * Begins to fetch.
	 * @param source the object
	 * @param reservation granted; closed when the memory is free again
	 * @return to be closed by the caller
	 */
	static ObjectFetch begin(ObjectSource source, Reservation reservation) {
		PrivateRegion region;
		try {
			region = source.services().memory().allocate(source.info().object().size());
		}
		catch (RuntimeException | Error ex) {
			reservation.close();
			throw ex;
		}
		reservation.closeWhenFreed(region);
		try {
			source.services().budget().makeRoom();
			RegionLease lease = region.lease();
			try {
				TransferRequest request = new TransferRequest(source.info().object(), source.info().crc64(), region,
						source.store(), (_) -> {
						});
				return new ObjectFetch(region, lease, source.services().engine().submit(request));
			}
			catch (RuntimeException | Error ex) {
				lease.close();
				throw ex;
			}
		}
		catch (RuntimeException | Error ex) {
			region.close();
			throw ex;
		}
	}

	/** Ends transfer and views; the memory goes when nobody is in it any more. */
	void close() {
		this.lease.close();
		this.transfer.cancel(new OssModelTransferException(this.transfer + " was closed.", "Open it again."));
		this.region.close();
	}

}
