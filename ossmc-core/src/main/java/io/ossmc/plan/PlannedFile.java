package io.ossmc.plan;

import io.ossmc.OssUri;
import io.ossmc.oss.ObjectVersion;
import io.ossmc.text.ServerText;
import org.jspecify.annotations.Nullable;

/**
 * One file of a version.
 *
 * @param name relative to the model's URI, with {@code /}
 * @param uri the object
 * @param size bytes
 * @param etag which content
 * @param crc64 CRC-64/XZ of all of it, as a HEAD told; null if none was asked for
 */
public record PlannedFile(String name, OssUri uri, long size, String etag, @Nullable Long crc64) {

	/** The content it is to have. */
	public ObjectVersion object() {
		return new ObjectVersion(this.uri, this.etag, this.size);
	}

	/** For messages and logs. */
	@Override
	public String toString() {
		return ServerText.shown(this.uri.toString());
	}

}
