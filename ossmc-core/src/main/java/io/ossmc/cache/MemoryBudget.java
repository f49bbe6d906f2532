package io.ossmc.cache;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.ossmc.OssModelCapacityException;
import io.ossmc.region.RetainedMemory;

/** A hard limit on the pages that models and objects occupy. Thread-safe. */
public final class MemoryBudget {

	private final long limit;

	private final RetainedMemory retained;

	private final Set<Reservation> granted = new LinkedHashSet<>();

	private final Deque<Reservation> waiting = new ArrayDeque<>();

	private long used;

	/**
	 * Creates a budget.
	 * @param limit bytes that may be held at the same time
	 * @param retained pages that count until they are given back, and go first
	 */
	public MemoryBudget(long limit, RetainedMemory retained) {
		this.limit = limit;
		this.retained = retained;
	}

	/**
	 * Asks for memory; the reservation is granted at once if there is room and nobody
	 * waits, otherwise in turn.
	 * @param holder who asks, for messages: a model's name or an object's URI
	 * @param bytes how much, in whole pages
	 * @return the reservation, to be closed by the caller whether granted or not
	 * @throws OssModelCapacityException if it is more than the whole budget
	 */
	public Reservation request(String holder, long bytes) {
		if (bytes > this.limit) {
			throw new OssModelCapacityException(
					"There is no room for " + holder + ": it needs " + Bytes.show(bytes)
							+ " of memory, the whole budget is " + Bytes.show(this.limit) + ".",
					"Raise ossmc.cache.max-size (and the container's memory limit), take fewer files (include, exclude), "
							+ "or read a large model object by object with open(uri).",
					true);
		}
		Reservation reservation = new Reservation(this, holder, bytes);
		List<Reservation> ready;
		synchronized (this) {
			this.waiting.add(reservation);
			ready = grant();
		}
		ready.forEach(Reservation::granted);
		return reservation;
	}

	void release(Reservation reservation) {
		List<Reservation> ready;
		synchronized (this) {
			if (this.granted.remove(reservation)) {
				this.used -= reservation.bytes();
			}
			else {
				this.waiting.remove(reservation);
			}
			ready = grant();
		}
		ready.forEach(Reservation::granted);
	}

	/**
	 * Gives back as many retained pages as do not fit beside what is granted. To be
	 * called between a grant and the first touch of the memory it is for.
	 */
	public synchronized void makeRoom() {
		long excess = this.used + this.retained.bytes() - this.limit;
		if (excess > 0) {
			this.retained.release(excess);
		}
	}

	/** Whoever is first goes first, even if somebody behind would fit. */
	private List<Reservation> grant() {
		List<Reservation> ready = new ArrayList<>();
		for (Reservation next = this.waiting.peek(); next != null
				&& next.bytes() <= this.limit - this.used; next = this.waiting.peek()) {
			this.waiting.remove();
			this.used += next.bytes();
			this.granted.add(next);
			ready.add(next);
		}
		return ready;
	}

	/**
	 * Explains a wait that was too long.
	 * @param reservation the one that waited
	 * @param waited for how long, for the message
	 * @return the error; it says who holds what
	 */
	synchronized OssModelCapacityException tooLong(Reservation reservation, String waited) {
		String holders = this.granted.stream()
			.sorted(Comparator.comparingLong(Reservation::bytes).reversed())
			.limit(10)
			.map((holder) -> holder.holder() + " " + Bytes.show(holder.bytes()))
			.collect(Collectors.joining(", "));
		return new OssModelCapacityException(
				reservation.holder() + " waited " + waited + " for " + Bytes.show(reservation.bytes()) + " of memory; "
						+ Bytes.show(this.used) + " of " + Bytes.show(this.limit) + " are taken"
						+ (holders.isEmpty() ? "." : " by " + holders + "."),
				"Close leases and objects that are no longer needed, or raise ossmc.cache.max-size.");
	}

	/**
	 * The limit.
	 * @return bytes
	 */
	public long limit() {
		return this.limit;
	}

	/**
	 * What is granted or retained.
	 * @return bytes
	 */
	public synchronized long used() {
		// Pages on their way from one region to the next are in both for a moment.
		return Math.min(this.limit, this.used + this.retained.bytes());
	}

	/**
	 * What nobody holds, but is kept for the next.
	 * @return bytes
	 */
	public long retained() {
		return this.retained.bytes();
	}

	/**
	 * How many hold memory.
	 * @return granted reservations
	 */
	public synchronized int entries() {
		return this.granted.size();
	}

}
