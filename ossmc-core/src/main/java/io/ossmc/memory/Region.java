package io.ossmc.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/**
 * Memory for one object, outside the heap. Writers fill parts of it, leases read it;
 * after {@link #close()} nobody new comes in, and the memory is freed when the last
 * writer and the last lease have left, on a thread of its own. Safe for any number of
 * threads; whoever made it closes it.
 */
public abstract sealed class Region implements AutoCloseable permits PrivateRegion, SharedRegion {

	private final Uses uses = new Uses();

	private final CompletableFuture<Void> released = new CompletableFuture<>();

	private final CompletableFuture<Void> freed = new CompletableFuture<>();

	private volatile boolean lingering;

	private final long size;

	private final long charged;

	Region(long size, long charged) {
		this.size = size;
		this.charged = charged;
	}

	/**
	 * The size of the object.
	 * @return bytes
	 */
	public final long size() {
		return this.size;
	}

	/**
	 * The real memory the full region takes.
	 * @return bytes, whole pages
	 */
	public final long charged() {
		return this.charged;
	}

	/**
	 * Begins to write one part. Parts being written at the same time must not overlap.
	 * @param position first byte of the part
	 * @param length length of the part in bytes
	 * @param checksum whether to compute {@link RegionWriter#crc64()}
	 * @return the writer, to be used by one thread and closed by it
	 * @throws IndexOutOfBoundsException if the part is not within the region
	 * @throws IllegalStateException if the region is closed or published
	 */
	public final RegionWriter writer(long position, long length, boolean checksum) {
		Objects.checkFromIndexSize(position, length, this.size);
		if (!this.uses.enterWriter()) {
			throw new IllegalStateException(this.uses.closed() ? "The region is closed" : "The region is published");
		}
		try {
			return newWriter(position, length, checksum);
		}
		catch (RuntimeException | Error ex) {
			writerLeft();
			throw ex;
		}
	}

	/**
	 * Holds the memory.
	 * @return a lease with a view of its own, to be closed by the caller
	 * @throws IllegalStateException if the region is closed
	 */
	public final RegionLease lease() {
		if (!this.uses.enterLease()) {
			throw new IllegalStateException("The region is closed");
		}
		try {
			return new RegionLease(this);
		}
		catch (RuntimeException | Error ex) {
			leaseLeft();
			throw ex;
		}
	}

	/**
	 * Completes when the memory went back to the system, which begins after
	 * {@link #close()}. Dependent actions run on the thread that frees memory: they must
	 * be short.
	 * @return never completed exceptionally; completing it has no effect on the region
	 */
	public final CompletableFuture<Void> whenFreed() {
		return this.freed.copy();
	}

	/**
	 * Completes when this process has let the memory go, at the latest when it is freed:
	 * before that if another process keeps it. Dependent actions must be short.
	 * @return never completed exceptionally; completing it has no effect on the region
	 */
	public final CompletableFuture<Void> whenReleased() {
		return this.released.copy();
	}

	/**
	 * Whether this process has let the memory go but another keeps it.
	 * @return from when {@link #whenReleased()} completes until {@link #whenFreed()} does
	 */
	public final boolean lingers() {
		return this.lingering && !this.freed.isDone();
	}

	/**
	 * Lets no new writer and no new lease in and frees the memory once those there are
	 * have left. Idempotent, never throws, never waits for them.
	 */
	@Override
	public final void close() {
		final boolean first = !this.uses.closed();
		final boolean last = this.uses.close();
		if (first) {
			closing();
		}
		if (last) {
			reap();
		}
	}

	/**
	 * How many leases there are, for the message that says who holds memory.
	 * @return at this moment
	 */
	public final int leases() {
		return this.uses.leases();
	}

	final Uses uses() {
		return this.uses;
	}

	final void writerLeft() {
		if (this.uses.leaveWriter()) {
			reap();
		}
	}

	final void leaseLeft() {
		if (this.uses.leaveLease()) {
			reap();
		}
	}

	private void reap() {
		Reaper.reap(() -> {
			if (!free()) {
				return false;
			}
			if (gone()) {
				end();
				return true;
			}
			this.lingering = true;
			this.released.complete(null);
			Reaper.watch(() -> {
				final boolean gone = gone();
				if (gone) {
					end();
				}
				return gone;
			});
			return true;
		});
	}

	private void end() {
		this.freed.complete(null);
		this.released.complete(null);
	}

	/**
	 * Makes a writer; the caller has counted it in.
	 */
	abstract RegionWriter newWriter(long position, long length, boolean checksum);

	/**
	 * The whole region for one lease, which is counted in.
	 * @param lease the arena with which the view dies
	 * @return the view
	 */
	abstract MemorySegment view(Arena lease);

	/**
	 * Called at least once when the region is closed, on the closing thread, whoever is
	 * still in. Must not throw.
	 */
	void closing() {
	}

	/**
	 * Gives the memory back, after the last writer and lease.
	 * @return false if it has to be tried again
	 */
	abstract boolean free();

	/**
	 * Whether the memory went to the system, asked after it was given back.
	 * @return false if another process keeps it
	 */
	boolean gone() {
		return true;
	}

	/**
	 * Closes an arena unless somebody is inside it right now.
	 */
	static boolean tryClose(Arena arena) {
		if (!arena.scope().isAlive()) {
			return true;
		}
		try {
			arena.close();
			return true;
		}
		catch (IllegalStateException ex) {
			// "Session is acquired": a read or write into it is still in the kernel.
			return !arena.scope().isAlive();
		}
	}

	/** Whole pages; what cannot be told in whole pages is the most there is. */
	public static long roundUp(long size, long page) {
		return (size > Long.MAX_VALUE - page) ? Long.MAX_VALUE : Math.ceilDiv(size, page) * page;
	}

}
