package io.ossmc.queue;

import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.ossmc.pace.Standing;

/**
 * How many connections may be held by requests that may well bring nothing: at most half
 * of all for silent and doubtful ones, a quarter for exploring groups of which nothing
 * has come. See the package description. Thread-safe where it does not say otherwise.
 */
public final class ConnectionShares {

	/** What finds no room for another doubtful request asks again after that. */
	public static final long NO_ROOM = TimeUnit.MILLISECONDS.toNanos(200);

	private final int maxConnections;

	private final UnderWay underWay;

	private final LongSupplier nanoTime;

	private volatile int silent;

	/** Under the lock of the queue. */
	private long exploredAt;

	/**
	 * Shares connections out.
	 * @param maxConnections of all requests together
	 * @param underWay those that hold one
	 * @param nanoTime the clock
	 */
	public ConnectionShares(int maxConnections, UnderWay underWay, LongSupplier nanoTime) {
		this.maxConnections = maxConnections;
		this.underWay = underWay;
		this.nanoTime = nanoTime;
		this.exploredAt = nanoTime.getAsLong();
	}

	/**
	 * Counts the silent ones. For the thread that watches.
	 * @param now nanosecond time
	 */
	public void look(long now) {
		this.silent = this.underWay.silent(now);
	}

	/**
	 * How many were silent at the last look.
	 * @return requests
	 */
	public int silent() {
		return this.silent;
	}

	/**
	 * Whether a group of which nothing has come may take another connection: a quarter of
	 * them, or the quarter of the time of fewer than four. Under the lock of the queue.
	 * @return whether it may now
	 */
	public boolean hasRoomToExplore() {
		long now = this.nanoTime.getAsLong();
		int most = this.maxConnections;
		int exploring = this.underWay.exploring(now);
		if (most >= 4) {
			return exploring < most / 4;
		}
		boolean turn = exploring == 0 && now - this.exploredAt >= 4 * this.underWay.silentAfter() / most;
		if (turn) {
			this.exploredAt = now;
		}
		return turn;
	}

	/**
	 * Whether a request for an object whose last one failed may take a connection.
	 * @return whether it may now
	 */
	public boolean hasRoomForDoubtful() {
		return this.underWay.doubtful(this.nanoTime.getAsLong()) < Math.max(1, half());
	}

	private int half() {
		return this.maxConnections / 2;
	}

	/**
	 * Ends silent requests that hold too much if others could go on. To be called when
	 * all connections are taken, by the thread that watches.
	 * @param queue of those others
	 * @param now nanosecond time
	 */
	public void makeWay(WorkQueue queue, long now) {
		if (queue.waitsUnsuspected()) {
			// Room to explore is more than that, so that there is some every second.
			this.underWay.cutSuspect(this.maxConnections / 8, now);
		}
		int half = half();
		if (this.silent <= half) {
			return;
		}
		Set<Standing> withSilentOnes = this.underWay.silentObjects(now);
		if (queue.waits((other) -> other.clean() && !withSilentOnes.contains(other))) {
			this.underWay.cutSilent(half, now);
		}
	}

}
