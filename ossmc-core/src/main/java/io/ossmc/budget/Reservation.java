package io.ossmc.budget;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.ossmc.OssModelCapacityException;
import io.ossmc.memory.Region;
import io.ossmc.thread.Nanos;

/** A share of the budget, or a place in the queue for one. Thread-safe. */
public final class Reservation implements AutoCloseable {

	private final MemoryBudget budget;

	private final String holder;

	/** What it was split from, or itself. */
	private final Reservation whole;

	private final CompletableFuture<Reservation> admitted = new CompletableFuture<>();

	// Guarded by the budget.

	private Kind kind;

	private State state = State.WAITING;

	private long bytes;

	private boolean lingering;

	Reservation(MemoryBudget budget, String holder, long bytes, Kind kind) {
		this.budget = budget;
		this.holder = holder;
		this.bytes = bytes;
		this.kind = kind;
		this.whole = this;
	}

	/** A part of a granted one. */
	private Reservation(Reservation source, long bytes) {
		this.budget = source.budget;
		this.holder = source.holder;
		this.bytes = bytes;
		this.kind = source.kind;
		this.state = State.GRANTED;
		this.whole = source.whole;
		this.admitted.complete(this);
	}

	/** Under the budget's lock. */
	Reservation part(long part) {
		if (part < 0 || part > this.bytes) {
			throw new IllegalArgumentException(part + " of " + this.bytes + " bytes");
		}
		this.bytes -= part;
		return new Reservation(this, part);
	}

	void granted() {
		this.admitted.complete(this);
	}

	void refused(OssModelCapacityException reason) {
		this.admitted.completeExceptionally(reason);
	}

	/**
	 * Who asked.
	 * @return a model's name or an object's URI
	 */
	public String holder() {
		return this.holder;
	}

	/**
	 * How much.
	 * @return bytes, without what was split off
	 */
	public long bytes() {
		synchronized (this.budget) {
			return this.bytes;
		}
	}

	/**
	 * Its turn.
	 * @return completes with this reservation once it is granted; is cancelled if it is
	 * closed before
	 */
	public CompletableFuture<Reservation> admitted() {
		return this.admitted;
	}

	/**
	 * Waits for its turn.
	 * @param timeout how long
	 * @throws OssModelCapacityException if the time is over, or it was asked for
	 * {@linkplain MemoryBudget#requestNow now} and would have to wait after all; says who
	 * holds what
	 * @throws InterruptedException if the thread was interrupted, or the reservation
	 * closed by another thread
	 */
	public void await(Duration timeout) throws InterruptedException {
		try {
			this.admitted.get(Nanos.of(timeout), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException _) {
			throw tooLong(timeout);
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof OssModelCapacityException refused) {
				throw refused;
			}
			throw new IllegalStateException(ex.getCause());
		}
		catch (CancellationException _) {
			throw new InterruptedException(this.holder + " was closed while waiting for memory");
		}
	}

	/**
	 * Explains that it waited too long.
	 * @param timeout how long that was
	 * @return the error; it says who holds what
	 */
	public OssModelCapacityException tooLong(Duration timeout) {
		return this.budget.tooLong(this,
				(timeout.toSeconds() > 0) ? timeout.toSeconds() + " s" : timeout.toMillis() + " ms");
	}

	/**
	 * Says that somebody waits for what was only asked for in advance: it goes to the end
	 * of those that are waited for. Does nothing if it is there or granted already.
	 */
	public void demand() {
		this.budget.demand(this);
	}

	/**
	 * Takes a part off a granted reservation. Both are closed independently.
	 * @param part how much of it, bytes
	 * @return a granted reservation of the same holder
	 * @throws IllegalStateException if this one is not granted, closed, or
	 * {@linkplain #returns() returning}
	 * @throws IllegalArgumentException if this one has less than that
	 */
	public Reservation split(long part) {
		return this.budget.split(this, part);
	}

	/**
	 * Says that its memory has been given up but another process keeps the pages: it
	 * stays charged until it is closed, and is shown as lingering.
	 */
	public void lingers() {
		this.budget.lingers(this);
	}

	/**
	 * Says that its memory is being given up: who waits counts on it for a while, and no
	 * more than is needed is given up besides. Does nothing unless it is granted.
	 */
	public void returns() {
		this.budget.returns(this);
	}

	/** Takes {@link #returns()} back: somebody uses the memory after all. */
	public void stays() {
		this.budget.stays(this);
	}

	/**
	 * Closes it when the memory it is for has gone back to the system; while another
	 * process keeps it, it {@linkplain #lingers() lingers}.
	 * @param region that memory; to be closed by its owner
	 */
	public void closeWhenFreed(Region region) {
		region.whenReleased().thenRun(() -> {
			if (region.lingers()) {
				lingers();
			}
		});
		region.whenFreed().thenRun(this::close);
	}

	/** Gives the share, or the place in the queue, back. Idempotent. */
	@Override
	public void close() {
		this.budget.release(this);
		this.admitted.cancel(false);
	}

	// What follows is the budget's, under its lock.

	Reservation whole() {
		return this.whole;
	}

	Kind kind() {
		return this.kind;
	}

	void kind(Kind other) {
		this.kind = other;
	}

	State state() {
		return this.state;
	}

	void state(State next) {
		this.state = next;
	}

	boolean lingering() {
		return this.lingering;
	}

	void lingering(boolean now) {
		this.lingering = now;
	}

	/** Who waits for it. */
	enum Kind {

		/** Somebody does. */
		DEMAND,

		/** Somebody does who would rather be refused than have others wait for him. */
		NOW,

		/** Nobody does yet. */
		PREFETCH

	}

	/** How far it is. */
	enum State {

		WAITING, GRANTED, CLOSED

	}

}
