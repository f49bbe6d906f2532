package io.ossmc.http;

import org.jspecify.annotations.Nullable;

/**
 * What came with a range that was delivered in full.
 *
 * @param objectSize bytes of the whole object
 * @param crc64 CRC-64/XZ of the whole object, or null where OSS did not send one
 * @param requestId OSS's name of the request, empty if it gave none
 * @param reusedConnection whether the connection had served a request before
 */
public record RangeReply(long objectSize, @Nullable Long crc64, String requestId, boolean reusedConnection) {
}
