package io.ossmc.memory;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

import io.ossmc.system.Libc;
import io.ossmc.system.MemoryCalls;
import io.ossmc.system.Pages;
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

	/** How many are kept at most; beyond that the oldest go. */
	private static final int MOST_KEPT = 1024;

	private final Optional<? extends MemoryCalls> calls;

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

	RetainedMemory(Optional<? extends MemoryCalls> calls, LongSupplier nanoTime) {
		this.calls = calls;
		this.nanoTime = nanoTime;
	}

	/**
	 * Reserves memory, on retained pages as far as they go.
	 * @param size bytes, may be 0
	 * @return the region, to be closed by the caller; its pages come back here
	 * @throws io.ossmc.OssModelCapacityException if the system refuses
	 */
	public PrivateRegion allocate(long size) {
		return PrivateRegion.allocate(size, this.calls, this);
	}

	/**
	 * What is kept.
	 * @return bytes of real pages that nobody uses
	 */
	public synchronized long bytes() {
		return this.bytes;
	}

	/**
	 * Maps a range, with retained pages from its beginning on. What moves pages makes
	 * mappings of them, which the kernel does not join again: they are remembered, since
	 * they can only be moved one by one later.
	 * @param size bytes, whole pages
	 * @return the mappings the range consists of, without gaps
	 * @throws io.ossmc.OssModelCapacityException if the system refuses
	 */
	List<Range> map(long size) {
		final long start = AnonymousMemory.map(calls(), size);
		final List<Range> filled = fill(start, size);
		return filled.isEmpty() ? List.of(new Range(AnonymousMemory.map(calls(), size), size)) : filled;
	}

	/** Returns nothing if the range had a hole and was given up. */
	private synchronized List<Range> fill(long start, long size) {
		final List<Range> mappings = new ArrayList<>();
		final long end = start + wholeHugePages(size);
		long at = start;
		for (int moved = 0; moved < MOST_PIECES && at < end && !this.pieces.isEmpty(); moved++) {
			// The newest is the likeliest to be in a cache.
			final Piece piece = this.pieces.removeLast();
			final long taken = Math.min(piece.size(), end - at);
			if (calls().mremap(piece.start(), taken, at) != at) {
				this.pieces.addLast(piece);
				mappings.add(new Range(at, start + size - at));
				mappings.forEach((range) -> calls().munmap(range.start(), range.size()));
				return List.of();
			}
			mappings.add(new Range(at, taken));
			this.bytes -= taken;
			at += taken;
			if (taken < piece.size()) {
				this.pieces.addLast(new Piece(piece.start() + taken, piece.size() - taken, piece.since()));
			}
		}
		if (at < start + size) {
			mappings.add(new Range(at, start + size - at));
		}
		return mappings;
	}

	/** Takes over the mappings of a region that nobody sees any more. */
	synchronized void keep(List<Range> mappings) {
		for (Range range : mappings) {
			final long kept = this.closed ? 0 : wholeHugePages(range.size());
			if (kept < range.size()) {
				calls().munmap(range.start() + kept, range.size() - kept);
			}
			if (kept > 0) {
				this.pieces.addLast(new Piece(range.start(), kept, this.nanoTime.getAsLong()));
				this.bytes += kept;
			}
		}
		while (this.pieces.size() > MOST_KEPT) {
			release(this.pieces.getFirst().size());
		}
	}

	private MemoryCalls calls() {
		return this.calls.orElseThrow();
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
			calls().munmap(piece.start(), given);
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

	/** A range that is one mapping. */
	record Range(long start, long size) {
	}

	/** A range that nobody uses: one mapping or a part of one, whole huge pages. */
	private record Piece(long start, long size, long since) {
	}

}
