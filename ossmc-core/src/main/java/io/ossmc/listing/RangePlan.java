package io.ossmc.listing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import io.ossmc.OssUri;
import io.ossmc.oss.ListedObject;
import io.ossmc.oss.ObjectStore;
import org.jspecify.annotations.Nullable;

/**
 * Which ranges a listing consists of, and which of them is asked next. Begins with one;
 * whoever is idle cuts off the end of another, at a key that {@link Pivots} names. Where
 * the order does not matter, or little is read ahead, of the range in which most remains;
 * else near the front, in pieces small enough that what is read ahead is spread over all
 * who ask.
 * <p>
 * How a range is cut decides how fast a listing is; that it is exact follows from the
 * ranges alone: each is listed without a gap, and what a page brings beyond its bound is
 * another's.
 * <p>
 * For one listing; the lock of {@link RangedPages} guards it.
 */
final class RangePlan {

	/** Keys that are worth another request, beside the page under way. */
	private static final double WORTHWHILE = 2.5 * ObjectStore.PAGE;

	/** Keys that are asked for ahead of the reader, however much is read ahead. */
	static final double NEAR = 32.0 * ObjectStore.PAGE;

	/** Answers until a range is looked at again that was not worth cutting. */
	private static final int PATIENCE = 16;

	/** Pieces in a row of which nobody has heard. */
	private static final double BOLDEST = 64;

	private final OssUri prefix;

	private final boolean ordered;

	private final Pivots pivots;

	/** From the front. */
	private final List<KeyRange> ranges = new ArrayList<>();

	private long answers;

	/** Whether only pieces are cut off now, since so much is read ahead. */
	private boolean pieces;

	/**
	 * How many pieces are cut off next to one another before one of them has answered.
	 */
	private double boldness = 8;

	/**
	 * A listing from a key on.
	 * @param prefix below which
	 * @param after the key; null for all
	 * @param ordered whether pages are wanted in order
	 */
	RangePlan(OssUri prefix, @Nullable String after, boolean ordered) {
		this.prefix = prefix;
		this.ordered = ordered;
		this.pivots = new Pivots(prefix.key());
		this.ranges.add(range(after, null));
	}

	private KeyRange range(@Nullable String after, @Nullable String bound) {
		return new KeyRange(new ListingRules(this.prefix, false, after), after, bound);
	}

	/** The first range, which is the one to go on with. */
	KeyRange front() {
		return this.ranges.getFirst();
	}

	/** Whether there is nothing more to ask for or to read. */
	boolean isDone() {
		return this.ranges.isEmpty();
	}

	/**
	 * The range whose next page is asked for, which counts as asked from then on: one
	 * that waits, else what is cut off another.
	 * @param room keys that may be read ahead, as many as fit
	 * @param held keys that are read ahead, or under way
	 * @return null if nothing is worth a request
	 */
	@Nullable KeyRange next(double room, double held) {
		this.pieces = this.ordered && held > room / 4;
		KeyRange next = this.pieces ? nearest(room, held) : largest();
		if (next != null) {
			next.asked = true;
		}
		return next;
	}

	/**
	 * What waits nearest to the front, or can be cut off there: but not so far ahead that
	 * what lies before it would want the room of its pages.
	 */
	private @Nullable KeyRange nearest(double room, double held) {
		boolean full = held >= room;
		double ahead = 0;
		for (int i = 0; i < this.ranges.size() && ahead <= (full ? NEAR : room); i++) {
			KeyRange range = this.ranges.get(i);
			if (!range.ended) {
				if (!range.asked) {
					return range;
				}
				KeyRange rest = cut(i, full ? ObjectStore.PAGE : 1.5 * Pivots.PIECE);
				if (rest != null) {
					return rest;
				}
				ahead += this.pivots.remaining(range);
			}
			ahead += range.held;
		}
		return null;
	}

	/** What waits, else what is cut off the range in which most remains. */
	private @Nullable KeyRange largest() {
		List<KeyRange> candidates = new ArrayList<>();
		for (KeyRange range : this.ranges) {
			if (!range.ended) {
				if (!range.asked) {
					return range;
				}
				candidates.add(range);
			}
		}
		candidates.sort(Comparator.comparingDouble(this.pivots::remaining).reversed());
		for (KeyRange range : candidates) {
			KeyRange rest = cut(this.ranges.indexOf(range), WORTHWHILE);
			if (rest != null) {
				return rest;
			}
		}
		return null;
	}

	/**
	 * A page has come.
	 * @param range of which it is
	 * @param entries checked
	 * @param truncated whether it said that more follows
	 * @return those that belong to the range
	 */
	List<ListedObject> arrived(KeyRange range, List<ListedObject> entries, boolean truncated) {
		range.asked = false;
		range.keptUntil = 0;
		this.answers++;
		List<ListedObject> kept = within(entries, range.bound);
		if (range.listed == 0) {
			this.boldness = kept.isEmpty() ? Math.max(1, this.boldness * 0.7) : Math.min(BOLDEST, this.boldness + 1);
		}
		this.pivots.learn(range, entries);
		skip(range, entries, truncated);
		if (!kept.isEmpty()) {
			range.listed(kept);
		}
		boolean over = kept.size() < entries.size() || range.after != null && range.after.equals(range.bound);
		if (!over && !truncated && !range.doubted && this.pivots.behind(range.after)) {
			// Removed meanwhile, or not true.
			range.doubted = true;
		}
		else {
			range.ended = over || !truncated;
		}
		if (!this.ordered && range.ended) {
			this.ranges.remove(range);
		}
		return kept;
	}

	/** Drops what has come to its end at the front, and has been read. */
	void dropRead() {
		while (!this.ranges.isEmpty() && front().ended && front().pages.isEmpty()) {
			this.ranges.removeFirst();
		}
	}

	private static List<ListedObject> within(List<ListedObject> entries, @Nullable String bound) {
		int end = entries.size();
		if (bound != null) {
			while (end > 0 && KeyOrder.INSTANCE.compare(entries.get(end - 1).summary().key(), bound) > 0) {
				end--;
			}
		}
		return (end == entries.size()) ? entries : List.copyOf(entries.subList(0, end));
	}

	/** Nothing lies between where a page was asked for and its first key. */
	private void skip(KeyRange range, List<ListedObject> entries, boolean truncated) {
		String next = entries.isEmpty() ? null : entries.getFirst().summary().key();
		if (next == null && (truncated || this.pivots.behind(range.after))) {
			return;
		}
		for (int i = this.ranges.indexOf(range) + 1; i < this.ranges.size(); i++) {
			KeyRange later = this.ranges.get(i);
			if (next != null && KeyOrder.INSTANCE.compare(later.after, next) >= 0) {
				return;
			}
			if (later.listed == 0) {
				if (!later.asked
						&& (next == null || later.bound != null && KeyOrder.INSTANCE.compare(later.bound, next) < 0)) {
					later.ended = true;
				}
				else if (next != null) {
					later.low = KeyRange.characters(next);
					later.remaining = -1;
				}
			}
		}
	}

	/** Cuts off the end of a range; null if that is not worthwhile. */
	private @Nullable KeyRange cut(int index, double worthwhile) {
		KeyRange range = this.ranges.get(index);
		if (range.keptUntil > this.answers) {
			return null;
		}
		String key = (unanswered(index) <= this.boldness)
				? this.pivots.pivot(range, worthwhile, this.pieces ? Pivots.PIECE : Double.MAX_VALUE) : null;
		if (key == null) {
			range.keptUntil = this.answers + PATIENCE;
			return null;
		}
		KeyRange rest = range(key, range.bound);
		rest.sample = (range.sample != null) ? range.sample.inherited() : null;
		rest.before = range.low;
		range.bound(key);
		range.cuts++;
		this.ranges.add(index + 1, rest);
		return rest;
	}

	/** How many ranges in a row nobody has heard of, beside one. */
	private int unanswered(int index) {
		int count = 0;
		for (int i = index + 1; i < this.ranges.size() && isUnanswered(this.ranges.get(i)); i++) {
			count++;
		}
		for (int i = index; i >= 0 && isUnanswered(this.ranges.get(i)); i--) {
			count++;
		}
		return count;
	}

	private static boolean isUnanswered(KeyRange range) {
		return !range.ended && (range.sample == null || !range.sample.own());
	}

}
