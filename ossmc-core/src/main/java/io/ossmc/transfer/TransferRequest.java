package io.ossmc.transfer;

import java.util.function.LongConsumer;

import io.ossmc.memory.Region;
import io.ossmc.oss.ObjectStore;
import io.ossmc.oss.ObjectVersion;
import org.jspecify.annotations.Nullable;

/**
 * What to fetch, and where to.
 *
 * @param object which content of it
 * @param crc64 its CRC-64/XZ as OSS said when it was listed or described; null if it did
 * not
 * @param region as large as the object; stays the caller's to close, after the transfer
 * is done
 * @param store signs the requests
 * @param progress told how many bytes came, on the fetching threads; negative when they
 * have to come again
 */
public record TransferRequest(ObjectVersion object, @Nullable Long crc64, Region region, ObjectStore store,
		LongConsumer progress) {

	/** For messages and logs. */
	@Override
	public String toString() {
		return this.object.toString();
	}

}
