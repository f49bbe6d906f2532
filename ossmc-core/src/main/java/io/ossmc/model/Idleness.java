package io.ossmc.model;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.ossmc.cache.IdleEntries;
import io.ossmc.cache.IdleEntry;
import io.ossmc.spi.OssModelListener.EvictionCause;
import org.jspecify.annotations.Nullable;

/**
 * Who uses a version right now: leases, uses of loaded objects, and the connector itself
 * while it pins the model. As long as there is somebody, entering and leaving is one
 * atomic step; the last one who leaves makes the version one of the idle entries, the
 * first one who comes takes it out again. Whoever {@linkplain #claim claims} it or ends
 * it otherwise does so in one step too: who comes after that hears that it is being given
 * up. It begins with one user, the connector, so that nothing happens to it before it is
 * in its place.
 */
final class Idleness implements IdleEntry {

	/** Nobody new; the bits below count those who are still in. */
	private static final int ENDED = Integer.MIN_VALUE;

	private final String name;

	private final Memory memory;

	private final IdleEntries idle;

	private final Supplier<@Nullable Duration> time;

	private final Consumer<EvictionCause> giveUp;

	/** Goes from and to zero only under the lock of this. */
	private final AtomicInteger users = new AtomicInteger(1);

	private volatile boolean used;

	/**
	 * Creates the count of a version, with the connector as its user.
	 * @param name the model's
	 * @param memory the version's
	 * @param idle where it goes when nobody uses it
	 * @param time how long it may be there
	 * @param giveUp called on a thread without locks when it has to go
	 */
	Idleness(String name, Memory memory, IdleEntries idle, Supplier<@Nullable Duration> time,
			Consumer<EvictionCause> giveUp) {
		this.name = name;
		this.memory = memory;
		this.idle = idle;
		this.time = time;
		this.giveUp = giveUp;
	}

	/**
	 * Counts a user in.
	 * @return false if the version is being given up
	 */
	boolean enter() {
		for (int now = this.users.get(); now > 0; now = this.users.get()) {
			if (this.users.compareAndSet(now, now + 1)) {
				markUsed();
				return true;
			}
		}
		return enterAlone();
	}

	private synchronized boolean enterAlone() {
		markUsed();
		if (this.users.compareAndSet(0, 1)) {
			this.idle.take(this);
			return true;
		}
		return this.users.get() > 0 && enter();
	}

	/** A plain read is cheaper than a write that every processor has to see. */
	private void markUsed() {
		if (!this.used) {
			this.used = true;
		}
	}

	/** Counts a user out. */
	void leave() {
		for (int now = this.users.get(); (now & ~ENDED) > 1; now = this.users.get()) {
			if (this.users.compareAndSet(now, now - 1)) {
				return;
			}
		}
		leaveAlone();
	}

	private synchronized void leaveAlone() {
		if (this.users.decrementAndGet() == 0) {
			this.idle.add(this);
		}
	}

	/** Says that its time is another now. */
	synchronized void timeChanged() {
		if (this.users.get() == 0) {
			this.idle.add(this);
		}
	}

	/**
	 * Lets nobody in any more, if there is nobody but the connector.
	 * @param own how often that is counted
	 * @return false if there is somebody
	 */
	synchronized boolean endUnlessUsed(int own) {
		boolean alone = this.users.compareAndSet(own, own | ENDED) || this.users.get() == ENDED;
		if (alone) {
			this.idle.take(this);
		}
		return alone;
	}

	/** Lets nobody in any more. */
	synchronized void end() {
		this.users.getAndUpdate((now) -> now | ENDED);
		this.idle.take(this);
	}

	boolean ended() {
		return this.users.get() < 0;
	}

	/** How many are in now. */
	int users() {
		return this.users.get() & ~ENDED;
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
			ours = this.users.compareAndSet(0, ENDED);
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
