package io.ossmc.cache;

import java.util.Locale;
import java.util.stream.LongStream;

/** Sizes: for people, and together. */
public final class Bytes {

	private static final String[] UNITS = { "KiB", "MiB", "GiB", "TiB" };

	private Bytes() {
	}

	/**
	 * Adds sizes up. What a server says of its objects may be more together than a
	 * {@code long} holds.
	 * @param sizes bytes, none of them negative
	 * @return all of them; {@link Long#MAX_VALUE} if it is more than that
	 */
	public static long sum(LongStream sizes) {
		return sizes.reduce(0, (sum, size) -> (size > Long.MAX_VALUE - sum) ? Long.MAX_VALUE : sum + size);
	}

	/**
	 * Writes a size.
	 * @param bytes the size
	 * @return such as {@code 1.5 GiB}; exact below 1 KiB
	 */
	public static String show(long bytes) {
		if (bytes < 1024) {
			return bytes + " bytes";
		}
		double value = bytes;
		int unit = -1;
		while (value >= 1024 && unit < UNITS.length - 1) {
			value /= 1024;
			unit++;
		}
		return String.format(Locale.ROOT, (value < 10) ? "%.2f %s" : "%.1f %s", value, UNITS[unit]);
	}

}
