package io.ossmc;

import org.jspecify.annotations.Nullable;

/**
 * Which objects a listing shows.
 *
 * @param delimited whether to stop at the next {@code /} and show what lies behind it as
 * one folder
 * @param startAfter show only keys after this one; null for all
 * @param ordered whether in the order of keys, that of their UTF-8 bytes; else as pages
 * come, which is quicker and takes less memory where there are many. One level is always
 * in order.
 */
public record ListOptions(boolean delimited, @Nullable String startAfter, boolean ordered) {

	/**
	 * Every object below the prefix.
	 * @return the options
	 */
	public static ListOptions recursive() {
		return new ListOptions(false, null, true);
	}

	/**
	 * One level only, folders collapsed.
	 * @return the options
	 */
	public static ListOptions oneLevel() {
		return new ListOptions(true, null, true);
	}

	/**
	 * The same, from a later key on.
	 * @param key the last key not to show
	 * @return the options
	 */
	public ListOptions after(String key) {
		return new ListOptions(this.delimited, key, this.ordered);
	}

	/**
	 * The same, in order or not.
	 * @param ordered whether in the order of keys; true unless told otherwise
	 * @return the options
	 */
	public ListOptions ordered(boolean ordered) {
		return new ListOptions(this.delimited, this.startAfter, ordered);
	}

}
