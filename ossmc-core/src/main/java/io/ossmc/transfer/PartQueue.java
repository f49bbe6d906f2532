package io.ossmc.transfer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.ossmc.pace.HostGate;
import io.ossmc.transfer.Group.Trust;
import org.jspecify.annotations.Nullable;

/**
 * Work in the order of its submission; what a reader or a verdict waits for comes first,
 * in the order of the demands; what failed, or was not let through a gate, rests for a
 * while and keeps its place. While there are {@link Group groups} that bring nothing,
 * every second turn is that of proven groups, in their order. Thread-safe.
 */
final class PartQueue {

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	/** Those that have something ready, each by the place of its first work. */
	private final Map<Trust, TreeSet<Group>> groups = new EnumMap<>(Trust.class);

	/** How much is ready. */
	private int ready;

	/** Whether some groups bring nothing. */
	private boolean careful;

	/** Counts the choices that were made with care. */
	private int turn;

	/** Counts the choices among groups of which nothing has come. */
	private int explored;

	private final PriorityQueue<Work> resting = new PriorityQueue<>((a, b) -> Long.signum(a.notBefore - b.notBefore));

	private final LongSupplier nanoTime;

	private final BooleanSupplier roomToExplore;

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
		this.roomToExplore = roomToExplore;
		for (Trust trust : Trust.values()) {
			this.groups.put(trust, new TreeSet<>(Comparator.comparingLong(Group::order)));
		}
	}

	/** Adds new work at the end, in this order. */
	void add(List<? extends Work> all) {
		this.lock.lock();
		try {
			for (Work work : all) {
				work.order = this.nextOrder++;
				ready(work);
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
			ready(work);
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
				ready(work);
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
					boolean waits = unready(part);
					part.order = this.nextDemand++;
					if (waits) {
						ready(part);
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
			boolean any = this.resting.removeIf((work) -> work.waitsAt == gate && ready(work));
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
				Group next = next();
				if (next != null) {
					Work work = next.ready.first();
					unready(work);
					return work;
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

	/** The group whose turn it is, null if nothing is ready. */
	private @Nullable Group next() {
		Group proven = first(Trust.PROVEN);
		if (!this.careful) {
			return earlier(proven, earlier(first(Trust.UNTRIED), first(Trust.SUSPECT)));
		}
		boolean explores = proven == null || this.turn++ % 2 == 1 && this.roomToExplore.getAsBoolean();
		Group unproven = explores ? explore() : null;
		return (unproven != null) ? unproven : proven;
	}

	/**
	 * The next group of which nothing has come. Every second one is the youngest, as all
	 * of those in front may be bad, and every fourth one that was tried before.
	 */
	private @Nullable Group explore() {
		TreeSet<Group> untried = this.groups.get(Trust.UNTRIED);
		Group suspect = first(Trust.SUSPECT);
		if (untried.isEmpty()) {
			return suspect;
		}
		int choice = this.explored++ % 4;
		return (choice % 2 == 0) ? untried.last() : (choice == 1 || suspect == null) ? untried.first() : suspect;
	}

	private @Nullable Group first(Trust trust) {
		TreeSet<Group> all = this.groups.get(trust);
		return all.isEmpty() ? null : all.first();
	}

	private static @Nullable Group earlier(@Nullable Group one, @Nullable Group other) {
		return (one == null || other != null && other.order() < one.order()) ? other : one;
	}

	/**
	 * Says whether there are groups that bring nothing, so that others go before them.
	 */
	void careful(boolean careful) {
		this.lock.lock();
		try {
			this.careful = careful;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** A request of a group brings something, or nothing. */
	void judge(Group group, Consumer<Group> judgement) {
		this.lock.lock();
		try {
			if (!group.ready.isEmpty()) {
				this.groups.get(group.trust()).remove(group);
			}
			judgement.accept(group);
			if (!group.ready.isEmpty()) {
				this.groups.get(group.trust()).add(group);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Always true. */
	private boolean ready(Work work) {
		Group group = work.group;
		TreeSet<Group> peers = this.groups.get(group.trust());
		if (!group.ready.isEmpty()) {
			peers.remove(group);
		}
		if (group.ready.add(work)) {
			this.ready++;
		}
		return peers.add(group);
	}

	/** Whether it was ready. */
	private boolean unready(Work work) {
		Group group = work.group;
		if (!group.ready.contains(work)) {
			return false;
		}
		TreeSet<Group> peers = this.groups.get(group.trust());
		peers.remove(group);
		group.ready.remove(work);
		this.ready--;
		if (!group.ready.isEmpty()) {
			peers.add(group);
		}
		return true;
	}

	private Stream<Work> all() {
		return this.groups.values().stream().flatMap(TreeSet::stream).flatMap((group) -> group.ready.stream());
	}

	/** Whether there is work that could be taken now of groups that are not suspect. */
	boolean waitsUnsuspected() {
		this.lock.lock();
		try {
			return first(Trust.PROVEN) != null || first(Trust.UNTRIED) != null;
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
			ready(this.resting.remove());
		}
	}

	/** Takes out everything of one transfer. */
	void remove(Transfer transfer) {
		this.lock.lock();
		try {
			List.copyOf(transfer.group().ready)
				.stream()
				.filter((work) -> work.transfer == transfer)
				.forEach(this::unready);
			this.resting.removeIf((work) -> work.transfer == transfer);
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
			return Math.max(0, this.ready - this.idle);
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Whether there is work that could be taken now for a transfer such as this. */
	boolean waits(Predicate<Transfer> what) {
		this.lock.lock();
		try {
			return all().anyMatch((work) -> what.test(work.transfer));
		}
		finally {
			this.lock.unlock();
		}
	}

	/** How much waits, what rests included. */
	int size() {
		this.lock.lock();
		try {
			return this.ready + this.resting.size();
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
			List<Work> left = new ArrayList<>(all().toList());
			left.forEach(this::unready);
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
