package io.ossmc.object;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Who is in a residency, and whether it may end: the number of readers, whether somebody
 * used it, whether bytes were handed out, whether there is a verdict on them, and whether
 * it has ended, in one atomic word. So it ends either before somebody comes in or not
 * while he is in it, and of all who want to end it exactly one is told that he did.
 */
final class Readers {

	private static final int ENDED = 1 << 31;

	private static final int USED = 1 << 30;

	private static final int SEEN = 1 << 29;

	private static final int JUDGED = 1 << 28;

	private static final int COUNT = JUDGED - 1;

	private final AtomicInteger word = new AtomicInteger();

	/**
	 * Counts a reader in.
	 * @return false if the residency has ended
	 */
	boolean enter() {
		for (int now = this.word.get(); now >= 0; now = this.word.get()) {
			if (this.word.compareAndSet(now, now + 1)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Counts a reader out.
	 * @return whether he was the last
	 */
	boolean leave() {
		return (this.word.decrementAndGet() & COUNT) == 0;
	}

	/** A reader found what he came for, or is about to. */
	void use() {
		if ((this.word.get() & USED) == 0) {
			this.word.getAndUpdate((now) -> now | USED);
		}
	}

	/**
	 * A reader is about to hand bytes out.
	 * @return false if he must not, because the residency has ended
	 */
	boolean see() {
		for (int now = this.word.get(); now >= 0; now = this.word.get()) {
			if ((now & SEEN) != 0 || this.word.compareAndSet(now, now | SEEN | USED)) {
				return true;
			}
		}
		return false;
	}

	/** The bytes were found to be right. */
	void judged() {
		this.word.getAndUpdate((now) -> now | JUDGED);
	}

	/**
	 * Ends the residency if nobody is in and no verdict is owed.
	 * @return whether this call did it
	 */
	boolean endUnlessNeeded() {
		int now = this.word.get();
		return now >= 0 && (now & COUNT) == 0 && !owesVerdict(now) && this.word.compareAndSet(now, now | ENDED);
	}

	/**
	 * Ends the residency, whoever is in.
	 * @return whether this call did it
	 */
	boolean end() {
		return this.word.getAndUpdate((now) -> now | ENDED) >= 0;
	}

	boolean ended() {
		return this.word.get() < 0;
	}

	boolean any() {
		return (this.word.get() & COUNT) > 0;
	}

	/** Whether nobody found what he came for. */
	boolean unused() {
		return (this.word.get() & USED) == 0;
	}

	/** Whether bytes were handed out on which there is no verdict. */
	boolean oweVerdict() {
		return owesVerdict(this.word.get());
	}

	private static boolean owesVerdict(int now) {
		return (now & (SEEN | JUDGED)) == SEEN;
	}

}
