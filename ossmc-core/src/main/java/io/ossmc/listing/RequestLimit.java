package io.ossmc.listing;

import java.util.concurrent.TimeUnit;

/**
 * How many pages are asked for at the same time: more as long as that does not make each
 * of them slower, fewer when OSS asks for patience. Doubles with each round of answers at
 * first, as every answer allows one more ("slow start"); an answer that takes more than
 * {@value #SLOWER} times what the quickest took says that they wait for one another.
 * <p>
 * For one listing; its caller's lock guards it.
 */
final class RequestLimit {

	/** With 60 ms a page it is 1 000 requests a second, a tenth of what OSS allows. */
	static final int MOST = 64;

	private final int most;

	/** When a listing has turned out to be longer than a page. */
	static final int FIRST = 2;

	private static final int SLOWER = 3;

	/** What is so quick is not slow, however quick it could be. */
	private static final long QUICK = TimeUnit.MILLISECONDS.toNanos(20);

	private int limit;

	private long quickest = Long.MAX_VALUE;

	/**
	 * A limit.
	 * @param connections as many as there may be
	 */
	RequestLimit(int connections) {
		this.most = Math.clamp(connections, 1, MOST);
		this.limit = Math.min(FIRST, this.most);
	}

	int get() {
		return this.limit;
	}

	/**
	 * A page came.
	 * @param nanos how long it took
	 * @param all whether as many were under way as may be
	 */
	void answered(long nanos, boolean all) {
		this.quickest = Math.min(this.quickest, Math.max(nanos, QUICK));
		if (nanos > SLOWER * this.quickest) {
			this.limit = Math.max(Math.min(FIRST, this.limit), this.limit - 1);
		}
		else if (all) {
			this.limit = Math.min(this.most, this.limit + 1);
		}
	}

	/** A request failed for a reason that may pass. */
	void refused() {
		this.limit = Math.max(1, this.limit / 2);
	}

}
