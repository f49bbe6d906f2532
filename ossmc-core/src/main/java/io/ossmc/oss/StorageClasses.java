package io.ossmc.oss;

import io.ossmc.OssModelAccessException;
import io.ossmc.OssModelException;
import io.ossmc.text.ServerText;

/**
 * Which storage classes can be read at once. See "Storage classes" and "Real-time access
 * of Archive objects" in the OSS documentation.
 */
public final class StorageClasses {

	private StorageClasses() {
	}

	/**
	 * Refuses what OSS would certainly refuse. Objects of the Archive class are not among
	 * that: a bucket may allow to read them directly, and only OSS knows.
	 * @param uri the object
	 * @param storageClass as listed
	 * @param restored whether it was restored, and has not expired
	 * @throws OssModelException if it is archived cold and was not restored
	 */
	public static void requireReadable(String uri, String storageClass, boolean restored) {
		if (!restored && storageClass.endsWith("ColdArchive")) {
			throw archived(uri, storageClass);
		}
	}

	static OssModelException archived(String uri, String storageClass) {
		String shown = ServerText.shown(uri);
		return new OssModelAccessException(shown + " is archived (" + ServerText
			.shown(storageClass) + ") and cannot be read.", "Restore it (ossutil restore " + shown
					+ "; a minute for Archive, hours for the cold classes), allow real-time access of Archive objects for its bucket, or copy it to the Standard class; then try again.");
	}

}
