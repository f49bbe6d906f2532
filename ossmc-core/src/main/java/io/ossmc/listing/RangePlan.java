package io.ossmc.listing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

import io.ossmc.OssUri;
import io.ossmc.oss.KeyOrder;
import io.ossmc.oss.ListedObject;
import io.ossmc.oss.ListingLimits;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Which ranges a listing consists of, and which of them is asked next. Begins with one;
 * whoever is idle cuts off the end of another, at a key that {@link Alphabet} names:
 * <ul>
 * <li>Where keys are known to lie beyond the range, its rest is halved by the density of
 * the keys that it has shown.</li>
 * <li>Where nobody knows how far keys go, the end is looked for as a galloping search
 * does, over the characters in which the keys that come are alike: cut behind all that
 * share the first of them, then half of them, and so on. A piece without keys costs one
 * request and has told where the end is not.</li>
 * </ul>
 * What is cut, and where, decides how fast a listing is; that it is exact follows from
 * the ranges alone: each is listed without a gap, and what a page brings beyond its bound
 * is another's. Where the order matters, pieces are cut off near the front, and small
 * enough that what is read ahead is spread over all who ask.
 * <p>
 * For one listing; its caller's lock guards it.
 */
final class RangePlan {

	/** Keys that are worth another request, beside the page under way. */
	private static final double WORTHWHILE = 2.5 * ListingLimits.PAGE;

	/** Keys of a piece, where the order matters and much has been read ahead. */
	private static final double PIECE = 6.0 * ListingLimits.PAGE;

	/** Keys that are asked for ahead of the reader, however much is read ahead. */
	static final double NEAR = 32.0 * ListingLimits.PAGE;

	/** A sample of a smaller part of its range says little of what was cut off. */
	private static final double TELLING = 1.0 / 4096;

	/** Pieces in a row of which nobody has heard. */
	private static final double BOLDEST = 64;

	/** Each so many keys of a page are learnt. */
	private static final int LEARNT = 25;

	private static final Comparator<KeyRange> LARGEST = Comparator.comparingDouble((KeyRange range) -> range.remaining)
		.reversed();

	private final OssUri prefix;

	private final int prefixLength;

	private final boolean ordered;

	private final Alphabet alphabet = new Alphabet();

	/** From the front. */
	private final List<KeyRange> ranges = new ArrayList<>();

	/** The last key that is known. */
	private String furthest = "";

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
		this.prefixLength = KeyRange.characters(prefix.key()).length;
		this.ordered = ordered;
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
				KeyRange rest = cut(i, full ? ListingLimits.PAGE : 1.5 * PIECE);
				if (rest != null) {
					return rest;
				}
				ahead += remaining(range);
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
				remaining(range);
				candidates.add(range);
			}
		}
		candidates.sort(LARGEST);
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
		List<ListedObject> kept = within(entries, range.bound);
		if (range.listed == 0) {
			this.boldness = kept.isEmpty() ? Math.max(1, this.boldness * 0.7) : Math.min(BOLDEST, this.boldness + 1);
		}
		learn(range, entries);
		skip(range, entries, truncated);
		if (!kept.isEmpty()) {
			range.listed += kept.size();
			sample(range, kept);
			range.after(kept.getLast().summary().key());
			range.before = null;
		}
		boolean over = kept.size() < entries.size() || range.after != null && range.after.equals(range.bound);
		if (!over && !truncated && !range.doubted && behind(range.after)) {
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

	private boolean behind(@Nullable String key) {
		return KeyOrder.INSTANCE.compare((key != null) ? key : "", this.furthest) < 0;
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
		if (next == null && truncated) {
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

	private void learn(KeyRange range, List<ListedObject> entries) {
		int[] before = (range.before != null) ? range.before : range.low;
		for (int i = 0; i < entries.size(); i += LEARNT) {
			int[] key = KeyRange.characters(entries.get(i).summary().key());
			this.alphabet.learn(key);
			if (before.length > 0) {
				this.alphabet.differ(before, key);
			}
			before = key;
		}
		if (!entries.isEmpty() && isFurther(entries.getLast().summary().key())) {
			this.furthest = entries.getLast().summary().key();
		}
	}

	private boolean isFurther(String key) {
		return KeyOrder.INSTANCE.compare(key, this.furthest) > 0;
	}

	private static void sample(KeyRange range, List<ListedObject> kept) {
		int[] first = KeyRange.characters(kept.getFirst().summary().key());
		int[] last = KeyRange.characters(kept.getLast().summary().key());
		KeyRange.Sample before = range.sample;
		range.sample = (before != null && before.own())
				? new KeyRange.Sample(before.first(), last, first, before.keys() + kept.size(), true)
				: new KeyRange.Sample(first, last, first, kept.size(), true);
	}

	/** Cuts off the end of a range; null if that is not worthwhile. */
	private @Nullable KeyRange cut(int index, double worthwhile) {
		KeyRange range = this.ranges.get(index);
		String key = (unanswered(index) <= this.boldness) ? pivot(range, worthwhile) : null;
		if (key == null) {
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

	/**
	 * Keys that remain in a range, the page under way included, as far as one can tell.
	 */
	private double remaining(KeyRange range) {
		if (range.remaining < 0) {
			range.remaining = estimate(range);
		}
		return range.remaining;
	}

	private double estimate(KeyRange range) {
		KeyRange.Sample sample = range.sample;
		if (sample == null) {
			return 0;
		}
		int place = place(range);
		int common = Math.min(place, alike(sample.first(), range.low));
		double rest = end(range, common) - this.alphabet.position(range.low, common);
		double sampled = this.alphabet.position(sample.last(), common) - this.alphabet.position(sample.first(), common);
		if (!sample.own() && (isOpen(range) || sampled < rest * TELLING)) {
			// Let it answer first.
			return 0;
		}
		return (sampled > 0) ? sample.keys() * Math.max(rest, 0) / sampled : Double.MAX_VALUE;
	}

	private double end(KeyRange range, int place) {
		return (range.high != null) ? this.alphabet.position(range.high, place) : 1;
	}

	/** How many characters all keys of a range have in common. */
	private int place(KeyRange range) {
		return (range.high != null) ? Math.max(this.prefixLength, alike(range.low, range.high)) : this.prefixLength;
	}

	private static int alike(int[] one, int[] other) {
		int at = Arrays.mismatch(one, other);
		return (at < 0) ? one.length : at;
	}

	/** Nothing is known to lie beyond it. */
	private boolean isOpen(KeyRange range) {
		return range.bound == null || KeyOrder.INSTANCE.compare(range.bound, this.furthest) >= 0;
	}

	private @Nullable String pivot(KeyRange range, double worthwhile) {
		boolean enough = remaining(range) - ListingLimits.PAGE >= worthwhile;
		String first = (range.cuts % 2 == 0 || !enough) ? unexplored(range) : middle(range);
		if (first != null || !enough) {
			return first;
		}
		return (range.cuts % 2 == 0) ? middle(range) : unexplored(range);
	}

	/** Halves what remains behind the page under way, or cuts off all but a piece. */
	private @Nullable String middle(KeyRange range) {
		int place = place(range);
		double low = this.alphabet.position(range.low, place);
		double width = end(range, place) - low;
		if (!(width > 0)) {
			return null;
		}
		double page = range.asked ? ListingLimits.PAGE : 0;
		double share = Math.clamp((page + kept(range)) / remaining(range), 1e-9, 0.999);
		int[] start = Arrays.copyOf(range.low, Math.min(place, range.low.length));
		return usable(range, this.alphabet.key(start, low + width * share, width * Math.min(share, 1 - share) / 16));
	}

	/**
	 * Keys behind the page under way that stay in a range of which the end is cut off.
	 */
	private double kept(KeyRange range) {
		double rest = remaining(range) - (range.asked ? ListingLimits.PAGE : 0);
		return (this.pieces && !isOpen(range) && rest > 2 * PIECE) ? PIECE : rest / 2;
	}

	/**
	 * Cuts behind all that begin like the last key, up to a place at which nobody knows
	 * whether keys differ: the first of those places, or the one in their middle.
	 */
	private @Nullable String unexplored(KeyRange range) {
		KeyRange.Sample sample = range.sample;
		if (sample == null || !sample.own()) {
			return null;
		}
		int top = place(range);
		int[] places = IntStream.range(top, Math.min(alike(sample.lastPage(), range.low), range.low.length))
			.filter(this.alphabet::unexplored)
			.toArray();
		if (places.length == 0) {
			return null;
		}
		int place = (places[0] == top && range.high == null) ? top : places[places.length / 2];
		this.alphabet.explore(place);
		int[] high = range.high;
		boolean bounded = high != null && place < high.length && alike(range.low, high) >= place;
		int character = this.alphabet.beyond(place, range.low[place], bounded ? high[place] : Integer.MAX_VALUE);
		if (character < 0) {
			return unexplored(range);
		}
		int[] key = Arrays.copyOf(range.low, place + 1);
		key[place] = character;
		String pivot = usable(range, key);
		return (pivot != null) ? pivot : unexplored(range);
	}

	/** A key that lies within the range and that a request can name. */
	private @Nullable String usable(KeyRange range, int[] characters) {
		String key = new String(characters, 0, characters.length);
		boolean within = KeyOrder.INSTANCE.compare(key, new String(range.low, 0, range.low.length)) > 0
				&& (range.bound == null || KeyOrder.INSTANCE.compare(key, range.bound) < 0);
		return (within && key.length() * 3 <= ListingLimits.LONGEST_KEY && key.startsWith(this.prefix.key())) ? key
				: null;
	}

}
