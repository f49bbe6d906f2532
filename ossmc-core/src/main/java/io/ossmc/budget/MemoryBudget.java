package io.ossmc.budget;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.ossmc.OssModelCapacityException;
import io.ossmc.budget.Reservation.Kind;
import io.ossmc.budget.Reservation.State;
import io.ossmc.memory.RetainedMemory;

/**
 * A hard limit on the pages that models and objects occupy. See the package description.
 * Thread-safe.
 */
public final class MemoryBudget {

	private final long limit;

	private final RetainedMemory retained;

	private final IdleEntries idle;

	private final SingleFlight reclaim;

	/**
	 * Whether somebody is in the demand queue, or more is taken than there is; written
	 * under the lock.
	 */
	private volatile boolean waiting;

	// Guarded by this.

	private final Holdings holdings = new Holdings();

	private final Returning returning;

	private final AdmissionQueue queue = new AdmissionQueue();

	private final Shortage shortage;

	/**
	 * Creates a budget.
	 * @param limit bytes that may be held at the same time
	 * @param retained pages that count until they are given back, and go first
	 * @param idle what can be given up for somebody who waits
	 */
	public MemoryBudget(long limit, RetainedMemory retained, IdleEntries idle) {
		this.limit = limit;
		this.retained = retained;
		this.idle = idle;
		this.shortage = new Shortage(limit, this.holdings);
		this.returning = new Returning(idle.ticker());
		this.reclaim = new SingleFlight(idle::execute, this::giveUpWhatIsNeeded);
		idle.onChange(this::reclaim);
	}

	/**
	 * Asks for memory that somebody waits for; the reservation is granted at once if
	 * there is room and nobody waits, otherwise in turn, and idle entries are given up
	 * for it.
	 * @param holder who asks, for messages: a model's name or an object's URI
	 * @param bytes how much, in whole pages
	 * @return the reservation, to be closed by the caller whether granted or not
	 * @throws OssModelCapacityException if it is more than the whole budget
	 */
	public Reservation request(String holder, long bytes) {
		return enqueue(holder, bytes, Kind.DEMAND);
	}

	/**
	 * Asks for memory that nobody waits for yet: it is granted when there is room that
	 * nobody waits for, and nothing is given up for it.
	 * @param holder who asks, for messages
	 * @param bytes how much, in whole pages
	 * @return the reservation, to be closed by the caller whether granted or not;
	 * {@link Reservation#demand()} when somebody begins to wait
	 * @throws OssModelCapacityException if it is more than the whole budget
	 */
	public Reservation prefetch(String holder, long bytes) {
		return enqueue(holder, bytes, Kind.PREFETCH);
	}

	/**
	 * Asks for memory only if that keeps nobody else waiting: there must be enough beside
	 * what those who wait will get, counting what idle entries would give back. If these
	 * are used again before they could be given up, the reservation is refused later.
	 * @param holder who asks, for messages
	 * @param bytes how much, in whole pages
	 * @return the reservation, to be closed by the caller whether granted or not
	 * @throws OssModelCapacityException if there is not enough now; says who holds what
	 */
	public Reservation requestNow(String holder, long bytes) {
		long idleBytes = this.idle.bytes();
		synchronized (this) {
			requirePossible(holder, bytes);
			if (this.queue.demanded() > free() - bytes + this.returning.bytes() + idleBytes) {
				throw this.shortage.now(holder, bytes);
			}
		}
		return enqueue(holder, bytes, Kind.NOW);
	}

	/**
	 * Counts memory that somebody took without asking, also beyond the limit: then idle
	 * entries are given up until there is as much again.
	 * @param holder whose it is, for messages
	 * @param bytes how much, in whole pages
	 * @return granted; to be closed by the caller when the memory is gone
	 */
	public Reservation charge(String holder, long bytes) {
		Reservation taken = new Reservation(this, holder, bytes, Kind.DEMAND);
		synchronized (this) {
			taken.state(State.GRANTED);
			this.holdings.grant(taken);
		}
		taken.granted();
		makeRoom();
		proceed();
		return taken;
	}

	private Reservation enqueue(String holder, long bytes, Kind kind) {
		requirePossible(holder, bytes);
		Reservation reservation = new Reservation(this, holder, bytes, kind);
		synchronized (this) {
			this.queue.add(reservation);
		}
		proceed();
		return reservation;
	}

	private void requirePossible(String holder, long bytes) {
		if (bytes < 0) {
			throw new IllegalArgumentException(holder + " asks for " + bytes + " bytes");
		}
		if (bytes > this.limit) {
			throw this.shortage.ever(holder, bytes);
		}
	}

	void demand(Reservation reservation) {
		synchronized (this) {
			if (!this.queue.demand(reservation)) {
				return;
			}
		}
		proceed();
	}

	synchronized Reservation split(Reservation reservation, long bytes) {
		if (reservation.state() != State.GRANTED || this.returning.contains(reservation)) {
			throw new IllegalStateException(reservation.holder() + " has no memory to be split");
		}
		return this.holdings.split(reservation, bytes);
	}

	void lingers(Reservation reservation) {
		synchronized (this) {
			if (reservation.state() != State.GRANTED || reservation.lingering()) {
				return;
			}
			this.holdings.lingers(reservation);
			// It will not come soon: somebody else has to go in its place.
			this.returning.remove(reservation);
		}
		tellIfEmpty();
		reclaim();
	}

	synchronized void returns(Reservation reservation) {
		if (reservation.state() == State.GRANTED && !reservation.lingering()) {
			this.returning.add(reservation);
		}
	}

	void stays(Reservation reservation) {
		synchronized (this) {
			this.returning.remove(reservation);
		}
		reclaim();
	}

	/** What has been given up and is not free yet. */
	synchronized long returning() {
		return this.returning.bytes();
	}

	void release(Reservation reservation) {
		synchronized (this) {
			State state = reservation.state();
			if (state == State.CLOSED) {
				return;
			}
			reservation.state(State.CLOSED);
			if (state == State.GRANTED) {
				this.holdings.drop(reservation);
				this.returning.remove(reservation);
			}
			else {
				this.queue.remove(reservation);
			}
		}
		tellIfEmpty();
		proceed();
	}

	/**
	 * Completes when this process holds nothing any more of what was granted; what
	 * another keeps does not count. For the end, when nobody asks for more.
	 * @return never completed exceptionally; dependent actions must be short
	 */
	public CompletableFuture<Void> whenEmpty() {
		CompletableFuture<Void> asked;
		synchronized (this) {
			asked = this.holdings.whenEmpty();
		}
		tellIfEmpty();
		return asked;
	}

	private void tellIfEmpty() {
		Optional<CompletableFuture<Void>> asked;
		synchronized (this) {
			asked = this.holdings.takeIfEmpty();
		}
		asked.ifPresent((told) -> told.complete(null));
	}

	/**
	 * Gives back as many retained pages as do not fit beside what is granted. To be
	 * called between a grant and the first touch of the memory it is for.
	 */
	public synchronized void makeRoom() {
		long excess = this.holdings.bytes() + this.retained.bytes() - this.limit;
		if (excess > 0) {
			this.retained.release(excess);
		}
	}

	/** Lets in whose turn it is, and makes room for who comes next. */
	private void proceed() {
		List<Reservation> ready = new ArrayList<>();
		synchronized (this) {
			for (Reservation next = this.queue.take(free()); next != null; next = this.queue.take(free())) {
				next.state(State.GRANTED);
				this.holdings.grant(next);
				ready.add(next);
			}
			this.waiting = this.queue.first() != null || free() < 0;
		}
		ready.forEach(Reservation::granted);
		reclaim();
	}

	private long free() {
		return this.limit - this.holdings.bytes();
	}

	/** Gives idle entries up, on one thread at a time and not on the caller's. */
	private void reclaim() {
		if (this.waiting && missing()) {
			this.reclaim.run();
		}
	}

	private void giveUpWhatIsNeeded() {
		boolean more = missing();
		while (more) {
			more = (this.idle.giveUpOne() || refuseWhoWouldKeepOthersWaiting()) && missing();
		}
	}

	/** Whether the first one waits for more than is coming anyway. */
	private synchronized boolean missing() {
		Reservation first = this.queue.first();
		return ((first != null) ? first.bytes() : 0) > free() + this.returning.bytes();
	}

	private boolean refuseWhoWouldKeepOthersWaiting() {
		Reservation first;
		OssModelCapacityException reason;
		synchronized (this) {
			first = this.queue.first();
			if (first == null || first.kind() != Kind.NOW || this.returning.bytes() > 0 || !missing()) {
				return false;
			}
			this.queue.remove(first);
			first.state(State.CLOSED);
			reason = this.shortage.now(first.holder(), first.bytes());
		}
		first.refused(reason);
		proceed();
		return true;
	}

	/**
	 * Explains a wait that was too long.
	 * @param reservation the one that waited
	 * @param waited for how long, for the message
	 * @return the error; it says who holds what
	 */
	synchronized OssModelCapacityException tooLong(Reservation reservation, String waited) {
		return this.shortage.tooLong(reservation, waited);
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
		long granted = this.holdings.bytes();
		return Math.max(granted, Math.min(this.limit, granted + this.retained.bytes()));
	}

	/**
	 * What was given up, but another process keeps.
	 * @return bytes, part of {@link #used()}
	 */
	public synchronized long lingering() {
		return this.holdings.lingering();
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
	 * @return requests of which a part is granted
	 */
	public synchronized int entries() {
		return this.holdings.entries();
	}

}
