package io.ossmc.emulator;

import java.time.Instant;

/**
 * One version of an object.
 *
 * @param content its bytes; none if it is a symbolic link
 * @param etag without quotes
 * @param lastModified when this version was made
 * @param version its id; {@value #UNVERSIONED} unless its bucket keeps versions
 * @param attributes what it has beside its bytes
 */
record StoredObject(Content content, String etag, Instant lastModified, String version, Attributes attributes) {

	/** OSS's id of whatever was stored while no versions were kept. */
	static final String UNVERSIONED = "null";

	StoredObject(Content content, String etag, Instant lastModified, Attributes attributes) {
		this(content, etag, lastModified, UNVERSIONED, attributes);
	}

	/** OSS marks the ETag of an object uploaded in parts with their number. */
	String type() {
		if (isLink()) {
			return "Symlink";
		}
		return (this.etag.indexOf('-') < 0) ? "Normal" : "Multipart";
	}

	boolean isLink() {
		return this.attributes.target().isPresent();
	}

	StoredObject with(Attributes attributes) {
		return new StoredObject(this.content, this.etag, this.lastModified, this.version, attributes);
	}

	StoredObject withVersion(String version) {
		return new StoredObject(this.content, this.etag, this.lastModified, version, this.attributes);
	}

	/**
	 * What this link looks like to whoever reads it: length, ETag, checksum and storage
	 * class are the target's, the time is that of the later of both, and the rest is its
	 * own (OSS documentation, "HeadObject").
	 */
	StoredObject through(StoredObject target) {
		Instant later = this.lastModified.isAfter(target.lastModified) ? this.lastModified : target.lastModified;
		return new StoredObject(target.content, target.etag, later, this.version,
				this.attributes.through(target.attributes));
	}

}
