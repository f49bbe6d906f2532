package io.ossmc.budget;

import io.ossmc.OssModelCapacityException;
import io.ossmc.text.Amounts;

/**
 * Explains to people why there is no memory for somebody, and who has it. Not
 * thread-safe: it is the budget's, under its lock, unless it says otherwise.
 */
final class Shortage {

	private static final String REMEDY = "Close leases and objects that are no longer needed, "
			+ "or raise ossmc.cache.max-size.";

	private final long limit;

	private final Holdings holdings;

	/**
	 * Of a budget.
	 * @param limit bytes
	 * @param holdings who has them
	 */
	Shortage(long limit, Holdings holdings) {
		this.limit = limit;
		this.holdings = holdings;
	}

	/** There never is: it is more than everything. Without the lock. */
	OssModelCapacityException ever(String holder, long bytes) {
		return new OssModelCapacityException(
				"There is no room for " + holder + ": it needs " + Amounts.size(bytes)
						+ " of memory, the whole budget is " + Amounts.size(this.limit) + ".",
				"Raise ossmc.cache.max-size (and the container's memory limit), take fewer files (include, exclude), "
						+ "or read a large model object by object with open(uri).",
				true);
	}

	/** There is none at this moment. */
	OssModelCapacityException now(String holder, long bytes) {
		return new OssModelCapacityException(
				"There is no room for " + Amounts.size(bytes) + " of " + holder + " now; " + whoHoldsWhat(), REMEDY);
	}

	/**
	 * There was none for too long.
	 * @param reservation the one that waited
	 * @param waited for how long, for the message
	 */
	OssModelCapacityException tooLong(Reservation reservation, String waited) {
		return new OssModelCapacityException(reservation.holder() + " waited " + waited + " for "
				+ Amounts.size(reservation.bytes()) + " of memory; " + whoHoldsWhat(), REMEDY);
	}

	private String whoHoldsWhat() {
		return Amounts.size(this.holdings.bytes()) + " of " + Amounts.size(this.limit) + " are taken"
				+ this.holdings.describe() + ".";
	}

}
