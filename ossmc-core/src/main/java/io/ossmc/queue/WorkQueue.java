package io.ossmc.queue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

import io.ossmc.pace.HostGate;
import io.ossmc.pace.Standing;
import org.jspecify.annotations.Nullable;

/**
 * Work in the order of its submission; what a reader or a verdict waits for comes first,
 * in the order of the demands; what failed, or was not let through a gate, rests for a
 * while and keeps its place. Which group is next, {@link GroupTurns} says. Thread-safe.
 */
public final class WorkQueue {

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
	public WorkQueue(LongSupplier nanoTime, BooleanSupplier roomToExplore) {
		this.nanoTime = nanoTime;
		this.turns = new GroupTurns(roomToExplore);
	}

	/**
	 * Adds new work at the end, in this order.
	 * @param all of one group or several
	 */
	public void add(List<? extends Work> all) {
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

	/**
	 * Adds new work at the front, behind earlier demands.
	 * @param work somebody waits for
	 */
	public void urge(Work work) {
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

	/**
	 * Puts work back in its place, to be taken not before {@link Work#notBefore()}.
	 * @param work that was taken
	 */
	public void putBack(Work work) {
		HostGate gate = work.waitsAt;
		Standing standing = work.standing();
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
		if (gate != null && gate.isOpen(standing)) {
			// It opened while the work was on its way here.
			admit(gate);
		}
	}

	/**
	 * Moves parts to the front, behind earlier demands; those that rest or are being
	 * fetched have their place there for when they are put back.
	 * @param parts somebody waits for
	 */
	public void demand(Collection<? extends Work> parts) {
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

	/**
	 * Ends the rest of all that waits at a gate.
	 * @param gate has opened
	 */
	public void admit(HostGate gate) {
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
	 * @param unit of that
	 * @return the work, or null if none came in time or the queue was closed
	 * @throws InterruptedException if the thread was
	 */
	public @Nullable Work take(long idle, TimeUnit unit) throws InterruptedException {
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
	 * @param careful whether there are
	 */
	public void careful(boolean careful) {
		this.lock.lock();
		try {
			this.turns.careful(careful);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * A request of a group brings something, or nothing: then others go before it from
	 * now on.
	 * @param group to which it counts
	 * @param good whether it brings something
	 */
	public void judge(Group group, boolean good) {
		this.lock.lock();
		try {
			this.turns.judge(group, good ? Group::good : Group::bad);
		}
		finally {
			this.lock.unlock();
		}
		if (!good) {
			careful(true);
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

	/**
	 * Whether a thread waits for something to do.
	 * @return of this moment
	 */
	public boolean idle() {
		return this.idle > 0;
	}

	private void wake(long now) {
		for (Work work = this.resting.peek(); work != null && work.notBefore - now <= 0; work = this.resting.peek()) {
			this.turns.add(this.resting.remove());
		}
	}

	/**
	 * Takes out everything of one object.
	 * @param group in which it is
	 * @param object that standing which its work has
	 */
	public void remove(Group group, Standing object) {
		this.lock.lock();
		try {
			List.copyOf(group.ready).stream().filter((work) -> work.standing() == object).forEach(this.turns::remove);
			this.resting.removeIf((work) -> work.standing() == object);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Takes out whatever there is no reason to do any more, however much at once.
	 * @param over which that is; asked under the lock of the queue
	 */
	public void removeIf(Predicate<Work> over) {
		this.lock.lock();
		try {
			this.turns.all().filter(over).toList().forEach(this.turns::remove);
			this.resting.removeIf(over);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * How much could be taken now if there were threads for it.
	 * @return as many threads as are missing
	 */
	public int backlog() {
		this.lock.lock();
		try {
			wake(this.nanoTime.getAsLong());
			return Math.max(0, this.turns.size() - this.idle);
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Whether there is work that could be taken now for an object of such standing. */
	boolean waits(Predicate<Standing> what) {
		this.lock.lock();
		try {
			return this.turns.all().anyMatch((work) -> what.test(work.standing()));
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * How much waits, what rests included.
	 * @return pieces of work
	 */
	public int size() {
		this.lock.lock();
		try {
			return this.turns.size() + this.resting.size();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Ends all waiting.
	 * @return what was left
	 */
	public List<Work> close() {
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
