package io.ossmc.oss;

import org.jspecify.annotations.Nullable;

/**
 * One object's description, as a HEAD gives it: that of a symlink is its target's.
 *
 * @param object which content it has now
 * @param storageClass such as {@code Standard}
 * @param crc64 CRC-64/XZ of the whole object; null where OSS has none
 * @param restored whether an archived object can be read now: it was restored and has not
 * expired
 */
public record ObjectInfo(ObjectVersion object, String storageClass, @Nullable Long crc64, boolean restored) {
}
