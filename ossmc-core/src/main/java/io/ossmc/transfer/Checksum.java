package io.ossmc.transfer;

import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * The CRC-64 that OSS keeps of one object. A listing, a HEAD and every reply may tell it;
 * one that tells another one is not the last word but a contradiction. Thread-safe.
 */
final class Checksum {

	private final AtomicReference<@Nullable Long> known;

	Checksum(@Nullable Long first) {
		this.known = new AtomicReference<>(first);
	}

	/**
	 * Takes what another source says.
	 * @return false if it contradicts those before
	 */
	boolean learn(long crc64) {
		Long before = this.known.get();
		if (before == null && this.known.compareAndSet(null, crc64)) {
			return true;
		}
		before = this.known.get();
		return before != null && before == crc64;
	}

	/** What is known; null if nobody has said anything. */
	@Nullable Long known() {
		return this.known.get();
	}

}
