package io.ossmc.listing;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import io.ossmc.oss.ListedObject;
import io.ossmc.oss.ObjectStore;
import org.jspecify.annotations.Nullable;

/**
 * Where a range is cut, and how much remains in it, as far as one can tell from the keys
 * that were seen:
 * <ul>
 * <li>Where keys are known to lie beyond the range, its rest is halved by the density of
 * the keys that it has shown.</li>
 * <li>Where nobody knows how far keys go, the end is looked for over the characters in
 * which the keys that come are alike: cut behind all that share the first of them, then
 * half of them, and so on, as in a galloping search. A piece without keys costs one
 * request and has told where the end is not.</li>
 * </ul>
 * For one listing; the lock of {@link RangedPages} guards it.
 */
final class Pivots {

	/** Keys of a piece, where the order matters and much has been read ahead. */
	static final double PIECE = 6.0 * ObjectStore.PAGE;

	/** A sample of a smaller part of its range says little of what was cut off. */
	private static final double TELLING = 1.0 / 4096;

	/** Each so many keys of a page are learnt. */
	private static final int LEARNT = 25;

	private final String prefix;

	private final int prefixLength;

	private final Alphabet alphabet = new Alphabet();

	/** The last key that is known. */
	private String furthest = "";

	/** Keys below a prefix. */
	Pivots(String prefix) {
		this.prefix = prefix;
		this.prefixLength = KeyRange.characters(prefix).length;
	}

	/** Takes keys that were listed one after another, all of which count. */
	void learn(KeyRange range, List<ListedObject> entries) {
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

	/** Whether keys are known to lie behind one. */
	boolean behind(@Nullable String key) {
		return KeyOrder.INSTANCE.compare((key != null) ? key : "", this.furthest) < 0;
	}

	/**
	 * Keys that remain in a range, the page under way included, as far as one can tell.
	 */
	double remaining(KeyRange range) {
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
	boolean isOpen(KeyRange range) {
		return range.bound == null || KeyOrder.INSTANCE.compare(range.bound, this.furthest) >= 0;
	}

	/**
	 * A key at which the rest of a range is cut off.
	 * @param worthwhile keys that have to remain behind the page under way
	 * @param piece keys that stay in the range; half of the rest if that is less
	 * @return null if it is not worthwhile, or no key is known
	 */
	@Nullable String pivot(KeyRange range, double worthwhile, double piece) {
		boolean enough = remaining(range) - ObjectStore.PAGE >= worthwhile;
		String first = (range.cuts % 2 == 0 || !enough) ? unexplored(range) : middle(range, piece);
		if (first != null || !enough) {
			return first;
		}
		return (range.cuts % 2 == 0) ? middle(range, piece) : unexplored(range);
	}

	/** Halves what remains behind the page under way, or cuts off all but a piece. */
	private @Nullable String middle(KeyRange range, double piece) {
		int place = place(range);
		double low = this.alphabet.position(range.low, place);
		double width = end(range, place) - low;
		if (!(width > 0)) {
			return null;
		}
		double page = range.asked ? ObjectStore.PAGE : 0;
		double half = (remaining(range) - page) / 2;
		double kept = isOpen(range) ? half : Math.min(piece, half);
		double share = Math.clamp((page + kept) / remaining(range), 1e-9, 0.999);
		int[] start = Arrays.copyOf(range.low, Math.min(place, range.low.length));
		return usable(range, this.alphabet.key(start, low + width * share, width * Math.min(share, 1 - share) / 16));
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
		int end = Math.min(alike(sample.lastPage(), range.low), range.low.length);
		while (true) {
			int[] places = IntStream.range(top, end).filter(this.alphabet::unexplored).toArray();
			if (places.length == 0) {
				return null;
			}
			int place = (places[0] == top && range.high == null) ? top : places[places.length / 2];
			this.alphabet.explore(place);
			String key = behind(range, place);
			if (key != null) {
				return key;
			}
		}
	}

	/**
	 * The next key that is not like the last one up to a place; null if none is known.
	 */
	private @Nullable String behind(KeyRange range, int place) {
		int[] high = range.high;
		boolean bounded = high != null && place < high.length && alike(range.low, high) >= place;
		int character = this.alphabet.beyond(place, range.low[place], bounded ? high[place] : Integer.MAX_VALUE);
		if (character < 0) {
			return null;
		}
		int[] key = Arrays.copyOf(range.low, place + 1);
		key[place] = character;
		return usable(range, key);
	}

	/** A key that lies within the range and that a request can name. */
	private @Nullable String usable(KeyRange range, int[] characters) {
		String key = new String(characters, 0, characters.length);
		boolean within = KeyOrder.INSTANCE.compare(key, new String(range.low, 0, range.low.length)) > 0
				&& (range.bound == null || KeyOrder.INSTANCE.compare(key, range.bound) < 0);
		boolean named = key.startsWith(this.prefix)
				&& key.getBytes(StandardCharsets.UTF_8).length <= ObjectStore.LONGEST_KEY;
		return (within && named) ? key : null;
	}

}
