package io.ossmc.transfer;

import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.ossmc.thread.Nanos;

/**
 * How many connections may be held by requests that may well bring nothing: at most half
 * of all for silent and doubtful ones, a quarter for exploring groups of which nothing
 * has come. See the package description. Thread-safe where it does not say otherwise.
 */
final class ConnectionShares {

	/** What finds no room for another doubtful request asks again after that. */
	static final long NO_ROOM = TimeUnit.MILLISECONDS.toNanos(200);

	private final TransferSettings settings;

	private final UnderWay underWay;

	private final LongSupplier nanoTime;

	private volatile int silent;

	/** Under the lock of the queue. */
	private long exploredAt;

	ConnectionShares(TransferSettings settings, UnderWay underWay, LongSupplier nanoTime) {
		this.settings = settings;
		this.underWay = underWay;
		this.nanoTime = nanoTime;
		this.exploredAt = nanoTime.getAsLong();
	}

	/** Counts the silent ones. For the thread that watches. */
	void look(long now) {
		this.silent = this.underWay.silent(now);
	}

	/** How many were silent at the last look. */
	int silent() {
		return this.silent;
	}

	/**
	 * Whether a group of which nothing has come may take another connection: a quarter of
	 * them, or the quarter of the time of fewer than four. Under the lock of the queue.
	 */
	boolean hasRoomToExplore() {
		long now = this.nanoTime.getAsLong();
		int most = this.settings.maxConnections();
		int exploring = this.underWay.exploring(now);
		if (most >= 4) {
			return exploring < most / 4;
		}
		boolean turn = exploring == 0 && now - this.exploredAt >= 4 * Nanos.of(this.settings.silentAfter()) / most;
		if (turn) {
			this.exploredAt = now;
		}
		return turn;
	}

	/** Whether a request for an object whose last one failed may take a connection. */
	boolean hasRoomForDoubtful() {
		return this.underWay.doubtful(this.nanoTime.getAsLong()) < Math.max(1, half());
	}

	private int half() {
		return this.settings.maxConnections() / 2;
	}

	/**
	 * Ends silent requests that hold too much if others could go on. To be called when
	 * all connections are taken, by the thread that watches.
	 */
	void makeWay(PartQueue queue, long now) {
		if (queue.waitsUnsuspected()) {
			// Room to explore is more than that, so that there is some every second.
			this.underWay.cutSuspect(this.settings.maxConnections() / 8, now);
		}
		int half = half();
		if (this.silent <= half) {
			return;
		}
		Set<Transfer> withSilentOnes = this.underWay.silentTransfers(now);
		if (queue.waits((other) -> other.standing().clean() && !withSilentOnes.contains(other))) {
			this.underWay.cutSilent(half, now);
		}
	}

}
