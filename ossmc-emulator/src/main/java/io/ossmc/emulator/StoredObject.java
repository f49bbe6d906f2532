package io.ossmc.emulator;

import java.time.Instant;

/**
 * One version of an object.
 *
 * @param content its bytes
 * @param etag without quotes
 * @param lastModified when this version was made
 * @param storageClass {@code Standard}, {@code IA}, {@code Archive}, …
 * @param contentType its media type
 */
record StoredObject(Content content, String etag, Instant lastModified, String storageClass, String contentType) {

	static final String STANDARD = "Standard";

	static final String BINARY = "application/octet-stream";

	StoredObject(Content content, String etag, Instant lastModified) {
		this(content, etag, lastModified, STANDARD, BINARY);
	}

	/** OSS marks the ETag of an object uploaded in parts with their number. */
	String type() {
		return (this.etag.indexOf('-') < 0) ? "Normal" : "Multipart";
	}

	/** Its bytes cannot be read before it was restored. */
	boolean isArchived() {
		return this.storageClass.endsWith("Archive");
	}

	StoredObject withStorageClass(String storageClass) {
		return new StoredObject(this.content, this.etag, this.lastModified, storageClass, this.contentType);
	}

}
