package io.ossmc.model;

import io.ossmc.OssUri;
import io.ossmc.oss.OssErrors;

/**
 * How much of one listing is kept, and how long it is followed: a listing has no end of
 * its own that could be relied on, and a plan is held in the heap. For one listing, on
 * one thread.
 */
final class PlanLimits {

	/** Followed at most, kept or not: a thousand full pages. */
	static final int OBJECTS = 1_000_000;

	/** Kept at most; each takes about half a KiB beside its name. */
	static final int FILES = 250_000;

	/** Characters of all names that are kept at most; each is held twice. */
	static final long CHARACTERS = 32L << 20;

	private final OssUri uri;

	private int objects;

	private int files;

	private long characters;

	PlanLimits(OssUri uri) {
		this.uri = uri;
	}

	/**
	 * One more object was listed.
	 * @throws io.ossmc.OssModelTransferException if there are too many
	 */
	void listed() {
		if (++this.objects > OBJECTS) {
			throw OssErrors.endlessListing(this.uri, OBJECTS + " objects");
		}
	}

	/**
	 * One more file is kept.
	 * @param key its whole key
	 * @throws io.ossmc.OssModelTransferException if there are too many, or their names
	 * are too long
	 */
	void kept(String key) {
		if (++this.files > FILES) {
			throw OssErrors.endlessListing(this.uri, FILES + " files");
		}
		this.characters += key.length();
		if (this.characters > CHARACTERS) {
			throw OssErrors.endlessListing(this.uri, CHARACTERS + " characters of names");
		}
	}

}
