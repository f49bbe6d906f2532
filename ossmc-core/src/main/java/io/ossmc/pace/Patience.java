package io.ossmc.pace;

import java.util.concurrent.TimeUnit;

/**
 * For how long nothing has come of a transfer, in time that counts. Time does not count
 * while the transfer is only waiting for its turn and bytes of others come: then the link
 * is busy, and the turn will come. Time does count while a request of its own is silent
 * or failing, while it waits at a gate, and while nothing comes for anybody. Time in
 * which nobody looked (the machine slept) counts for a second at most. For one thread.
 */
public final class Patience {

	private static final long LONGEST_LOOK = TimeUnit.SECONDS.toNanos(1);

	private long seen;

	private long lookedAt;

	private long quiet;

	public Patience(long now) {
		this.lookedAt = now;
	}

	/**
	 * Looks at the transfer.
	 * @param now nanosecond time
	 * @param fetched bytes of it so far
	 * @param waitsForItsTurn whether it is only waiting for its turn while others get
	 * bytes
	 * @return nanoseconds without a sign of it
	 */
	public long look(long now, long fetched, boolean waitsForItsTurn) {
		long passed = Math.clamp(now - this.lookedAt, 0, LONGEST_LOOK);
		this.lookedAt = now;
		boolean came = fetched != this.seen;
		this.seen = fetched;
		this.quiet = (came || waitsForItsTurn) ? 0 : this.quiet + passed;
		return this.quiet;
	}

}
