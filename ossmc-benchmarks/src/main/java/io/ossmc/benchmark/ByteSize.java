package io.ossmc.benchmark;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as people write them: 64MiB, 8GiB; MB and GB are other names of these. */
public final class ByteSize {

	/** Bytes of a GiB. */
	public static final long GIB = 1L << 30;

	private static final Pattern FORM = Pattern.compile("(\\d{1,12})\\s*([KMGT]?)(?:i?B)?", Pattern.CASE_INSENSITIVE);

	private ByteSize() {
	}

	/**
	 * Reads one.
	 * @param what names the value in the error
	 * @param text the size
	 * @return bytes
	 */
	public static long parse(String what, String text) {
		Matcher matcher = FORM.matcher(text.strip());
		if (!matcher.matches()) {
			throw new UsageException(what + " " + text + " is not a size. Write 64MiB, 8GiB or a number of bytes.");
		}
		int shift = switch (matcher.group(2).toUpperCase(Locale.ROOT)) {
			case "K" -> 10;
			case "M" -> 20;
			case "G" -> 30;
			case "T" -> 40;
			default -> 0;
		};
		return Long.parseLong(matcher.group(1)) << shift;
	}

	/**
	 * Writes one.
	 * @param bytes the size
	 * @return exact, with the largest unit that divides it
	 */
	public static String show(long bytes) {
		if (bytes > 0 && bytes % GIB == 0) {
			return bytes / GIB + " GiB";
		}
		if (bytes > 0 && bytes % (1 << 20) == 0) {
			return (bytes >> 20) + " MiB";
		}
		if (bytes > 0 && bytes % (1 << 10) == 0) {
			return (bytes >> 10) + " KiB";
		}
		return bytes + " B";
	}

}
