package io.ossmc;

import java.time.Instant;

/**
 * One line of a listing: an object, or with {@link ListOptions#delimited()} a folder.
 *
 * @param uri {@code oss://bucket/key}
 * @param key the key, decoded
 * @param size bytes; 0 for a folder
 * @param etag without quotes; empty for a folder
 * @param lastModified when it was written; {@link Instant#EPOCH} for a folder
 * @param storageClass such as {@code Standard}; empty for a folder
 * @param folder whether this is a common prefix and not an object
 */
public record ObjectSummary(String uri, String key, long size, String etag, Instant lastModified, String storageClass,
		boolean folder) {
}
