package io.ossmc.listing;

import java.util.Arrays;
import java.util.BitSet;

/**
 * The characters that keys have at each of their places, learnt from keys that were
 * listed. It tells how far apart two keys are, and names keys between them, as if all
 * that is made of the characters seen were there: a guess, on which how fast a listing is
 * depends, and never what it lists.
 * <p>
 * A key is read as a number: each place is a digit, whose values are the characters known
 * there, in order. A place <em>branches</em> if keys that are alike up to it differ
 * there; the others are the words that all names have in common, or digits that have not
 * moved yet: nobody knows which before a key beyond was looked for (see
 * {@link #unexplored}). At a place that branches and has shown new characters lately,
 * those of the same kind (digits, small letters, …) that were seen elsewhere count as
 * well. Characters are code points, whose order is that of UTF-8. What some servers do
 * not take literally (control characters, noncharacters, a percent sign) is not learnt.
 */
final class Alphabet {

	/** How many times a place is looked at before it is what it seems to be. */
	private static final int PATIENCE = 400;

	/** Distances less than that of all keys are none. */
	private static final double SMALLEST = 1e-14;

	private static final int[] NONE = {};

	/** Per place, in order. */
	private int[][] seen = {};

	/** When each place showed something new, counted in keys. */
	private long[] moved = {};

	private final BitSet branching = new BitSet();

	/** When each place was explored last, counted in keys; 0 for never. */
	private long[] explored = {};

	/** Of all places. */
	private int[] everywhere = NONE;

	/** What {@link #at} said last, and of how many characters. */
	private int[][] likely = {};

	private int[] likelyOf = {};

	private long keys;

	/** The key that was learnt last. */
	private int[] last = NONE;

	/** Takes a key that was listed. */
	void learn(int[] key) {
		this.keys++;
		if (key.length > this.seen.length) {
			int before = this.seen.length;
			this.seen = Arrays.copyOf(this.seen, key.length);
			this.moved = Arrays.copyOf(this.moved, key.length);
			this.explored = Arrays.copyOf(this.explored, key.length);
			this.likely = Arrays.copyOf(this.likely, key.length);
			this.likelyOf = Arrays.copyOf(this.likelyOf, key.length);
			Arrays.fill(this.seen, before, key.length, NONE);
		}
		int known = Arrays.mismatch(this.last, key);
		this.last = key;
		for (int place = Math.max(0, known); place < key.length; place++) {
			int[] before = this.seen[place];
			if (Arrays.binarySearch(before, key[place]) < 0 && usable(key[place])) {
				this.seen[place] = with(before, key[place]);
				this.moved[place] = this.keys;
				if (Arrays.binarySearch(this.everywhere, key[place]) < 0) {
					this.everywhere = with(this.everywhere, key[place]);
				}
			}
		}
	}

	/** Two keys that were listed, not the same. */
	void differ(int[] one, int[] other) {
		int place = Arrays.mismatch(one, other);
		if (place < Math.min(one.length, other.length)) {
			this.branching.set(place);
		}
	}

	/**
	 * Whether it is unknown if keys differ at a place, and has not been found out lately:
	 * it may have changed when eight times as much is known.
	 */
	boolean unexplored(int place) {
		return place < this.seen.length && !this.branching.get(place)
				&& (this.explored[place] == 0 || this.keys > 8 * this.explored[place]);
	}

	/** Somebody looks for keys that differ at a place. */
	void explore(int place) {
		this.explored[place] = this.keys;
	}

	private static boolean usable(int character) {
		boolean control = character < 0x20 || character >= 0x7f && character < 0xa0;
		boolean none = (character & 0xfffe) == 0xfffe || character >= 0xfdd0 && character <= 0xfdef
				|| character >= 0xd800 && character <= 0xdfff;
		return !control && !none && character != '%';
	}

	private static int[] with(int[] ordered, int character) {
		int at = -Arrays.binarySearch(ordered, character) - 1;
		int[] more = new int[ordered.length + 1];
		System.arraycopy(ordered, 0, more, 0, at);
		more[at] = character;
		System.arraycopy(ordered, at, more, at + 1, ordered.length - at);
		return more;
	}

	/** What may be at a place. */
	private int[] at(int place) {
		if (place >= this.seen.length) {
			return NONE;
		}
		int[] here = this.seen[place];
		if (here.length == 0 || !this.branching.get(place) || this.keys - this.moved[place] > PATIENCE) {
			return here;
		}
		int known = here.length * 0x10000 + this.everywhere.length;
		if (this.likelyOf[place] != known) {
			this.likely[place] = ofTheSameKinds(here);
			this.likelyOf[place] = known;
		}
		return this.likely[place];
	}

	private int[] ofTheSameKinds(int[] here) {
		int kinds = 0;
		for (int character : here) {
			kinds |= 1 << kind(character);
		}
		int wanted = kinds;
		return Arrays.stream(this.everywhere).filter((character) -> (wanted & 1 << kind(character)) != 0).toArray();
	}

	private static int kind(int character) {
		if (character >= '0' && character <= '9') {
			return 0;
		}
		if (character >= 'a' && character <= 'z') {
			return 1;
		}
		if (character >= 'A' && character <= 'Z') {
			return 2;
		}
		return (character < 0x80) ? 3 : 4;
	}

	/**
	 * Where a key lies among those that have its first characters in common.
	 * @param key code points
	 * @param place how many they have in common
	 * @return from 0 to 1
	 */
	double position(int[] key, int place) {
		double position = 0;
		double width = 1;
		for (int i = place; i < key.length && width > SMALLEST; i++) {
			int[] characters = at(i);
			if (characters.length > 0) {
				int index = Arrays.binarySearch(characters, key[i]);
				width /= characters.length;
				if (index < 0) {
					return position + width * (-index - 1);
				}
				position += width * index;
			}
		}
		return position;
	}

	/**
	 * A key by its position.
	 * @param start characters that it has in common with others
	 * @param position among those that begin like that, from 0 to 1
	 * @param precision how near it has to be
	 * @return code points
	 */
	int[] key(int[] start, double position, double precision) {
		int[] key = Arrays.copyOf(start, Math.max(start.length, this.seen.length));
		int length = start.length;
		double left = position;
		double width = 1;
		while (width > precision && length < key.length) {
			int[] characters = at(length);
			if (characters.length == 0) {
				break;
			}
			double digit = left * characters.length;
			int index = Math.min((int) digit, characters.length - 1);
			key[length++] = characters[index];
			left = digit - index;
			width /= characters.length;
		}
		return Arrays.copyOf(key, length);
	}

	/**
	 * The next character that may be at a place that has not branched.
	 * @param place the place
	 * @param low less than it
	 * @param high more than it; {@link Integer#MAX_VALUE} if any may be
	 * @return one that was seen elsewhere, of the same kind if there is any; -1 if none
	 * is known
	 */
	int beyond(int place, int low, int high) {
		int[] characters = within(this.everywhere, low, high);
		return Arrays.stream(characters)
			.filter((character) -> kind(character) == kind(low))
			.findFirst()
			.orElse((characters.length > 0) ? characters[0] : -1);
	}

	private static int[] within(int[] ordered, int low, int high) {
		int from = Arrays.binarySearch(ordered, low);
		int to = Arrays.binarySearch(ordered, high);
		from = (from < 0) ? -from - 1 : from + 1;
		to = (to < 0) ? -to - 1 : to;
		return (from < to) ? Arrays.copyOfRange(ordered, from, to) : NONE;
	}

}
