package io.ossmc.model;

import io.ossmc.OssUri;
import io.ossmc.text.ServerText;

/**
 * One content of one object.
 *
 * @param uri the object
 * @param etag which content
 * @param size bytes
 */
record ObjectVersion(OssUri uri, String etag, long size) {

	/** For messages and logs. */
	@Override
	public String toString() {
		return ServerText.shown(this.uri.toString());
	}

}
