package io.ossmc.oss;

import io.ossmc.OssUri;
import io.ossmc.text.ServerText;

/**
 * One content of one object: what is compared, fetched, stored and shared.
 *
 * @param uri the object
 * @param etag which content, without quotes
 * @param size bytes
 */
public record ObjectVersion(OssUri uri, String etag, long size) {

	/** For messages and logs. */
	@Override
	public String toString() {
		return ServerText.shown(this.uri.toString());
	}

}
