package io.ossmc.emulator;

import java.io.IOException;
import java.time.Instant;
import java.util.NavigableSet;
import java.util.Optional;

/** A bucket as requests see it. Calls may block on the disk. */
interface ObjectStore extends Bucket {

	Instant created();

	Optional<StoredObject> find(String key) throws IOException;

	/**
	 * The keys for one page of a listing.
	 * @param firstPage whether the listing begins here; if not, keys that came meanwhile
	 * may be missing
	 */
	NavigableSet<String> keys(boolean firstPage) throws IOException;

	/** Begins a PUT: nothing is visible before its end. */
	Upload upload(String key, UploadHeaders headers) throws IOException, OssError;

	void remove(String key) throws IOException;

	/**
	 * What a PUT says about the object beside its bytes.
	 *
	 * @param contentType its media type
	 * @param storageClass its storage class
	 */
	record UploadHeaders(String contentType, String storageClass) {
	}

}
