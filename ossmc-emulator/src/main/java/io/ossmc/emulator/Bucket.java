package io.ossmc.emulator;

import java.nio.file.Path;
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
	 * Gives an object another storage class. Those that end with {@code Archive} are
	 * listed but cannot be read.
	 * @param key the key of an object that exists
	 * @param storageClass {@code Standard}, {@code IA}, {@code Archive},
	 * {@code ColdArchive}, {@code DeepColdArchive}
	 */
	void storageClass(String key, String storageClass);

	/**
	 * Its keys in the order of listings, at this moment.
	 * @return the keys
	 */
	SortedSet<String> keys();

}
