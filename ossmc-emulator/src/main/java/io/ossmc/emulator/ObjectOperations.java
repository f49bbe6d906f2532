package io.ossmc.emulator;

import java.io.IOException;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * GetObject, HeadObject, PutObject, DeleteObject, PutSymlink and GetSymlink (OSS
 * documentation, "Object operations").
 */
final class ObjectOperations {

	/** Parameters that ask for something else about an object; none of it is emulated. */
	static final Set<String> SUBRESOURCES = Set.of("acl", "uploads", "uploadId", "append", "tagging", "x-oss-process",
			"x-oss-async-process");

	private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

	/** Parameters of a GET and the headers of its answer that they replace. */
	private static final Map<String, String> OVERRIDES = Map.of("response-content-type", "Content-Type",
			"response-content-language", "Content-Language", "response-expires", "Expires", "response-cache-control",
			"Cache-Control", "response-content-disposition", "Content-Disposition", "response-content-encoding",
			"Content-Encoding");

	private final InstantSource clock;

	ObjectOperations(InstantSource clock) {
		this.clock = clock;
	}

	Answer read(ObjectStore bucket, Request request, boolean head, boolean ignoreRange) throws OssError, IOException {
		StoredObject object = followed(bucket, Lookup.of(bucket, request));
		Map<String, String> headers = headers(bucket, object);
		if (Preconditions.check(request, object) == Preconditions.Verdict.NOT_MODIFIED) {
			return Answer.empty(304, headers);
		}
		if (!head) {
			requireReadable(bucket, request, object.attributes());
		}
		headers.put("x-oss-hash-crc64ecma", Long.toUnsignedString(object.content().crc64()));
		headers.putAll(object.attributes().headers());
		if (!head) {
			OVERRIDES.forEach((parameter, header) -> {
				if (request.query().containsKey(parameter)) {
					headers.put(header, request.query().get(parameter));
				}
			});
		}
		long size = object.content().size();
		Optional<ByteRange> range = (head || ignoreRange) ? Optional.empty() : range(request, size);
		if (range.isEmpty()) {
			return new Answer(200, headers, object.content(), new ByteRange.Slice(0, size));
		}
		ByteRange.Slice slice = range.get()
			.of(size)
			.orElseThrow(() -> OssError.of(416, "InvalidRange", "The requested range cannot be satisfied")
				.with("ActualObjectSize", Long.toString(size))
				.with("RangeRequested", range.get().toString())
				.withHeaders(Map.of("Content-Range", "bytes */" + size)));
		headers.put("Content-Range",
				"bytes " + slice.position() + "-" + (slice.position() + slice.length() - 1) + "/" + size);
		return new Answer(206, headers, object.content(), slice);
	}

	private static Optional<ByteRange> range(Request request, long size) {
		boolean standard = request.header("x-oss-range-behavior").filter("standard"::equals).isPresent();
		return request.range().filter((range) -> standard || range.isWithin(size));
	}

	/** What a link is a link to, shown as the link; anything else is itself. */
	private static StoredObject followed(ObjectStore bucket, StoredObject object) throws OssError, IOException {
		if (!object.isLink()) {
			return object;
		}
		String key = object.attributes().target().orElseThrow();
		StoredObject target = bucket.find(key)
			.orElseThrow(() -> OssError.of(404, "SymlinkTargetNotExist", "The target of the symlink does not exist.")
				.with("SymlinkTarget", key));
		if (target.isLink()) {
			throw OssError.of(400, "InvalidTargetType", "The target of the symlink must not be a symlink.")
				.with("SymlinkTarget", key);
		}
		return object.through(target);
	}

	private void requireReadable(ObjectStore bucket, Request request, Attributes attributes) throws OssError {
		boolean direct = bucket.allowsDirectRead() && attributes.storageClass().equals("Archive");
		if (!direct && !attributes.isReadable(this.clock.instant())) {
			throw OssError.of(403, "InvalidObjectState", "The operation is not valid for the object's state")
				.with("ObjectName", request.key());
		}
	}

	private Map<String, String> headers(ObjectStore bucket, StoredObject object) {
		Map<String, String> headers = new LinkedHashMap<>();
		headers.put("Accept-Ranges", "bytes");
		headers.put("ETag", "\"" + object.etag() + "\"");
		headers.put("Last-Modified", HTTP_DATE.format(object.lastModified()));
		headers.put("x-oss-object-type", object.type());
		headers.put("x-oss-storage-class", object.attributes().storageClass());
		object.attributes()
			.restoration()
			.flatMap((restoration) -> restoration.text(this.clock.instant()))
			.ifPresent((text) -> headers.put("x-oss-restore", text));
		headers.putAll(version(bucket, object));
		return headers;
	}

	private static Map<String, String> version(ObjectStore bucket, StoredObject object) {
		return bucket.keepsVersions() ? Map.of("x-oss-version-id", object.version()) : Map.of();
	}

	Upload upload(ObjectStore bucket, Request request) throws OssError, IOException {
		if (request.header("x-oss-copy-source").isPresent()) {
			throw OssError.notImplemented();
		}
		if (request.header("content-length").isEmpty() && request.header("transfer-encoding").isEmpty()) {
			throw OssError.of(411, "MissingContentLength", "You must provide the Content-Length HTTP header.");
		}
		requireNew(bucket, request);
		return bucket.upload(request.key(), Attributes.of(request.headers()));
	}

	private static void requireNew(ObjectStore bucket, Request request) throws OssError, IOException {
		boolean forbidden = request.header("x-oss-forbid-overwrite").filter("true"::equalsIgnoreCase).isPresent();
		if (forbidden && bucket.find(request.key()).isPresent()) {
			throw OssError.of(409, "FileAlreadyExists",
					"The object you specified already exists and can not be overwritten.");
		}
	}

	Answer finish(ObjectStore bucket, Upload upload, Request request) throws OssError, IOException {
		Digest digest = upload.digest();
		Optional<String> md5 = request.header("content-md5");
		byte[] received = HexFormat.of().parseHex(digest.etag());
		if (md5.isPresent() && !md5.get().strip().equals(Base64.getEncoder().encodeToString(received))) {
			throw OssError.of(400, "InvalidDigest", "The Content-MD5 you specified was invalid.")
				.with("Content-MD5", md5.get());
		}
		StoredObject object;
		// Of two that must not overwrite anything, one is the first.
		synchronized (bucket) {
			requireNew(bucket, request);
			object = upload.commit(digest);
		}
		Map<String, String> headers = new LinkedHashMap<>();
		headers.put("ETag", "\"" + object.etag() + "\"");
		headers.put("Content-MD5", Base64.getEncoder().encodeToString(received));
		headers.put("x-oss-hash-crc64ecma", Long.toUnsignedString(digest.crc64()));
		headers.putAll(version(bucket, object));
		return Answer.empty(200, headers);
	}

	Answer delete(ObjectStore bucket, Request request) throws OssError, IOException {
		Optional<Versions.Entry> removed = bucket.remove(request.key(), Lookup.version(request));
		Map<String, String> headers = new LinkedHashMap<>();
		removed.ifPresent((entry) -> {
			headers.put("x-oss-version-id", entry.version());
			if (entry.isDeletion()) {
				headers.put("x-oss-delete-marker", "true");
			}
		});
		return Answer.empty(204, headers);
	}

	Answer putSymlink(ObjectStore bucket, Request request) throws OssError, IOException {
		String encoded = request.header("x-oss-symlink-target").orElse("");
		String target = PercentEncoding.decode(encoded, false).orElse("");
		if (target.isEmpty()) {
			throw OssError.invalidArgument("x-oss-symlink-target", encoded,
					"The target of a symlink must be the URL-encoded name of an object.");
		}
		StoredObject link;
		synchronized (bucket) {
			requireNew(bucket, request);
			link = bucket.link(request.key(), target, Attributes.of(request.headers()));
		}
		Map<String, String> headers = new LinkedHashMap<>();
		headers.put("ETag", "\"" + link.etag() + "\"");
		headers.putAll(version(bucket, link));
		return Answer.empty(200, headers);
	}

	Answer getSymlink(ObjectStore bucket, Request request) throws OssError, IOException {
		StoredObject link = Lookup.of(bucket, request);
		String target = link.attributes()
			.target()
			.orElseThrow(() -> OssError.of(400, "NotSymlink", "The object is not a symlink."));
		Map<String, String> headers = headers(bucket, link);
		headers.put("x-oss-symlink-target", PercentEncoding.encode(target, true));
		headers.putAll(link.attributes().headers());
		return Answer.empty(200, headers);
	}

}
