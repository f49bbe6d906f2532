package io.ossmc.benchmark.server;

import java.util.Locale;

import io.ossmc.emulator.Bucket;

/**
 * A folder of many small objects, computed while they are sent: the number of each is its
 * seed.
 *
 * @param count how many
 * @param size of each in bytes
 */
public record SmallObjects(int count, int size) {

	/** The bucket they are in. */
	public static final String BUCKET = "small";

	/** The prefix of their keys. */
	public static final String FOLDER = "model/";

	/**
	 * The name of one in the folder.
	 * @param number from 0 on
	 * @return in the order of the numbers
	 */
	public static String name(int number) {
		return String.format(Locale.ROOT, "shard-%06d.bin", number);
	}

	void putInto(Bucket bucket) {
		for (int number = 0; number < this.count; number++) {
			bucket.putSynthetic(FOLDER + name(number), this.size, number);
		}
	}

}
