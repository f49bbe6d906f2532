package io.ossmc.budget;

import java.util.LinkedHashSet;
import java.util.SequencedSet;

import io.ossmc.budget.Reservation.Kind;
import io.ossmc.text.Amounts;
import org.jspecify.annotations.Nullable;

/**
 * Who waits for memory, in the order in which they get it: whoever is first goes first,
 * even if somebody behind would fit, and what nobody waits for yet goes behind all that
 * somebody does. Not thread-safe: it is the budget's, under its lock.
 */
final class AdmissionQueue {

	private final SequencedSet<Reservation> demanded = new LinkedHashSet<>();

	private final SequencedSet<Reservation> prefetching = new LinkedHashSet<>();

	/** Goes to the end of its kind. */
	void add(Reservation reservation) {
		((reservation.kind() != Kind.PREFETCH) ? this.demanded : this.prefetching).add(reservation);
	}

	/**
	 * Somebody waits for what nobody waited for: it goes to the end of those demanded.
	 * @return false if it does not wait, or was demanded already
	 */
	boolean demand(Reservation reservation) {
		if (!this.prefetching.remove(reservation)) {
			return false;
		}
		reservation.kind(Kind.DEMAND);
		this.demanded.add(reservation);
		return true;
	}

	void remove(Reservation reservation) {
		if (!this.demanded.remove(reservation)) {
			this.prefetching.remove(reservation);
		}
	}

	/** The next of those that somebody waits for; null if there is none. */
	@Nullable Reservation first() {
		return this.demanded.isEmpty() ? null : this.demanded.getFirst();
	}

	/**
	 * Takes out whose turn it is.
	 * @param free bytes
	 * @return null if nobody waits, or the next one has no room
	 */
	@Nullable Reservation take(long free) {
		SequencedSet<Reservation> queue = this.demanded.isEmpty() ? this.prefetching : this.demanded;
		return (queue.isEmpty() || queue.getFirst().bytes() > free) ? null : queue.removeFirst();
	}

	/** What all that somebody waits for comes to, bytes. */
	long demanded() {
		return Amounts.sum(this.demanded.stream().mapToLong(Reservation::bytes));
	}

}
