package io.ossmc.store;

import org.jspecify.annotations.Nullable;

/**
 * One object's description.
 *
 * @param uri {@code oss://bucket/key}
 * @param size bytes
 * @param etag without quotes
 * @param storageClass such as {@code Standard}
 * @param crc64 CRC-64/XZ of the whole object; null where OSS has none
 */
public record ObjectInfo(String uri, long size, String etag, String storageClass, @Nullable Long crc64) {
}
