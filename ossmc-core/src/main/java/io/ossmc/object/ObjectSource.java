package io.ossmc.object;

import io.ossmc.OssUri;
import io.ossmc.memory.PrivateRegion;
import io.ossmc.oss.ObjectInfo;
import io.ossmc.oss.ObjectStore;
import io.ossmc.text.ServerText;

/**
 * Where an object comes from.
 *
 * @param info its description when it was opened; every byte is of that version
 * @param uri where it is
 * @param store of its bucket
 * @param services what all objects share
 */
record ObjectSource(ObjectInfo info, OssUri uri, ObjectStore store, ObjectServices services) {

	/** Real pages it takes; its size where a {@code long} cannot count them. */
	long charge() {
		return Math.max(this.info.size(), PrivateRegion.charge(this.info.size()));
	}

	/** For messages and logs. */
	@Override
	public String toString() {
		return ServerText.shown(this.uri.toString());
	}

}
