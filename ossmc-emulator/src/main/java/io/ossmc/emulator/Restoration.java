package io.ossmc.emulator;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * The thawing of an archived object (OSS documentation, "RestoreObject").
 *
 * @param done when it can be read
 * @param expires when it is frozen again
 */
record Restoration(Instant done, Instant expires) {

	/** How long what was restored stays so unless the request says otherwise. */
	static final Duration DAY = Duration.ofDays(1);

	private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

	static Restoration begin(Instant now, Duration takes, Duration stays) {
		return new Restoration(now.plus(takes), now.plus(takes).plus(stays));
	}

	boolean isOngoing(Instant now) {
		return now.isBefore(this.done);
	}

	boolean isReadable(Instant now) {
		return !isOngoing(now) && now.isBefore(this.expires);
	}

	Restoration until(Instant expires) {
		return new Restoration(this.done, expires);
	}

	/**
	 * What {@code x-oss-restore} and {@code RestoreInfo} say; nothing once it is frozen
	 * again.
	 */
	Optional<String> text(Instant now) {
		if (isOngoing(now)) {
			return Optional.of("ongoing-request=\"true\"");
		}
		return isReadable(now)
				? Optional.of("ongoing-request=\"false\", expiry-date=\"" + HTTP_DATE.format(this.expires) + "\"")
				: Optional.empty();
	}

}
