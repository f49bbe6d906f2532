package io.ossmc.listing;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

import io.ossmc.oss.ListedObject;
import org.jspecify.annotations.Nullable;

/**
 * The keys after one and up to another, {@code (after, bound]}, which are listed page by
 * page, each after the last key of the one before: so that what has not been asked for
 * can be cut off at any key, and given to somebody else. Its fields belong to the lock of
 * {@link RangedPages}; its rules to whoever asks for its page.
 */
final class KeyRange {

	final ListingRules rules;

	/** Pages that nobody has read, where the order matters. */
	final Deque<Page> pages = new ArrayDeque<>();

	/** Keys of these pages. */
	long held;

	/** All up to it was listed, or is somebody else's; null if nothing is. */
	@Nullable String after;

	/** Nothing lies between it and what has been listed, or between it and the start. */
	int[] low;

	/** The last that belongs here; null if all below the prefix does. */
	@Nullable String bound;

	int @Nullable [] high;

	/** How densely keys lie here, as far as anybody knows. */
	@Nullable Sample sample;

	/** Keys that were listed here. */
	long listed;

	/** A page is being asked for. */
	boolean asked;

	/** Nothing more belongs here. */
	boolean ended;

	/** It said that nothing follows, while something is known to. */
	boolean doubted;

	/**
	 * The number of answers before which it is not looked at again, unless it answers.
	 */
	long keptUntil;

	/** How often something was cut off. */
	int cuts;

	/** The last key of the range that it was cut off, until it has keys of its own. */
	int @Nullable [] before;

	/** Keys that remain, by the sample; less than 0 if it has to be found out. */
	double remaining = -1;

	KeyRange(ListingRules rules, @Nullable String after, @Nullable String bound) {
		this.rules = rules;
		this.after = after;
		this.low = characters((after != null) ? after : "");
		bound(bound);
	}

	void bound(@Nullable String key) {
		this.bound = key;
		this.high = (key != null) ? characters(key) : null;
		this.remaining = -1;
	}

	/** Keys of its own were listed, and what follows them is asked for next. */
	void listed(List<ListedObject> objects) {
		int[] first = characters(objects.getFirst().summary().key());
		int[] last = characters(objects.getLast().summary().key());
		Sample known = this.sample;
		this.sample = (known != null && known.own())
				? new Sample(known.first(), last, first, known.keys() + objects.size(), true)
				: new Sample(first, last, first, objects.size(), true);
		this.listed += objects.size();
		this.after = objects.getLast().summary().key();
		this.low = last;
		this.before = null;
		this.remaining = -1;
	}

	/** Its next page is what the reader waits for, and nobody asks for it. */
	boolean waits() {
		return !this.asked && !this.ended && this.pages.isEmpty();
	}

	static int[] characters(String key) {
		int[] characters = new int[key.length()];
		int length = 0;
		for (int i = 0; i < key.length(); length++) {
			int character = key.codePointAt(i);
			characters[length] = character;
			i += Character.charCount(character);
		}
		return (length == characters.length) ? characters : Arrays.copyOf(characters, length);
	}

	/**
	 * Keys that were listed one after another.
	 *
	 * @param first of them
	 * @param last of them
	 * @param lastPage the first key of the last page
	 * @param keys how many
	 * @param own whether they are of the range itself, else of the one that it was cut
	 * off
	 */
	record Sample(int[] first, int[] last, int[] lastPage, long keys, boolean own) {

		Sample inherited() {
			return new Sample(this.first, this.last, this.lastPage, this.keys, false);
		}

	}

}
