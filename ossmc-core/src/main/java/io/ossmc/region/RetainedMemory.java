package io.ossmc.region;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.LongSupplier;

import io.ossmc.thread.Nanos;

/**
 * Pages of freed private regions, kept for the next ones: memory that was touched before
 * costs no faults, which are half of what a download costs. A new region gets its pages
 * from several old ones without a copy: the kernel moves them to where they are wanted.
 * Thread-safe; closed by the connector, whose regions must not outlive it by more than
 * their leases.
 */
public final class RetainedMemory implements AutoCloseable {

	/** Each piece is a mapping of its own, of which a process has 65 530. */
	private static final int MOST_PIECES = 64;

	private final Optional<Libc> libc;

	private final LongSupplier nanoTime;

	/** The oldest first. Guarded by this. */
	private final Deque<Piece> pieces = new ArrayDeque<>();

	private long bytes;

	private boolean closed;

	/**
	 * Creates an empty store.
	 * @param nanoTime the clock
	 */
	public RetainedMemory(LongSupplier nanoTime) {
		this(Libc.instance(), nanoTime);
	}

	RetainedMemory(Optional<Libc> libc, LongSupplier nanoTime) {
		this.libc = libc;
		this.nanoTime = nanoTime;
	}

	/**
	 * Reserves memory, on retained pages as far as they go.
	 * @param size bytes, may be 0
	 * @return the region, to be closed by the caller; its pages come back here
	 * @throws io.ossmc.OssModelCapacityException if the system refuses
	 */
	public PrivateRegion allocate(long size) {
		return PrivateRegion.allocate(size, this.libc, this);
	}

	/**
	 * What is kept.
	 * @return bytes of real pages that nobody uses
	 */
	public synchronized long bytes() {
		return this.bytes;
	}

	/**
	 * Puts retained pages into a fresh range, from its beginning on.
	 * @return false if the range may have a hole now and has to be given up
	 */
	synchronized boolean fill(long start, long size) {
		final long end = start + wholeHugePages(size);
		long at = start;
		for (int moved = 0; moved < MOST_PIECES && at < end && !this.pieces.isEmpty(); moved++) {
			// The newest is the likeliest to be in a cache.
			final Piece piece = this.pieces.removeLast();
			final long taken = Math.min(piece.size(), end - at);
			if (this.libc.orElseThrow().mremap(piece.start(), taken, at) != at) {
				this.pieces.addLast(piece);
				return false;
			}
			this.bytes -= taken;
			at += taken;
			if (taken < piece.size()) {
				this.pieces.addLast(new Piece(piece.start() + taken, piece.size() - taken, piece.since()));
			}
		}
		return true;
	}

	/** Takes over the range of a region that nobody sees any more. */
	synchronized void keep(long start, long size) {
		final long kept = this.closed ? 0 : wholeHugePages(size);
		if (kept < size) {
			this.libc.orElseThrow().munmap(start + kept, size - kept);
		}
		if (kept > 0) {
			this.pieces.addLast(new Piece(start, kept, this.nanoTime.getAsLong()));
			this.bytes += kept;
		}
	}

	private static long wholeHugePages(long size) {
		return size / AnonymousMemory.HUGE * AnonymousMemory.HUGE;
	}

	/**
	 * Gives pages back to the system, those unused for longest first.
	 * @param wanted bytes at least, or all there are
	 */
	public synchronized void release(long wanted) {
		long left = wanted;
		while (left > 0 && !this.pieces.isEmpty()) {
			final Piece piece = this.pieces.removeFirst();
			final long given = Math.min(piece.size(), Region.roundUp(left, AnonymousMemory.HUGE));
			this.libc.orElseThrow().munmap(piece.start(), given);
			this.bytes -= given;
			left -= given;
			if (given < piece.size()) {
				this.pieces.addFirst(new Piece(piece.start() + given, piece.size() - given, piece.since()));
			}
		}
	}

	/**
	 * Gives back what was not used again.
	 * @param age for so long
	 */
	public synchronized void releaseUnusedFor(Duration age) {
		final long now = this.nanoTime.getAsLong();
		while (!this.pieces.isEmpty() && now - this.pieces.getFirst().since() >= Nanos.of(age)) {
			release(this.pieces.getFirst().size());
		}
	}

	/** Gives everything back, now and from now on. */
	@Override
	public synchronized void close() {
		this.closed = true;
		release(this.bytes);
	}

	/** A mapped range, whole huge pages. */
	private record Piece(long start, long size, long since) {
	}

}
