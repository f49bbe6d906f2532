package io.ossmc.oss;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What OSS says of the restored copy of an archived object, in {@code RestoreInfo} of
 * listings and {@code x-oss-restore} of replies ("RestoreObject" in its API reference):
 * {@code ongoing-request="false", expiry-date="Sun, 16 Apr 2017 08:12:33 GMT"}.
 */
final class Restoration {

	private static final Pattern EXPIRY = Pattern.compile("expiry-date=\"([^\"]*)\"");

	private Restoration() {
	}

	/** Whether there is a copy that can be read now. */
	static boolean readable(@Nullable String said, Instant now) {
		if (said == null || !said.contains("ongoing-request=\"false\"")) {
			return false;
		}
		Matcher expiry = EXPIRY.matcher(said);
		if (!expiry.find()) {
			return true;
		}
		try {
			return DateTimeFormatter.RFC_1123_DATE_TIME.parse(expiry.group(1), Instant::from).isAfter(now);
		}
		catch (DateTimeException ex) {
			return false;
		}
	}

}
