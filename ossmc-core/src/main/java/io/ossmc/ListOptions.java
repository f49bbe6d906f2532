package io.ossmc;

import org.jspecify.annotations.Nullable;

/**
 * Which objects a listing shows.
 *
 * @param delimited whether to stop at the next {@code /} and show what lies behind it as
 * one folder
 * @param startAfter show only keys after this one; null for all
 */
public record ListOptions(boolean delimited, @Nullable String startAfter) {

	/**
	 * Every object below the prefix.
	 * @return the options
	 */
	public static ListOptions recursive() {
		return new ListOptions(false, null);
	}

	/**
	 * One level only, folders collapsed.
	 * @return the options
	 */
	public static ListOptions oneLevel() {
		return new ListOptions(true, null);
	}

	/**
	 * The same, from a later key on.
	 * @param key the last key not to show
	 * @return the options
	 */
	public ListOptions after(String key) {
		return new ListOptions(this.delimited, key);
	}

}
