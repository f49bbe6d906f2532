package io.ossmc.transfer;

import java.time.Duration;

import io.ossmc.VerifyMode;

/**
 * How bytes are fetched.
 *
 * @param partSize smallest part, bytes
 * @param minConnections to begin with
 * @param maxConnections never more
 * @param stallTimeout a connection without a byte for this long is closed
 * @param giveUpAfter a transfer without a byte for this long fails
 * @param verify whether to check CRC-64, and to refuse what has none
 */
public record TransferSettings(long partSize, int minConnections, int maxConnections, Duration stallTimeout,
		Duration giveUpAfter, VerifyMode verify) {

	private static final long MIB = 1L << 20;

	private static final int PARTS = 128;

	private static final long LARGEST_PART = 64 * MIB;

	/**
	 * The part size for an object: larger for larger ones, so that a fleet stays below
	 * OSS's limit of requests per second on sequential keys (2 000) even at 20 GB/s.
	 * @param size of the object, bytes
	 * @return bytes, a multiple of 1 MiB unless configured smaller
	 */
	long partSize(long size) {
		long wanted = (size / PARTS + MIB - 1) / MIB * MIB;
		return Math.max(this.partSize, Math.min(wanted, LARGEST_PART));
	}

}
