package io.ossmc.transfer;

import java.util.function.LongConsumer;

import io.ossmc.OssUri;
import io.ossmc.region.Region;
import io.ossmc.store.ObjectStore;

/**
 * What to fetch, and where to.
 *
 * @param uri the object
 * @param size its size, bytes
 * @param etag which content, without quotes
 * @param region as large as the object; stays the caller's to close, after the transfer
 * is done
 * @param store signs the requests
 * @param progress told how many bytes came, on the fetching threads; negative when they
 * have to come again
 */
public record TransferRequest(OssUri uri, long size, String etag, Region region, ObjectStore store,
		LongConsumer progress) {
}
