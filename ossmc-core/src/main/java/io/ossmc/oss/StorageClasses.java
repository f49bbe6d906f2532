package io.ossmc.oss;

import io.ossmc.OssModelAccessException;
import io.ossmc.OssModelException;

/**
 * Which storage classes can be read at once. See "Storage classes" in the OSS
 * documentation.
 */
public final class StorageClasses {

	private StorageClasses() {
	}

	/**
	 * Refuses what would have to be restored first.
	 * @param uri the object
	 * @param storageClass as listed
	 * @throws OssModelException if it is archived
	 */
	public static void requireReadable(String uri, String storageClass) {
		if (storageClass.contains("Archive")) {
			throw archived(uri, storageClass);
		}
	}

	static OssModelException archived(String uri, String storageClass) {
		return new OssModelAccessException(uri + " is archived (" + storageClass + ") and cannot be read.",
				"Restore it (ossutil restore " + uri + ") or copy it to the Standard class, then try again.");
	}

}
