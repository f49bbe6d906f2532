package io.ossmc.budget;

import java.time.Duration;

import io.ossmc.spi.OssModelListener.EvictionCause;
import org.jspecify.annotations.Nullable;

/**
 * Something in memory that nobody uses now and that can be had again. Compared by
 * {@code equals}; two that may be idle at the same time must differ.
 */
public interface IdleEntry {

	/**
	 * Who it is, for messages.
	 * @return a model's name or an object's URI
	 */
	String name();

	/**
	 * What giving it up now would free: not what others hold as well.
	 * @return bytes of real pages
	 */
	long bytes();

	/**
	 * Names the parts of its memory, for who asks what would come back if many entries
	 * went: a part that several have does when all of them go.
	 * @param parts told of each
	 */
	default void parts(Parts parts) {
		parts.add(this, bytes(), 1);
	}

	/**
	 * How long it may be idle.
	 * @return null if no time makes it go
	 */
	@Nullable Duration expireAfterAccess();

	/**
	 * Whether another process has its files open or mapped: its pages would linger, so it
	 * goes after those of which this is not true. Asked when room is needed, off all
	 * locks.
	 * @return at this moment
	 */
	boolean heldElsewhere();

	/**
	 * Whether nobody has used it since it came into memory: then it was fetched on a
	 * guess, and goes before those that somebody wanted.
	 * @return whether it is a mere guess
	 */
	default boolean unused() {
		return false;
	}

	/**
	 * When it was used last, if that was since it was added: for who uses it too often to
	 * take it out and add it again each time.
	 * @return as {@link System#nanoTime()}
	 */
	default long lastUsed() {
		return Long.MIN_VALUE;
	}

	/**
	 * The one step that decides whether it goes, off all locks. Whoever hears yes gives
	 * it up; from then on nobody comes in and nobody else hears yes, and what it frees
	 * {@linkplain Reservation#returns() returns}. One that refuses because it is in use
	 * is added again, or {@link IdleEntries#left} is called, when that ends.
	 * @return true once, if nobody uses it
	 */
	boolean claim();

	/**
	 * Gives the memory up; must lead to its reservations being closed, soon but not
	 * necessarily before this returns. Called once, by whoever has {@linkplain #claim
	 * claimed} it, on a thread of the connector's that holds no lock, when the entry is
	 * no longer among the idle ones.
	 * @param cause {@code EXPIRED} or {@code CAPACITY}
	 */
	void giveUp(EvictionCause cause);

	/** Takes parts of memory. */
	@FunctionalInterface
	interface Parts {

		/**
		 * Takes one.
		 * @param part which; the same object from all who have it
		 * @param bytes its real pages
		 * @param owners how many keep it and would have to go
		 */
		void add(Object part, long bytes, int owners);

	}

}
