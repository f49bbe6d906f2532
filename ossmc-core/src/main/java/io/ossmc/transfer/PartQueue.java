package io.ossmc.transfer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

import io.ossmc.pace.HostGate;
import org.jspecify.annotations.Nullable;

/**
 * Work in the order of its submission; what a reader or a verdict waits for comes first,
 * in the order of the demands; what failed, or was not let through a gate, rests for a
 * while and keeps its place. Which group is next, {@link GroupTurns} says. Thread-safe.
 */
final class PartQueue {

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final GroupTurns turns;

	private final PriorityQueue<Work> resting = new PriorityQueue<>((a, b) -> Long.signum(a.notBefore - b.notBefore));

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

	/**
	 * Makes an empty queue.
	 * @param nanoTime the clock
	 * @param roomToExplore whether groups of which nothing has come may take more
	 * connections while others need them
	 */
	PartQueue(LongSupplier nanoTime, BooleanSupplier roomToExplore) {
		this.nanoTime = nanoTime;
		this.turns = new GroupTurns(roomToExplore);
	}

	/** Adds new work at the end, in this order. */
	void add(List<? extends Work> all) {
		this.lock.lock();
		try {
			for (Work work : all) {
				work.order = this.nextOrder++;
				this.turns.add(work);
			}
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Adds new work at the front, behind earlier demands. */
	void urge(Work work) {
		this.lock.lock();
		try {
			work.order = this.nextDemand++;
			this.turns.add(work);
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Puts work back in its place, to be taken not before {@link Work#notBefore}. */
	void putBack(Work work) {
		this.lock.lock();
		try {
			if (work.notBefore - this.nanoTime.getAsLong() > 0) {
				this.resting.add(work);
			}
			else {
				this.turns.add(work);
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
	void demand(Collection<? extends Work> parts) {
		this.lock.lock();
		try {
			for (Work part : parts) {
				if (part.order >= 1L << 62) {
					boolean waits = this.turns.remove(part);
					part.order = this.nextDemand++;
					if (waits) {
						this.turns.add(part);
					}
				}
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Ends the rest of all that waits at a gate. */
	void admit(HostGate gate) {
		this.lock.lock();
		try {
			boolean any = this.resting.removeIf((work) -> work.waitsAt == gate && this.turns.add(work));
			if (any) {
				this.changed.signalAll();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Takes the next work, waiting for some.
	 * @param idle how long to wait
	 * @return the work, or null if none came in time or the queue was closed
	 */
	@Nullable Work take(long idle, TimeUnit unit) throws InterruptedException {
		long deadline = this.nanoTime.getAsLong() + unit.toNanos(idle);
		this.lock.lockInterruptibly();
		this.idle++;
		try {
			while (!this.closed) {
				long now = this.nanoTime.getAsLong();
				wake(now);
				Work next = this.turns.take();
				if (next != null) {
					return next;
				}
				Work sleeper = this.resting.peek();
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

	/**
	 * Says whether there are groups that bring nothing, so that others go before them.
	 */
	void careful(boolean careful) {
		this.lock.lock();
		try {
			this.turns.careful(careful);
		}
		finally {
			this.lock.unlock();
		}
	}

	/** A request of a group brings something, or nothing. */
	void judge(Group group, Consumer<Group> judgement) {
		this.lock.lock();
		try {
			this.turns.judge(group, judgement);
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Whether there is work that could be taken now of groups that are not suspect. */
	boolean waitsUnsuspected() {
		this.lock.lock();
		try {
			return this.turns.unsuspected();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Whether a thread waits for something to do. */
	boolean idle() {
		return this.idle > 0;
	}

	private void wake(long now) {
		for (Work work = this.resting.peek(); work != null && work.notBefore - now <= 0; work = this.resting.peek()) {
			this.turns.add(this.resting.remove());
		}
	}

	/** Takes out everything of one transfer. */
	void remove(Transfer transfer) {
		this.lock.lock();
		try {
			List.copyOf(transfer.group().ready)
				.stream()
				.filter((work) -> work.transfer == transfer)
				.forEach(this.turns::remove);
			this.resting.removeIf((work) -> work.transfer == transfer);
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Takes out everything of transfers that have ended, of however many at once. */
	void removeEnded() {
		this.lock.lock();
		try {
			this.turns.all().filter((work) -> work.transfer.ended()).toList().forEach(this.turns::remove);
			this.resting.removeIf((work) -> work.transfer.ended());
		}
		finally {
			this.lock.unlock();
		}
	}

	/** How much could be taken now if there were threads for it. */
	int backlog() {
		this.lock.lock();
		try {
			wake(this.nanoTime.getAsLong());
			return Math.max(0, this.turns.size() - this.idle);
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Whether there is work that could be taken now for a transfer such as this. */
	boolean waits(Predicate<Transfer> what) {
		this.lock.lock();
		try {
			return this.turns.all().anyMatch((work) -> what.test(work.transfer));
		}
		finally {
			this.lock.unlock();
		}
	}

	/** How much waits, what rests included. */
	int size() {
		this.lock.lock();
		try {
			return this.turns.size() + this.resting.size();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Ends all waiting and gives back what was left. */
	List<Work> close() {
		this.lock.lock();
		try {
			this.closed = true;
			List<Work> left = new ArrayList<>(this.turns.all().toList());
			left.forEach(this.turns::remove);
			left.addAll(this.resting);
			this.resting.clear();
			this.changed.signalAll();
			return left;
		}
		finally {
			this.lock.unlock();
		}
	}

}
