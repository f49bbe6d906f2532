package io.ossmc.queue;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.ossmc.queue.Group.Trust;
import org.jspecify.annotations.Nullable;

/**
 * The work that is ready, by group, and whose turn it is: that of the earliest work, but
 * while there are {@link Group groups} that bring nothing, every second turn is that of
 * proven groups, in their order. A group is in here as long as something of it is ready,
 * always under its present trust. Not thread-safe: it is the queue's, under its lock.
 */
final class GroupTurns {

	/** Those that have something ready, each by the place of its first work. */
	private final Map<Trust, TreeSet<Group>> groups = new EnumMap<>(Trust.class);

	private final BooleanSupplier roomToExplore;

	/** How much is ready. */
	private int size;

	/** Whether some groups bring nothing. */
	private boolean careful;

	/** Counts the choices that were made with care. */
	private int turn;

	/** Counts the choices among groups of which nothing has come. */
	private int explored;

	/**
	 * Nothing is ready.
	 * @param roomToExplore whether groups of which nothing has come may take more
	 * connections while others need them
	 */
	GroupTurns(BooleanSupplier roomToExplore) {
		this.roomToExplore = roomToExplore;
		for (Trust trust : Trust.values()) {
			this.groups.put(trust, new TreeSet<>(Comparator.comparingLong(Group::order)));
		}
	}

	/**
	 * Takes out the first work of the group whose turn it is; null if nothing is ready.
	 */
	@Nullable Work take() {
		Group next = next();
		if (next == null) {
			return null;
		}
		Work work = next.ready.first();
		remove(work);
		return work;
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

	void careful(boolean now) {
		this.careful = now;
	}

	/** Changes the trust in a group. */
	void judge(Group group, Consumer<Group> judgement) {
		if (!group.ready.isEmpty()) {
			this.groups.get(group.trust()).remove(group);
		}
		judgement.accept(group);
		if (!group.ready.isEmpty()) {
			this.groups.get(group.trust()).add(group);
		}
	}

	/** Whether something is ready of groups that are not suspect. */
	boolean unsuspected() {
		return first(Trust.PROVEN) != null || first(Trust.UNTRIED) != null;
	}

	/** How much is ready. */
	int size() {
		return this.size;
	}

	/** Makes work ready; always true. */
	boolean add(Work work) {
		Group group = work.group();
		TreeSet<Group> peers = this.groups.get(group.trust());
		if (!group.ready.isEmpty()) {
			peers.remove(group);
		}
		if (group.ready.add(work)) {
			this.size++;
		}
		return peers.add(group);
	}

	/** Takes work out; whether it was ready. */
	boolean remove(Work work) {
		Group group = work.group();
		if (!group.ready.contains(work)) {
			return false;
		}
		TreeSet<Group> peers = this.groups.get(group.trust());
		peers.remove(group);
		group.ready.remove(work);
		this.size--;
		if (!group.ready.isEmpty()) {
			peers.add(group);
		}
		return true;
	}

	/** All that is ready. */
	Stream<Work> all() {
		return this.groups.values().stream().flatMap(TreeSet::stream).flatMap((group) -> group.ready.stream());
	}

}
