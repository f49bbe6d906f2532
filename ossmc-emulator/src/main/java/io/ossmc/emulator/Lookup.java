package io.ossmc.emulator;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** Finds the version of an object that a request is about. */
final class Lookup {

	private Lookup() {
	}

	/** The version asked for, or the current one. */
	static StoredObject of(ObjectStore bucket, Request request) throws OssError, IOException {
		Optional<String> version = version(request);
		Versions versions = bucket.versions(request.key());
		if (version.isEmpty()) {
			return versions.newest()
				.orElseThrow(() -> OssError.noSuchKey(request.key()))
				.object()
				.orElseThrow(() -> OssError.noSuchKey(request.key()).withHeaders(deletion(versions)));
		}
		return versions.find(version.get())
			.orElseThrow(() -> OssError.of(404, "NoSuchVersion", "The specified version does not exist.")
				.with("Key", request.key())
				.with("VersionId", version.get()))
			.object()
			.orElseThrow(() -> OssError
				.of(405, "MethodNotAllowed", "The specified method is not allowed against this resource.")
				.withHeaders(Map.of("x-oss-delete-marker", "true", "x-oss-version-id", version.get())));
	}

	private static Map<String, String> deletion(Versions versions) {
		return versions.newest()
			.map((entry) -> Map.of("x-oss-delete-marker", "true", "x-oss-version-id", entry.version()))
			.orElse(Map.of());
	}

	/** The id of the version asked for. */
	static Optional<String> version(Request request) throws OssError {
		Optional<String> version = Optional.ofNullable(request.query().get("versionId"));
		if (version.filter(String::isEmpty).isPresent()) {
			throw OssError.invalidArgument("versionId", "", "Version id cannot be the empty string");
		}
		return version;
	}

}
