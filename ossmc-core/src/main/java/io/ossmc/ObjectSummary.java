package io.ossmc;

import java.time.Instant;

/**
 * One line of a listing: an object, or with {@link ListOptions#delimited()} a folder.
 *
 * @param bucket the bucket's name
 * @param key the key, decoded
 * @param size bytes; 0 for a folder
 * @param etag without quotes; empty for a folder
 * @param lastModified when it was written; {@link Instant#EPOCH} for a folder
 * @param storageClass such as {@code Standard}; empty for a folder
 * @param folder whether this is a common prefix and not an object
 */
public record ObjectSummary(String bucket, String key, long size, String etag, Instant lastModified,
		String storageClass, boolean folder) {

	/**
	 * Where it lies, made when it is asked for: a listing may have millions of lines.
	 * @return {@code oss://bucket/key}
	 */
	public String uri() {
		return new OssUri(this.bucket, this.key).toString();
	}

}
