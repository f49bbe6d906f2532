package io.ossmc.transfer;

/** A range of one object. Readers see {@link #fetched()} only. */
final class Part extends TransferWork {

	final long position;

	final long length;

	/** Whether its URL was signed again after a refusal; reset by the next byte. */
	boolean resigned;

	/** How often its connection was given up as too slow. */
	int replaced;

	/** CRC-64 of the fetched bytes. */
	long crc;

	private volatile long fetched;

	Part(Transfer transfer, long position, long length) {
		super(transfer);
		this.position = position;
		this.length = length;
	}

	/**
	 * Contiguous bytes from {@link #position} that are in the region; written before this
	 * value grows.
	 */
	long fetched() {
		return this.fetched;
	}

	void fetched(long bytes) {
		this.resigned = false;
		this.fetched = bytes;
	}

	boolean complete() {
		return this.fetched == this.length;
	}

	void reset() {
		this.fetched = 0;
		this.crc = 0;
	}

	@Override
	public String toString() {
		return this.transfer + "[" + this.position + "+" + this.length + "]";
	}

}
