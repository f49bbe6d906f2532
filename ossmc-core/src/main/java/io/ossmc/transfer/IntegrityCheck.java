package io.ossmc.transfer;

import java.util.function.LongSupplier;

import io.ossmc.OssModelChangedException;
import io.ossmc.OssModelException;
import io.ossmc.OssModelIntegrityException;
import io.ossmc.VerifyMode;
import io.ossmc.checksum.Crc64;
import io.ossmc.oss.ObjectInfo;
import io.ossmc.pace.Setback;
import io.ossmc.transfer.Transfer.Verdict;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether what was fetched is what OSS keeps. All replies about an object must agree; its
 * CRC-64 is combined from those of its parts and compared with the one that OSS tells, in
 * the listing, in a reply, or at last when it is asked. Thread-safe; the verdict is given
 * by whoever completed the last part.
 */
final class IntegrityCheck {

	private static final Logger log = LoggerFactory.getLogger("io.ossmc.fetch");

	private static final int MAX_MISMATCHES = 3;

	private final Transfer transfer;

	private final TransferEngine engine;

	private final Checksum checksum;

	private final LongSupplier nanoTime;

	private int mismatches;

	/**
	 * Compares nothing yet.
	 * @param transfer gets the verdict
	 * @param engine knows what is to be compared, and asks
	 * @param crc64 what OSS keeps; null if it has not said so yet
	 * @param nanoTime for the time it takes
	 */
	IntegrityCheck(Transfer transfer, TransferEngine engine, @Nullable Long crc64, LongSupplier nanoTime) {
		this.transfer = transfer;
		this.engine = engine;
		this.checksum = new Checksum(crc64);
		this.nanoTime = nanoTime;
	}

	/** Whether OSS has not told the checksum yet. */
	boolean isOpen() {
		return this.checksum.known() == null;
	}

	/** What OSS said the object is. */
	void described(long size, @Nullable Long crc64) {
		if (size != this.transfer.size()) {
			throw new OssModelChangedException(
					this.transfer + " was " + this.transfer.size() + " bytes and is " + size + ".",
					"Open it again to get the new content.");
		}
		if (crc64 != null && this.engine.settings().verify().compares() && !this.checksum.learn(crc64)) {
			throw new OssModelIntegrityException("Replies about " + this.transfer + " name different checksums.",
					"Look for a cache or proxy on the way that mixes up objects or changes headers.");
		}
	}

	/** All bytes are there. */
	void judge() {
		if (this.transfer.ended()) {
			return;
		}
		Long expected = this.checksum.known();
		if (!this.engine.settings().verify().compares()) {
			this.transfer.conclude(new Verdict(false, 0, 0));
		}
		else if (expected != null) {
			compare(expected);
		}
		else {
			this.engine.ask(new Inquiry(this.transfer));
		}
	}

	/** What OSS said when it was asked for the checksum. */
	void answered(ObjectInfo info) {
		if (!info.object().etag().equalsIgnoreCase(this.transfer.request().object().etag())) {
			throw new OssModelChangedException(this.transfer + " was overwritten while it was being fetched.",
					"Open it again to get the new content.");
		}
		described(info.object().size(), info.crc64());
		if (info.crc64() == null) {
			log.debug("OSS keeps no checksum of {}", this.transfer);
			unverifiable("OSS keeps no checksum of it", "Store it again, so that OSS has its CRC-64.", true);
		}
		else {
			judge();
		}
	}

	/** OSS does not say what the checksum is. */
	void unanswered(OssModelException reason) {
		unanswered(Setback.of(reason), reason.permanent());
	}

	/**
	 * As above.
	 * @param lasting whether asking again will hardly help
	 */
	void unanswered(Setback reason, boolean lasting) {
		log.warn("{} cannot be verified, OSS does not tell its checksum: {}", this.transfer, reason.problem());
		unverifiable(reason.problem(), reason.remedy(), lasting);
	}

	/**
	 * There is nothing to compare with.
	 * @param reason without a full stop
	 * @param remedy one sentence
	 * @param lasting whether asking again will hardly help
	 */
	private void unverifiable(String reason, String remedy, boolean lasting) {
		if (this.engine.settings().verify() == VerifyMode.REQUIRED) {
			this.transfer.fail(new OssModelIntegrityException(
					"The bytes of " + this.transfer + " cannot be verified: " + reason + ".",
					remedy + " Or set ossmc.fetch.verify to true, which delivers it as not verified.", lasting, null));
		}
		else {
			this.transfer.conclude(new Verdict(false, 0, 0));
		}
	}

	private void compare(long expected) {
		long start = this.nanoTime.getAsLong();
		long crc = 0;
		for (Part part : this.transfer.parts()) {
			crc = Crc64.combine(crc, part.crc, part.length);
		}
		if (crc == expected) {
			this.transfer.conclude(new Verdict(true, crc, this.nanoTime.getAsLong() - start));
			return;
		}
		this.mismatches++;
		this.engine.listener().mismatched();
		if (this.mismatches >= MAX_MISMATCHES || !this.transfer.again()) {
			this.transfer.fail(new OssModelIntegrityException(
					"The bytes of " + this.transfer + " do not have the CRC-64 that OSS keeps for it"
							+ ((this.mismatches > 1) ? ", " + this.mismatches + " times in a row." : "."),
					"Open it again; if it happens again, look for a broken proxy or memory on the way."));
		}
	}

}
