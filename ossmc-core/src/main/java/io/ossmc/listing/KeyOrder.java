package io.ossmc.listing;

import java.util.Comparator;

/**
 * The order of keys in listings: that of their UTF-8 bytes, which is that of code points
 * and differs from {@link String#compareTo} above the basic plane.
 */
enum KeyOrder implements Comparator<String> {

	INSTANCE;

	@Override
	public int compare(String left, String right) {
		int length = Math.min(left.length(), right.length());
		for (int i = 0; i < length; i++) {
			char a = left.charAt(i);
			char b = right.charAt(i);
			if (a != b) {
				boolean high = Character.isSurrogate(a);
				return (high != Character.isSurrogate(b)) ? (high ? 1 : -1) : a - b;
			}
		}
		return left.length() - right.length();
	}

}
