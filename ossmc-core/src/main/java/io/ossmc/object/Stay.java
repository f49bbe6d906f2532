package io.ossmc.object;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.ossmc.OssModelCapacityException;
import io.ossmc.OssModelTransferException;
import io.ossmc.cache.IdleEntry;
import io.ossmc.cache.Reservation;
import io.ossmc.spi.OssModelListener.EvictionCause;
import io.ossmc.thread.Nanos;
import io.ossmc.thread.Waiting;
import org.jspecify.annotations.Nullable;

/**
 * One time that an object is in memory, or waits for it. Who uses it is counted; a stay
 * that nobody uses may be dropped when room is needed. Thread-safe.
 * <p>
 * One atomic word holds the number of users, whether a byte was handed out, and whether
 * the stay has ended, so that it ends either before somebody comes in or not at all. A
 * stay of which bytes were handed out ends only after the verdict on them: what replaces
 * it has a verdict of its own, which says nothing of them.
 */
final class Stay implements IdleEntry {

	private static final int ENDED = 1 << 31;

	private static final int READ = 1 << 30;

	private static final int USERS = READ - 1;

	private final ObjectSource source;

	private final Reservation reservation;

	private final Owner owner;

	private final CompletableFuture<Fetch> begun = new CompletableFuture<>();

	private final AtomicInteger word = new AtomicInteger();

	private final AtomicBoolean pinned = new AtomicBoolean();

	/** Whether the owner has been told of the verdict. */
	private volatile boolean judged;

	private volatile long lastUsed = Long.MIN_VALUE;

	/** Guarded by this until it has begun. */
	private @Nullable Fetch fetch;

	private Stay(ObjectSource source, Reservation reservation, Owner owner) {
		this.source = source;
		this.reservation = reservation;
		this.owner = owner;
	}

	/**
	 * Takes a place in the queue among those that nobody waits for.
	 * @param source the object
	 * @param owner told what becomes of it
	 * @return the stay, waiting or already begun
	 * @throws OssModelCapacityException if the object is larger than the whole budget
	 */
	static Stay take(ObjectSource source, Owner owner) {
		Stay stay = new Stay(source, source.services().budget().prefetch(source.uri().toString(), source.charge()),
				owner);
		if (stay.reservation.admitted().isDone()) {
			stay.begin();
		}
		else {
			stay.reservation.admitted().thenRunAsync(stay::begin, source.services().threads().tasks());
		}
		return stay;
	}

	/**
	 * Comes in, and waits for it from now on.
	 * @return false if the stay has ended
	 */
	boolean enter() {
		for (int now = this.word.get(); now >= 0; now = this.word.get()) {
			if (this.word.compareAndSet(now, now + 1)) {
				if (!this.begun.isDone()) {
					this.reservation.demand();
				}
				return true;
			}
		}
		return false;
	}

	/** Goes out. If nobody waits for memory any more, the place in the queue is lost. */
	void leave() {
		this.lastUsed = System.nanoTime();
		int now = this.word.decrementAndGet();
		if ((now & USERS) > 0) {
			return;
		}
		if (!this.begun.isDone() && end(now)) {
			this.source.services().idle().take(this);
			free();
			this.owner.ended(this);
		}
		this.source.services().idle().left();
	}

	private boolean end(int expected) {
		return expected >= 0 && this.word.compareAndSet(expected, expected | ENDED);
	}

	/** Stays in for as long as the object is open, once for all views. */
	void pin() {
		if (this.pinned.compareAndSet(false, true)) {
			this.source.services().idle().take(this);
		}
		else {
			leave();
		}
	}

	/** A user is about to see bytes. */
	void read() {
		if ((this.word.get() & READ) == 0) {
			this.word.getAndUpdate((now) -> now | READ);
		}
	}

	/** Bytes were handed out on which there is no verdict yet. */
	boolean owesVerdict() {
		return !unused() && !this.judged;
	}

	boolean inUse() {
		int now = this.word.get();
		return now >= 0 && (now & USERS) > 0 && fetched() != null;
	}

	boolean ended() {
		return this.word.get() < 0;
	}

	/** What is in memory. */
	@Nullable Fetch fetched() {
		return (this.begun.isDone() && !this.begun.isCompletedExceptionally()) ? this.begun.join() : null;
	}

	/** Completes when it has its memory. */
	CompletableFuture<Fetch> begun() {
		return this.begun;
	}

	/**
	 * Waits for memory; the caller is in.
	 * @throws OssModelCapacityException if the time is over; says who holds what
	 */
	Fetch await(Duration timeout) {
		try {
			return this.begun.get(Nanos.of(timeout), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException _) {
			throw tooLong(timeout);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new OssModelTransferException("Interrupted while " + this.source.uri() + " waited for memory.",
					"It keeps a place in the queue; read again.", ex);
		}
		catch (CancellationException _) {
			throw new IllegalStateException(this.source.uri() + " is closed");
		}
		catch (ExecutionException ex) {
			throw Waiting.rethrown(ex.getCause());
		}
	}

	OssModelCapacityException tooLong(Duration timeout) {
		return this.reservation.tooLong(timeout);
	}

	/** Its turn has come. */
	private void begin() {
		Fetch fresh;
		synchronized (this) {
			if (ended()) {
				return;
			}
			try {
				fresh = Fetch.begin(this.source, this.reservation);
			}
			catch (RuntimeException | Error ex) {
				this.word.getAndUpdate((now) -> now | ENDED);
				this.begun.completeExceptionally(ex);
				return;
			}
			this.fetch = fresh;
		}
		this.begun.complete(fresh);
		fresh.transfer().done().whenComplete((_, error) -> judge(error));
		if (bytes() > 0) {
			this.source.services().idle().add(this);
			if (ended() || this.pinned.get()) {
				this.source.services().idle().take(this);
			}
		}
	}

	private void judge(@Nullable Throwable error) {
		// That the transfer of a dropped stay was cancelled is no failure of the object.
		if (error == null || !ended()) {
			this.owner.judged(error);
		}
		this.judged = true;
		this.source.services().idle().left();
	}

	/** Ends it whoever is in: their views and reads throw. Idempotent. */
	void close() {
		if (this.word.getAndUpdate((now) -> now | ENDED) >= 0) {
			this.source.services().idle().take(this);
			free();
		}
	}

	private void free() {
		Fetch there;
		synchronized (this) {
			there = this.fetch;
		}
		if (there != null) {
			there.close();
		}
		else {
			this.reservation.close();
			this.begun.cancel(false);
		}
	}

	@Override
	public String name() {
		return this.source.uri().toString();
	}

	@Override
	public long bytes() {
		return this.reservation.bytes();
	}

	@Override
	public @Nullable Duration expireAfterAccess() {
		return null;
	}

	@Override
	public boolean heldElsewhere() {
		return false;
	}

	@Override
	public boolean unused() {
		return (this.word.get() & READ) == 0;
	}

	@Override
	public long lastUsed() {
		return this.lastUsed;
	}

	@Override
	public boolean claim() {
		int now = this.word.get();
		boolean free = (now & USERS) == 0 && ((now & READ) == 0 || this.judged);
		return free && end(now);
	}

	@Override
	public void giveUp(EvictionCause cause) {
		this.source.services().evictions().evicted(name(), cause, bytes());
		free();
		this.owner.ended(this);
	}

	/** Whose stay it is. */
	interface Owner {

		/** The verdict is there, or the reason why there is none. */
		void judged(@Nullable Throwable error);

		/** It was dropped, or nobody waited any longer. */
		void ended(Stay stay);

	}

}
