package io.ossmc.emulator;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;

/** {@code If-Match} and its relatives, in the order of RFC 9110, section 13.2.2. */
final class Preconditions {

	private Preconditions() {
	}

	static Verdict check(Request request, StoredObject object) throws OssError {
		Optional<String> match = request.header("if-match");
		if (match.isPresent()) {
			require(matches(match.get(), object), "If-Match");
		}
		else {
			require(!time(request, "if-unmodified-since").filter(before(object)).isPresent(), "If-Unmodified-Since");
		}
		Optional<String> noneMatch = request.header("if-none-match");
		boolean unchanged = noneMatch.isPresent() ? matches(noneMatch.get(), object)
				: time(request, "if-modified-since").filter(before(object).negate()).isPresent();
		return unchanged ? Verdict.NOT_MODIFIED : Verdict.PROCEED;
	}

	private static void require(boolean condition, String name) throws OssError {
		if (!condition) {
			throw OssError
				.of(412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold.")
				.with("Condition", name);
		}
	}

	private static boolean matches(String header, StoredObject object) {
		return Arrays.stream(header.split(","))
			.map((etag) -> etag.strip().replace("\"", ""))
			.anyMatch((etag) -> etag.equals("*") || etag.equalsIgnoreCase(object.etag()));
	}

	private static Predicate<Instant> before(StoredObject object) {
		return (time) -> time.isBefore(object.lastModified().truncatedTo(ChronoUnit.SECONDS));
	}

	private static Optional<Instant> time(Request request, String name) {
		return request.header(name).flatMap((value) -> {
			try {
				return Optional.of(DateTimeFormatter.RFC_1123_DATE_TIME.parse(value, Instant::from));
			}
			catch (DateTimeException ex) {
				// A date that is none is ignored (RFC 9110, section 13.1.3).
				return Optional.empty();
			}
		});
	}

	/** Whether to answer at all. */
	enum Verdict {

		PROCEED, NOT_MODIFIED

	}

}
