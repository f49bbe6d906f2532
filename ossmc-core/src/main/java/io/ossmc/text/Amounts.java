package io.ossmc.text;

import java.util.Locale;
import java.util.stream.LongStream;

/** Sizes and counts: for people, and together. */
public final class Amounts {

	private static final String[] UNITS = { "KiB", "MiB", "GiB", "TiB" };

	private Amounts() {
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
	public static String size(long bytes) {
		if (bytes < 1024) {
			return count(bytes, "byte");
		}
		double value = bytes;
		int unit = -1;
		while (value >= 1024 && unit < UNITS.length - 1) {
			value /= 1024;
			unit++;
		}
		return String.format(Locale.ROOT, (value < 10) ? "%.2f %s" : "%.1f %s", value, UNITS[unit]);
	}

	/**
	 * Writes a size of which each byte may matter, such as a limit.
	 * @param bytes the size
	 * @return such as {@code 1.50 GiB (1610612736 bytes)}
	 */
	public static String exactSize(long bytes) {
		return (bytes < 1024) ? size(bytes) : size(bytes) + " (" + bytes + " bytes)";
	}

	/**
	 * Writes how many there are.
	 * @param count how many
	 * @param noun one of them; a regular one
	 * @return such as {@code 1 file} or {@code 2 files}
	 */
	public static String count(long count, String noun) {
		return count + " " + noun + ((count == 1) ? "" : "s");
	}

}
