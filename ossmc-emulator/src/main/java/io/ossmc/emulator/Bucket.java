package io.ossmc.emulator;

import java.nio.file.Path;
import java.util.Map;
import java.util.SortedSet;

/**
 * A bucket of the emulator, filled by tests without signatures. Every change is atomic:
 * requests see the old version or the new one, and a reply that has begun goes on with
 * the version it began with. Thread-safe.
 */
public interface Bucket {

	/**
	 * Its name.
	 * @return the name
	 */
	String name();

	/**
	 * Stores an object.
	 * @param key the key
	 * @param content its bytes, copied
	 */
	void put(String key, byte[] content);

	/**
	 * Stores an object as an upload with these headers would: {@code Content-Encoding},
	 * {@code Content-Type} and others like them, {@code x-oss-meta-*} and
	 * {@code x-oss-storage-class} are kept and sent with every reply.
	 * @param key the key
	 * @param content its bytes, copied
	 * @param headers names in any case
	 */
	void put(String key, byte[] content, Map<String, String> headers);

	/**
	 * Stores an object that is served from a file, which is neither copied nor may
	 * change.
	 * @param key the key
	 * @param file a regular file
	 */
	void put(String key, Path file);

	/**
	 * Stores an object whose bytes are computed while they are sent: see
	 * {@link SyntheticObject}.
	 * @param key the key
	 * @param size in bytes
	 * @param seed distinguishes objects of one size
	 */
	void putSynthetic(String key, long size, long seed);

	/**
	 * Removes an object; does nothing if there is none.
	 * @param key the key
	 */
	void delete(String key);

	/**
	 * Makes a symbolic link: whoever reads it gets the bytes, the size and the ETag of
	 * its target, while a listing shows those of the link, which has no bytes.
	 * @param key the link's key
	 * @param target the key of an object of this bucket, which need not exist
	 */
	void symlink(String key, String target);

	/**
	 * Gives an object another storage class. Those that end with {@code Archive} are
	 * listed but cannot be read before they are restored; whatever was restored is
	 * archived again.
	 * @param key the key of an object that exists
	 * @param storageClass {@code Standard}, {@code IA}, {@code Archive},
	 * {@code ColdArchive}, {@code DeepColdArchive}
	 */
	void storageClass(String key, String storageClass);

	/**
	 * Restores an archived object at once, for a day by the emulator's clock. A
	 * {@code RestoreObject} request takes as long as
	 * {@link OssEmulatorBuilder#restoreTime} says.
	 * @param key the key of an archived object
	 */
	void restore(String key);

	/**
	 * Sets whether objects of the class {@code Archive} can be read without having been
	 * restored, "real-time access of Archive objects"; other archived classes cannot.
	 * @param directRead false by default
	 */
	void directRead(boolean directRead);

	/**
	 * Sets whether versions of objects are kept from now on, each under an id of its own
	 * ({@code x-oss-version-id}, {@code versionId}).
	 * @param versioning false by default
	 * @throws UnsupportedOperationException if the bucket is a folder, which keeps none
	 */
	void versioning(boolean versioning);

	/**
	 * Its keys in the order of listings, at this moment.
	 * @return the keys
	 */
	SortedSet<String> keys();

}
