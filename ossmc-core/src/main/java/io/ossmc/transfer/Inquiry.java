package io.ossmc.transfer;

/**
 * A HEAD for the checksum of an object of which no reply so far has brought one: the last
 * thing that a transfer needs, so it comes before everybody else's parts.
 */
final class Inquiry extends TransferWork {

	Inquiry(Transfer transfer) {
		super(transfer);
	}

	@Override
	public String toString() {
		return "checksum of " + this.transfer;
	}

}
