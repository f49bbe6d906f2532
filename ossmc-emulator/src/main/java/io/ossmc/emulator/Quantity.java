package io.ossmc.emulator;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes and times as people write them on a command line. */
final class Quantity {

	private static final Pattern NUMBER = Pattern.compile("(\\d{1,15}(?:\\.\\d{1,6})?)\\s*([A-Za-z]*)");

	private Quantity() {
	}

	/**
	 * Bytes: {@code 4096}, {@code 100MB}, {@code 1.5GiB}; as in Spring, GB is another
	 * name of GiB.
	 */
	static long bytes(String option, String text) {
		Matcher matcher = match(option, text, "bytes, as 4096, 100MB or 1.5GB");
		long unit = switch (matcher.group(2).toUpperCase(Locale.ROOT)) {
			case "", "B" -> 1L;
			case "K", "KB", "KIB" -> 1L << 10;
			case "M", "MB", "MIB" -> 1L << 20;
			case "G", "GB", "GIB" -> 1L << 30;
			case "T", "TB", "TIB" -> 1L << 40;
			default -> throw wrong(option, text, "bytes, as 4096, 100MB or 1.5GB");
		};
		double bytes = Double.parseDouble(matcher.group(1)) * unit;
		return matcher.group(1).contains(".") ? (long) bytes
				: Math.multiplyExact(Long.parseLong(matcher.group(1)), unit);
	}

	static Duration time(String option, String text) {
		Matcher matcher = match(option, text, "a time, as 15ms or 2s");
		double number = Double.parseDouble(matcher.group(1));
		double nanos = switch (matcher.group(2).toLowerCase(Locale.ROOT)) {
			case "us" -> 1e3;
			case "ms" -> 1e6;
			case "s" -> 1e9;
			default -> throw wrong(option, text, "a time, as 15ms or 2s");
		};
		return Duration.ofNanos((long) (number * nanos));
	}

	private static Matcher match(String option, String text, String wanted) {
		Matcher matcher = NUMBER.matcher(text);
		if (!matcher.matches()) {
			throw wrong(option, text, wanted);
		}
		return matcher;
	}

	private static UsageException wrong(String option, String text, String wanted) {
		return new UsageException("--" + option + "=" + text + " is not understood: give " + wanted + ".");
	}

}
