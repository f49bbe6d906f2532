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

	private static final Duration SILENT = Duration.ofSeconds(1);

	private static final long LARGEST_PART = 64 * MIB;

	/**
	 * After which a request without a byte is silent: a second, but well before the stall
	 * time-out ends it, or it would hold its connection against others until then.
	 * @return a duration
	 */
	Duration silentAfter() {
		Duration quarter = this.stallTimeout.dividedBy(4);
		return (quarter.compareTo(SILENT) < 0) ? quarter : SILENT;
	}

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
