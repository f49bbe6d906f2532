package io.ossmc.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Holds a region's memory and gives a view of it that dies with the lease, while the
 * views of other leases live on. Safe for any number of threads; whoever took it closes
 * it.
 */
public final class RegionLease implements AutoCloseable {

	private final Region region;

	private final Arena arena = Arena.ofShared();

	private final MemorySegment segment;

	private final AtomicBoolean closed = new AtomicBoolean();

	/** The caller has counted the lease in and counts it out if this throws. */
	RegionLease(Region region) {
		this.region = region;
		try {
			this.segment = region.view(this.arena).asReadOnly();
		}
		catch (RuntimeException | Error ex) {
			this.arena.close();
			throw ex;
		}
	}

	/**
	 * The whole region, read-only. Bytes not yet written are undefined. Access after the
	 * lease was closed throws {@link IllegalStateException}; native code that was given
	 * the address must be done with it before. (Where native access is denied, views of a
	 * private region end only with the region.)
	 * @return the view
	 * @throws IllegalStateException if the lease is closed
	 */
	public MemorySegment segment() {
		if (this.closed.get()) {
			throw new IllegalStateException("The lease is closed");
		}
		return this.segment;
	}

	/**
	 * Ends the view and lets the memory go. Idempotent, never throws. If another thread
	 * is inside a system call or a bulk operation on the view at this moment, view and
	 * hold end shortly after that.
	 */
	@Override
	public void close() {
		if (!this.closed.compareAndSet(false, true)) {
			return;
		}
		if (Region.tryClose(this.arena)) {
			this.region.leaseLeft();
		}
		else {
			Reaper.reap(() -> {
				final boolean done = Region.tryClose(this.arena);
				if (done) {
					this.region.leaseLeft();
				}
				return done;
			});
		}
	}

}
