package io.ossmc.emulator;

import java.util.Comparator;

import org.jspecify.annotations.Nullable;

/**
 * The order of keys in listings: that of their UTF-8 bytes, which is that of code points
 * and differs from {@link String#compareTo} above the basic plane.
 */
final class KeyOrder implements Comparator<String> {

	static final KeyOrder INSTANCE = new KeyOrder();

	private KeyOrder() {
	}

	@Override
	public int compare(String left, String right) {
		int length = Math.min(left.length(), right.length());
		for (int index = 0; index < length; index++) {
			char a = left.charAt(index);
			char b = right.charAt(index);
			if (a != b) {
				boolean surrogates = Character.isSurrogate(a) != Character.isSurrogate(b);
				return surrogates ? (Character.isSurrogate(a) ? 1 : -1) : a - b;
			}
		}
		return left.length() - right.length();
	}

	/** The first string after all that begin with this one; null if there is none. */
	static @Nullable String afterAllWith(String prefix) {
		int end = prefix.length();
		while (end > 0) {
			int last = prefix.codePointBefore(end);
			end -= Character.charCount(last);
			if (last < Character.MAX_CODE_POINT) {
				int next = (last == Character.MIN_SURROGATE - 1) ? Character.MAX_SURROGATE + 1 : last + 1;
				return prefix.substring(0, end) + Character.toString(next);
			}
		}
		return null;
	}

}
