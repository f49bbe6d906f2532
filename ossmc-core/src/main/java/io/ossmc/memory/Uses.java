package io.ossmc.memory;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Who is in a region: the number of writers, the number of leases, whether it is sealed
 * (no writer any more) and whether it is closed (nobody any more), in one atomic word, so
 * that no question about two of them is ever answered from two moments. After Lucene's
 * {@code RefCountedSharedArena}.
 */
final class Uses {

	private static final long CLOSED = 1L << 63;

	private static final long SEALED = 1L << 62;

	private static final long WRITER = 1L << 31;

	private static final long WRITERS = SEALED - WRITER;

	private static final long LEASE = 1L;

	private static final long LEASES = WRITER - LEASE;

	private final AtomicLong word = new AtomicLong();

	/**
	 * Counts a writer in.
	 * @return false if the region is sealed or closed
	 */
	boolean enterWriter() {
		return enter(WRITER, CLOSED | SEALED);
	}

	/**
	 * Counts a lease in.
	 * @return false if the region is closed
	 */
	boolean enterLease() {
		return enter(LEASE, CLOSED);
	}

	/**
	 * Counts a writer out.
	 * @return true if the caller has to free the memory now
	 */
	boolean leaveWriter() {
		return abandoned(this.word.addAndGet(-WRITER));
	}

	/**
	 * Counts a lease out.
	 * @return true if the caller has to free the memory now
	 */
	boolean leaveLease() {
		return abandoned(this.word.addAndGet(-LEASE));
	}

	/**
	 * Lets no writer in any more.
	 * @return false, and nothing is changed, if there is a writer or the region is closed
	 */
	boolean seal() {
		for (;;) {
			final long now = this.word.get();
			if ((now & (CLOSED | WRITERS)) != 0) {
				return false;
			}
			if (this.word.compareAndSet(now, now | SEALED)) {
				return true;
			}
		}
	}

	/**
	 * Lets nobody in any more.
	 * @return true if the caller has to free the memory now; false if the last user will,
	 * or if this is not the first call
	 */
	boolean close() {
		final long before = this.word.getAndUpdate((now) -> now | CLOSED);
		return (before & (CLOSED | WRITERS | LEASES)) == 0;
	}

	boolean closed() {
		return (this.word.get() & CLOSED) != 0;
	}

	boolean written() {
		return (this.word.get() & WRITERS) != 0;
	}

	int leases() {
		return (int) (this.word.get() & LEASES);
	}

	/** Asked of one value of the word, so that exactly one thread hears yes. */
	private static boolean abandoned(long now) {
		return (now & CLOSED) != 0 && (now & (WRITERS | LEASES)) == 0;
	}

	private boolean enter(long one, long unless) {
		for (;;) {
			final long now = this.word.get();
			if ((now & unless) != 0) {
				return false;
			}
			if (this.word.compareAndSet(now, now + one)) {
				return true;
			}
		}
	}

}
