package io.ossmc.object;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

import io.ossmc.OssModelCapacityException;
import io.ossmc.OssModelException;
import io.ossmc.OssModelTransferException;
import io.ossmc.budget.IdleEntry;
import io.ossmc.budget.Reservation;
import io.ossmc.spi.OssModelListener.EvictionCause;
import io.ossmc.thread.Nanos;
import io.ossmc.thread.Waiting;
import org.jspecify.annotations.Nullable;

/**
 * One time that an object is in memory, or waits for it. A residency that nobody uses may
 * be dropped when room is needed. Thread-safe.
 * <p>
 * {@link Readers} says in one step whether it ends and who ended it; that one frees what
 * it has, or if its bytes will not come, the last one who leaves. A residency of which
 * bytes were handed out ends only after the verdict on them: what replaces it has a
 * verdict of its own, which says nothing of them.
 */
final class Residency implements IdleEntry {

	private final ObjectSource source;

	private final Reservation reservation;

	private final Resident owner;

	private final CompletableFuture<ObjectFetch> begun = new CompletableFuture<>();

	private final Readers readers = new Readers();

	private final AtomicBoolean pinned = new AtomicBoolean();

	private volatile long lastUsed = Long.MIN_VALUE;

	/** Why its bytes will not come; null unless that ended it. */
	private volatile @Nullable Throwable failure;

	/** Guarded by this until it has begun. */
	private @Nullable ObjectFetch fetch;

	private Residency(ObjectSource source, Reservation reservation, Resident owner) {
		this.source = source;
		this.reservation = reservation;
		this.owner = owner;
	}

	/**
	 * Takes a place in the queue among those that nobody waits for.
	 * @param source the object
	 * @param owner told what becomes of it
	 * @return the residency, waiting or already begun
	 * @throws OssModelCapacityException if the object is larger than the whole budget
	 */
	static Residency take(ObjectSource source, Resident owner) {
		Residency residency = new Residency(source,
				source.services().budget().prefetch(source.toString(), source.charge()), owner);
		if (residency.reservation.admitted().isDone()) {
			residency.begin();
		}
		else {
			residency.reservation.admitted().thenRun(residency::handOver);
		}
		return residency;
	}

	/**
	 * Comes in, and waits for it from now on.
	 * @return false if the residency has ended
	 */
	boolean enter() {
		boolean in = this.readers.enter();
		if (in && !this.begun.isDone()) {
			this.reservation.demand();
		}
		return in;
	}

	/**
	 * Goes out. If nobody waits for memory any more, the place in the queue is lost; if
	 * the bytes will not come, the memory is.
	 */
	void leave() {
		this.lastUsed = System.nanoTime();
		if (!this.readers.leave()) {
			return;
		}
		if (this.readers.ended()) {
			free();
		}
		else if (!this.begun.isDone() && this.readers.endUnlessNeeded()) {
			this.source.services().idle().take(this);
			free();
			this.owner.ended(this);
		}
		this.source.services().idle().left();
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

	/** Somebody wants what is there, or is to come. */
	void use() {
		this.readers.use();
	}

	/**
	 * A reader is about to hand out bytes.
	 * @return false if they are not the object's any more: it has ended
	 */
	boolean see() {
		return this.readers.see();
	}

	/** Bytes were handed out on which there is no verdict yet. */
	boolean owesVerdict() {
		return this.readers.oweVerdict();
	}

	boolean inUse() {
		return !ended() && this.readers.any() && fetched() != null;
	}

	boolean ended() {
		return this.readers.ended();
	}

	/**
	 * Why nobody comes in any more: it could not begin, or its fetch failed. Null if
	 * neither is so; then another one may bring what this one did not.
	 */
	@Nullable Throwable refusal() {
		Throwable failed = this.failure;
		return (failed == null && this.begun.isCompletedExceptionally() && !this.begun.isCancelled())
				? this.begun.exceptionNow() : failed;
	}

	/** What is in memory. */
	@Nullable ObjectFetch fetched() {
		return (this.begun.isDone() && !this.begun.isCompletedExceptionally()) ? this.begun.join() : null;
	}

	/** Completes when it has its memory. */
	CompletableFuture<ObjectFetch> begun() {
		return this.begun;
	}

	/**
	 * Waits for memory; the caller is in.
	 * @throws OssModelCapacityException if the time is over; says who holds what
	 */
	ObjectFetch await(Duration timeout) {
		try {
			return this.begun.get(Nanos.of(timeout), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException _) {
			throw tooLong(timeout);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new OssModelTransferException("Interrupted while " + this.source + " waited for memory.",
					"It keeps a place in the queue; read again.", ex);
		}
		catch (CancellationException _) {
			throw new IllegalStateException(this.source + " is closed");
		}
		catch (ExecutionException ex) {
			throw Waiting.rethrown(ex.getCause());
		}
	}

	OssModelCapacityException tooLong(Duration timeout) {
		return this.reservation.tooLong(timeout);
	}

	/** Its turn has come, on a thread that has others to tell. */
	private void handOver() {
		try {
			this.source.services().threads().tasks().execute(this::begin);
		}
		catch (RuntimeException | Error ex) {
			this.reservation.close();
			refuse(ex);
		}
	}

	/** Its turn has come. */
	private void begin() {
		ObjectFetch fresh;
		synchronized (this) {
			if (ended()) {
				return;
			}
			try {
				fresh = ObjectFetch.begin(this.source, this.reservation);
			}
			catch (RuntimeException | Error ex) {
				refuse(ex);
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

	/** Tells those who are in; whoever comes later begins anew. */
	private void refuse(Throwable reason) {
		this.begun.completeExceptionally((reason instanceof OssModelException) ? reason : new OssModelTransferException(
				"The fetch of " + this.source + " could not begin: " + reason + ".", "Read it again.", reason));
		this.readers.end();
	}

	private void judge(@Nullable Throwable error) {
		if (error == null) {
			this.owner.judged();
			this.readers.judged();
			this.source.services().idle().left();
		}
		else {
			// That the transfer of a dropped residency was cancelled is no failure.
			this.owner.failed(this, error);
		}
	}

	/**
	 * Ends it because its bytes will not come. Those who are in hear why from the
	 * transfer; the last of them frees the memory.
	 * @param reason for those who were about to come in
	 * @return whether this call ended it
	 */
	boolean fail(Throwable reason) {
		boolean ours = this.readers.end();
		if (ours) {
			this.failure = reason;
			this.source.services().idle().take(this);
			if (!this.readers.any()) {
				free();
			}
		}
		return ours;
	}

	/**
	 * Gives up what is on its way, with a reason for those who wait; what is complete
	 * stays, and so does a place in the queue.
	 * @return whether there was something on its way
	 */
	boolean abort(OssModelException reason) {
		ObjectFetch coming = fetched();
		if (coming == null) {
			return false;
		}
		coming.transfer().cancel(reason);
		return coming.transfer().done().state() != Future.State.SUCCESS;
	}

	/** Ends it whoever is in: their views and reads throw. Idempotent. */
	void close() {
		if (this.readers.end()) {
			this.source.services().idle().take(this);
			free();
		}
	}

	private void free() {
		ObjectFetch there;
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
		return this.source.toString();
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
		return this.readers.unused();
	}

	@Override
	public long lastUsed() {
		return this.lastUsed;
	}

	@Override
	public boolean claim() {
		boolean ours = this.readers.endUnlessNeeded();
		if (ours) {
			this.reservation.returns();
		}
		return ours;
	}

	@Override
	public void giveUp(EvictionCause cause) {
		free();
		this.owner.ended(this);
		this.source.services().evictions().evicted(this.source.info().object().uri().toString(), cause, bytes());
	}

}
