package io.ossmc.model;

import io.ossmc.OssUri;

/**
 * One file of a version.
 *
 * @param name relative to the model's URI, with {@code /}
 * @param uri the object
 * @param size bytes
 * @param etag which content
 */
record PlannedFile(String name, OssUri uri, long size, String etag) {
}
