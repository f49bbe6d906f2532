package io.ossmc.object;

import io.ossmc.memory.PrivateRegion;
import io.ossmc.oss.ObjectInfo;
import io.ossmc.oss.ObjectStore;

/**
 * Where an object comes from.
 *
 * @param info its description when it was opened; every byte is of that version
 * @param store of its bucket
 * @param services what all objects share
 */
record ObjectSource(ObjectInfo info, ObjectStore store, ObjectServices services) {

	/** Real pages it takes; its size where a {@code long} cannot count them. */
	long charge() {
		return Math.max(this.info.object().size(), PrivateRegion.charge(this.info.object().size()));
	}

	/** For messages and logs. */
	@Override
	public String toString() {
		return this.info.object().toString();
	}

}
