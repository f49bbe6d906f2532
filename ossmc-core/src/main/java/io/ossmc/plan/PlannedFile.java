package io.ossmc.plan;

import io.ossmc.oss.ObjectVersion;
import org.jspecify.annotations.Nullable;

/**
 * One file of a version.
 *
 * @param name relative to the model's URI, with {@code /}
 * @param object what it holds
 * @param crc64 CRC-64/XZ of all of it, as a HEAD told; null if none was asked for
 */
public record PlannedFile(String name, ObjectVersion object, @Nullable Long crc64) {

	/** For messages and logs. */
	@Override
	public String toString() {
		return this.object.toString();
	}

}
