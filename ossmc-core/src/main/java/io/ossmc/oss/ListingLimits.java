package io.ossmc.oss;

/** What OSS has at most. */
public final class ListingLimits {

	/** Objects and folders on a page at most ("ListObjectsV2", max-keys). */
	public static final int PAGE = 1000;

	/** Bytes of a key at most ("Object naming conventions"). */
	public static final int LONGEST_KEY = 1023;

	/** Bytes of an object at most: 10 000 parts of 5 GiB ("Limits"). */
	public static final long LARGEST_OBJECT = 10_000L * (5L << 30);

	private ListingLimits() {
	}

}
