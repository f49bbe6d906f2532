package io.ossmc.cache;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

import io.ossmc.OssModelCapacityException;

/** A share of the budget, or a place in the queue for one. Thread-safe. */
public final class Reservation implements AutoCloseable {

	private final MemoryBudget budget;

	private final String holder;

	private final long bytes;

	private final CompletableFuture<Reservation> admitted = new CompletableFuture<>();

	private final AtomicBoolean closed = new AtomicBoolean();

	Reservation(MemoryBudget budget, String holder, long bytes) {
		this.budget = budget;
		this.holder = holder;
		this.bytes = bytes;
	}

	void granted() {
		this.admitted.complete(this);
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
	 * @return bytes
	 */
	public long bytes() {
		return this.bytes;
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
	 * @throws OssModelCapacityException if the time is over; says who holds what
	 * @throws InterruptedException if the thread was interrupted, or the reservation
	 * closed by another thread
	 */
	public void await(Duration timeout) throws InterruptedException {
		try {
			this.admitted.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException _) {
			throw tooLong(timeout);
		}
		catch (ExecutionException | CancellationException _) {
			throw new InterruptedException(this.holder + " was closed while waiting for memory");
		}
	}

	/**
	 * Explains that it waited too long.
	 * @param timeout how long that was
	 * @return the error; it says who holds what
	 */
	public OssModelCapacityException tooLong(Duration timeout) {
		return this.budget.tooLong(this, timeout.toSeconds() + " s");
	}

	/** Gives the share, or the place in the queue, back. Idempotent. */
	@Override
	public void close() {
		if (this.closed.compareAndSet(false, true)) {
			this.budget.release(this);
			this.admitted.cancel(false);
		}
	}

}
