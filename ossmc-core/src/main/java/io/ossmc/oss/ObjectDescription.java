package io.ossmc.oss;

import java.io.IOException;
import java.time.Instant;

import io.ossmc.OssUri;
import io.ossmc.http.ETags;
import io.ossmc.http.HttpReply;
import io.ossmc.text.ServerText;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the reply to a HEAD says of an object ("HeadObject" in OSS's API reference).
 */
final class ObjectDescription {

	private ObjectDescription() {
	}

	/**
	 * The description.
	 * @param now by which restored objects have expired or not
	 * @throws UnusableReply if it lacks what fetching needs
	 * @throws IOException if a header came twice, or is not a number
	 */
	static ObjectInfo of(OssUri object, HttpReply reply, Instant now) throws IOException {
		long size = reply.contentLength();
		if (size < 0) {
			throw new UnusableReply("it has no Content-Length, so that nobody knows the object's size");
		}
		if (size > ObjectStore.LARGEST_OBJECT) {
			throw new UnusableReply("no object has " + size + " bytes");
		}
		String etag = reply.header("etag");
		if (etag == null) {
			throw new UnusableReply("it has no ETag");
		}
		String version = ETags.opaque(etag)
			.orElseThrow(() -> new UnusableReply("its ETag \"" + ServerText.shown(etag) + "\" cannot be relied on"));
		String storageClass = reply.header("x-oss-storage-class");
		return new ObjectInfo(new ObjectVersion(object, version, size),
				(storageClass != null) ? ServerText.shown(storageClass) : "Standard",
				crc64(reply.header("x-oss-hash-crc64ecma")), Restoration.readable(reply.header("x-oss-restore"), now));
	}

	private static @Nullable Long crc64(@Nullable String decimal) throws UnusableReply {
		try {
			return (decimal != null) ? Long.parseUnsignedLong(decimal) : null;
		}
		catch (NumberFormatException ex) {
			throw new UnusableReply("its x-oss-hash-crc64ecma is not a number");
		}
	}

}
