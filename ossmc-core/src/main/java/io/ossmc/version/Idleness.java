package io.ossmc.version;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.ossmc.budget.IdleEntries;
import io.ossmc.budget.IdleEntry;
import io.ossmc.spi.OssModelListener.EvictionCause;
import org.jspecify.annotations.Nullable;

/**
 * Who is in a version, in one atomic word: its uses (leases that are in use, and the
 * connector itself while it pins the model), its leases, whether it has ended (nobody
 * new) and whether the model has let go of it.
 * <p>
 * A lease holds the memory until it is closed. It is in use from the beginning, and rests
 * while an object stands on it that nobody uses. As long as there is a use, coming and
 * going is one step; the last one who goes makes the version one of the idle entries, the
 * first one who comes takes it out again. Whoever {@linkplain #claim claims} it or ends
 * it otherwise does so in one step too: who comes after that hears that it is being given
 * up. Of all who close leases and whoever lets go of it, exactly one hears that he is the
 * last and has to free it. It begins with one use, the connector's, so that nothing
 * happens to it before it is in its place.
 */
public final class Idleness implements IdleEntry {

	/** Nobody new; the bits below count those who are still in. */
	private static final long ENDED = 1L << 63;

	/** The model has let go: the last lease frees the memory. */
	private static final long LET_GO = 1L << 62;

	private static final long LEASE = 1L << 31;

	private static final long LEASES = LET_GO - LEASE;

	private static final long USE = 1L;

	private static final long USES = LEASE - USE;

	private final String name;

	private final Memory memory;

	private final IdleEntries idle;

	private final Supplier<@Nullable Duration> time;

	private final Consumer<EvictionCause> giveUp;

	/** Its uses go from and to zero only under the lock of this. */
	private final AtomicLong word = new AtomicLong(USE);

	private volatile boolean used;

	/**
	 * Creates the count of a version, with one use, the connector's.
	 * @param name the model's
	 * @param memory the version's
	 * @param idle where it goes when nobody uses it
	 * @param time how long it may be there
	 * @param giveUp called on a thread without locks when it has to go
	 */
	public Idleness(String name, Memory memory, IdleEntries idle, Supplier<@Nullable Duration> time,
			Consumer<EvictionCause> giveUp) {
		this.name = name;
		this.memory = memory;
		this.idle = idle;
		this.time = time;
		this.giveUp = giveUp;
	}

	/**
	 * Counts a use in.
	 * @return false if the version is being given up
	 */
	boolean enter() {
		return enter(USE);
	}

	/**
	 * Counts a lease in that is in use.
	 * @return false if the version is being given up
	 */
	boolean enterLease() {
		return enter(LEASE + USE);
	}

	private boolean enter(long more) {
		for (long now = this.word.get(); now >= 0 && (now & USES) > 0; now = this.word.get()) {
			if (this.word.compareAndSet(now, now + more)) {
				markUsed();
				return true;
			}
		}
		return enterAlone(more);
	}

	private synchronized boolean enterAlone(long more) {
		markUsed();
		long before = this.word.getAndUpdate((now) -> (now < 0) ? now : now + more);
		if (before >= 0 && (before & USES) == 0) {
			this.idle.take(this);
		}
		return before >= 0;
	}

	/** A plain read is cheaper than a write that every processor has to see. */
	private void markUsed() {
		if (!this.used) {
			this.used = true;
		}
	}

	/** Counts a use out. */
	void leave() {
		for (long now = this.word.get(); now < 0 || (now & USES) > 1; now = this.word.get()) {
			if (this.word.compareAndSet(now, now - USE)) {
				return;
			}
		}
		leaveAlone();
	}

	private synchronized void leaveAlone() {
		long left = this.word.addAndGet(-USE);
		if (left >= 0 && (left & USES) == 0) {
			this.idle.add(this);
		}
	}

	/**
	 * Counts a lease out; its use has left before.
	 * @return true if the caller has to free the version now
	 */
	boolean leaveLease() {
		return free(this.word.addAndGet(-LEASE));
	}

	/**
	 * The model lets go of it: nobody comes in any more, and the last lease frees it.
	 * @return true if the caller has to free it now; false if the last lease will, or if
	 * this is not the first call
	 */
	synchronized boolean letGo() {
		long before = this.word.getAndUpdate((now) -> now | ENDED | LET_GO);
		this.idle.take(this);
		return (before & (LET_GO | LEASES)) == 0;
	}

	/** Asked of one value of the word, so that exactly one thread hears yes. */
	private static boolean free(long now) {
		return (now & LET_GO) != 0 && (now & LEASES) == 0;
	}

	/** Says that its time is another now. */
	public synchronized void timeChanged() {
		if ((this.word.get() & (ENDED | USES)) == 0) {
			this.idle.add(this);
		}
	}

	/**
	 * Lets nobody in any more, if there is nobody but the connector.
	 * @param own how often that is counted
	 * @return false if there is somebody
	 */
	public synchronized boolean endUnlessUsed(int own) {
		boolean alone = end(own) || (this.word.get() & (ENDED | USES)) == ENDED;
		if (alone) {
			this.idle.take(this);
		}
		return alone;
	}

	/** Leases that rest may come and go meanwhile. */
	private boolean end(int uses) {
		long before = this.word.getAndUpdate((now) -> ((now & (ENDED | USES)) == uses * USE) ? now | ENDED : now);
		return (before & (ENDED | USES)) == uses * USE;
	}

	public boolean ended() {
		return this.word.get() < 0;
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public long bytes() {
		return this.memory.freeable();
	}

	@Override
	public void parts(Parts parts) {
		this.memory.parts(parts);
	}

	@Override
	public @Nullable Duration expireAfterAccess() {
		return this.time.get();
	}

	@Override
	public boolean heldElsewhere() {
		return this.memory.heldElsewhere();
	}

	@Override
	public boolean unused() {
		return !this.used;
	}

	@Override
	public boolean claim() {
		boolean ours;
		synchronized (this) {
			ours = end(0);
		}
		if (ours) {
			this.memory.returns();
		}
		return ours;
	}

	@Override
	public void giveUp(EvictionCause cause) {
		this.giveUp.accept(cause);
	}

	/** What goes with the version. */
	interface Memory {

		/** Real pages that come back if it goes now. */
		long freeable();

		/** What it consists of, for who counts several. */
		void parts(IdleEntry.Parts parts);

		/** Whether another process has files of it. */
		boolean heldElsewhere();

		/** It will go. */
		void returns();

	}

}
