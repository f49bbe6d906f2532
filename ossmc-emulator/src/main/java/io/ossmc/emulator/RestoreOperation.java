package io.ossmc.emulator;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * RestoreObject (OSS documentation, "RestoreObject"): 202 when it begins, 409 while it is
 * under way, 200 when the object can be read, which it then can for longer.
 */
final class RestoreOperation {

	private static final Pattern DAYS = Pattern.compile("<Days>\\s*(\\d{1,3})\\s*</Days>");

	private final InstantSource clock;

	private final Duration takes;

	RestoreOperation(InstantSource clock, Duration takes) {
		this.clock = clock;
		this.takes = takes;
	}

	/** Restores the current version. */
	Answer restore(ObjectStore bucket, Request request, String body) throws OssError, IOException {
		Duration stays = stays(body);
		Instant now = this.clock.instant();
		synchronized (bucket) {
			StoredObject object = Lookup.of(bucket, request);
			if (!bucket.find(request.key())
				.filter((current) -> current.version().equals(object.version()))
				.isPresent()) {
				throw OssError.notImplemented();
			}
			if (!object.attributes().isArchived()) {
				throw OssError.of(400, "OperationNotSupported", "The operation is not supported for this resource");
			}
			Optional<Restoration> known = object.attributes().restoration();
			if (known.filter((restoration) -> restoration.isOngoing(now)).isPresent()) {
				throw OssError.of(409, "RestoreAlreadyInProgress", "The restore operation is in progress.");
			}
			Optional<Restoration> readable = known.filter((restoration) -> restoration.isReadable(now));
			Restoration restoration = readable.map((before) -> before.until(now.plus(stays)))
				.orElseGet(() -> Restoration.begin(now, this.takes, stays));
			bucket.change(request.key(), (attributes) -> attributes.withRestoration(restoration));
			return Answer.empty(readable.isPresent() ? 200 : 202,
					bucket.keepsVersions() ? Map.of("x-oss-version-id", object.version()) : Map.of());
		}
	}

	private static Duration stays(String body) throws OssError {
		Matcher days = DAYS.matcher(body);
		if (!days.find()) {
			return Restoration.DAY;
		}
		Duration stays = Duration.ofDays(Integer.parseInt(days.group(1)));
		if (!stays.isPositive()) {
			throw OssError.of(400, "MalformedXML", "The XML you provided was not well-formed.");
		}
		return stays;
	}

}
