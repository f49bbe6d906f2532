package io.ossmc.cache;

import java.util.Locale;

/** Sizes for people. */
public final class Bytes {

	private static final String[] UNITS = { "KiB", "MiB", "GiB", "TiB" };

	private Bytes() {
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
