package io.ossmc.transfer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Parts in the order of their submission; those that a reader waits for come first, in
 * the order of the demands; those that failed rest for a while and keep their place.
 * Thread-safe.
 */
final class PartQueue {

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final TreeSet<Part> ready = new TreeSet<>(Comparator.comparingLong((part) -> part.order));

	private final PriorityQueue<Part> resting = new PriorityQueue<>((a, b) -> Long.signum(a.notBefore - b.notBefore));

	private final LongSupplier nanoTime;

	private long nextOrder = 1L << 62;

	/**
	 * Demands count upwards from the bottom, so that all of them come before any
	 * {@link #nextOrder}.
	 */
	private long nextDemand;

	private boolean closed;

	/** Threads that found nothing to do. */
	private volatile int idle;

	PartQueue(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
	}

	/** Adds new parts at the end, in this order. */
	void add(List<Part> parts) {
		this.lock.lock();
		try {
			for (Part part : parts) {
				part.order = this.nextOrder++;
				this.ready.add(part);
			}
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Puts a part back in its place, to be taken not before {@link Part#notBefore}. */
	void putBack(Part part) {
		this.lock.lock();
		try {
			if (part.notBefore - this.nanoTime.getAsLong() > 0) {
				this.resting.add(part);
			}
			else {
				this.ready.add(part);
			}
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Moves parts to the front, behind earlier demands; those that rest or are being
	 * fetched have their place there for when they are put back.
	 */
	void demand(Collection<Part> parts) {
		this.lock.lock();
		try {
			for (Part part : parts) {
				if (part.order >= 1L << 62) {
					boolean waits = this.ready.remove(part);
					part.order = this.nextDemand++;
					if (waits) {
						this.ready.add(part);
					}
				}
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Takes the next part, waiting for one.
	 * @param idle how long to wait
	 * @return the part, or null if none came in time or the queue was closed
	 */
	@Nullable Part take(long idle, TimeUnit unit) throws InterruptedException {
		long deadline = this.nanoTime.getAsLong() + unit.toNanos(idle);
		this.lock.lockInterruptibly();
		this.idle++;
		try {
			while (!this.closed) {
				long now = this.nanoTime.getAsLong();
				wake(now);
				Part part = this.ready.pollFirst();
				if (part != null) {
					return part;
				}
				Part sleeper = this.resting.peek();
				long until = (sleeper != null) ? sleeper.notBefore : deadline;
				if (sleeper == null && deadline - now <= 0) {
					return null;
				}
				this.changed.awaitNanos(Math.max(1, until - now));
			}
			return null;
		}
		finally {
			this.idle--;
			this.lock.unlock();
		}
	}

	/** Whether a thread waits for something to do. */
	boolean idle() {
		return this.idle > 0;
	}

	private void wake(long now) {
		for (Part part = this.resting.peek(); part != null && part.notBefore - now <= 0; part = this.resting.peek()) {
			this.ready.add(this.resting.remove());
		}
	}

	/** Takes out everything of one transfer. */
	void remove(Transfer transfer) {
		this.lock.lock();
		try {
			this.ready.removeIf((part) -> part.transfer == transfer);
			this.resting.removeIf((part) -> part.transfer == transfer);
		}
		finally {
			this.lock.unlock();
		}
	}

	/** How many parts wait, resting ones included. */
	int size() {
		this.lock.lock();
		try {
			return this.ready.size() + this.resting.size();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Ends all waiting and gives back what was left. */
	List<Part> close() {
		this.lock.lock();
		try {
			this.closed = true;
			List<Part> left = new ArrayList<>(this.ready);
			left.addAll(this.resting);
			this.ready.clear();
			this.resting.clear();
			this.changed.signalAll();
			return left;
		}
		finally {
			this.lock.unlock();
		}
	}

}
