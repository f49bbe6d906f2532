package io.ossmc.emulator;

import java.io.IOException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * GetObject, HeadObject, PutObject, DeleteObject (OSS documentation, "Object
 * operations").
 */
final class ObjectOperations {

	/** Parameters that ask for something else about an object; none of it is emulated. */
	static final Set<String> SUBRESOURCES = Set.of("acl", "uploads", "uploadId", "append", "symlink", "restore",
			"tagging", "x-oss-process", "x-oss-async-process");

	private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

	Answer read(ObjectStore bucket, Request request, boolean head, boolean ignoreRange) throws OssError, IOException {
		StoredObject object = bucket.find(request.key()).orElseThrow(() -> OssError.noSuchKey(request.key()));
		Map<String, String> headers = headers(object);
		if (Preconditions.check(request, object) == Preconditions.Verdict.NOT_MODIFIED) {
			return Answer.empty(304, headers);
		}
		if (!head && object.isArchived()) {
			throw OssError.of(403, "InvalidObjectState", "The operation is not valid for the object's state")
				.with("ObjectName", request.key());
		}
		headers.put("x-oss-hash-crc64ecma", Long.toUnsignedString(object.content().crc64()));
		headers.put("Content-Type", object.contentType());
		long size = object.content().size();
		Optional<ByteRange> range = (head || ignoreRange) ? Optional.empty() : request.range();
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

	private static Map<String, String> headers(StoredObject object) {
		Map<String, String> headers = new LinkedHashMap<>();
		headers.put("Accept-Ranges", "bytes");
		headers.put("ETag", "\"" + object.etag() + "\"");
		headers.put("Last-Modified", HTTP_DATE.format(object.lastModified()));
		headers.put("x-oss-object-type", object.type());
		headers.put("x-oss-storage-class", object.storageClass());
		return headers;
	}

	Upload upload(ObjectStore bucket, Request request) throws OssError, IOException {
		if (request.header("x-oss-copy-source").isPresent()) {
			throw OssError.notImplemented();
		}
		if (request.header("content-length").isEmpty() && request.header("transfer-encoding").isEmpty()) {
			throw OssError.of(411, "MissingContentLength", "You must provide the Content-Length HTTP header.");
		}
		return bucket.upload(request.key(),
				new ObjectStore.UploadHeaders(request.header("content-type").orElse(StoredObject.BINARY),
						request.header("x-oss-storage-class").orElse(StoredObject.STANDARD)));
	}

	Answer finish(Upload upload, Request request) throws OssError, IOException {
		Digest digest = upload.digest();
		Optional<String> md5 = request.header("content-md5");
		byte[] received = HexFormat.of().parseHex(digest.etag());
		if (md5.isPresent() && !md5.get().strip().equals(Base64.getEncoder().encodeToString(received))) {
			throw OssError.of(400, "InvalidDigest", "The Content-MD5 you specified was invalid.")
				.with("Content-MD5", md5.get());
		}
		StoredObject object = upload.commit(digest);
		Map<String, String> headers = new LinkedHashMap<>();
		headers.put("ETag", "\"" + object.etag() + "\"");
		headers.put("Content-MD5", Base64.getEncoder().encodeToString(received));
		headers.put("x-oss-hash-crc64ecma", Long.toUnsignedString(digest.crc64()));
		return Answer.empty(200, headers);
	}

	Answer delete(ObjectStore bucket, Request request) throws IOException {
		bucket.remove(request.key());
		return Answer.empty(204, Map.of());
	}

}
