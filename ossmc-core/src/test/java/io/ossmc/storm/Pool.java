package io.ossmc.storm;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.stream.IntStream;

import io.ossmc.emulator.Bucket;
import io.ossmc.emulator.SyntheticObject;

/**
 * The objects of the storm, each in a few versions of different sizes, and the judgement
 * of bytes: of which of the versions they can be. What is read of one version in pieces
 * is judged by keeping the versions that all pieces can be of. Immutable.
 */
final class Pool {

	static final String BUCKET = "models";

	static final String PREFIX = "pool/";

	static final int VERSIONS = 3;

	/** Empty, a byte, around a page, around a part, several parts. */
	private static final int[] SIZES = { 0, 1, 4095, 4096, 70_001, 262_143, 262_144, 262_145, 700_000, 1_000_001,
			1_500_000, 2_000_003 };

	private final byte[][][] contents = new byte[SIZES.length][VERSIONS][];

	Pool() {
		for (int number = 0; number < SIZES.length; number++) {
			for (int version = 0; version < VERSIONS; version++) {
				int size = size(number, version);
				this.contents[number][version] = SyntheticObject.bytes(size, seed(number, version), 0, size);
			}
		}
	}

	static int count() {
		return SIZES.length;
	}

	static String name(int number) {
		return "file-%02d".formatted(number);
	}

	static List<String> names(int from, int count) {
		return IntStream.range(from, from + count).mapToObj((number) -> name(number % SIZES.length)).toList();
	}

	static String uri(String name) {
		return "oss://" + BUCKET + "/" + PREFIX + name;
	}

	/** Puts a version of an object where requests find it. */
	static void put(Bucket bucket, int number, int version) {
		bucket.putSynthetic(PREFIX + name(number), size(number, version), seed(number, version));
	}

	private static int size(int number, int version) {
		return SIZES[number] + version * Math.min(SIZES[number], 999);
	}

	private static long seed(int number, int version) {
		return 1000L + number * VERSIONS + version;
	}

	/**
	 * Judges a piece of an object.
	 * @param name of the object
	 * @param position of the piece, bytes
	 * @param piece its bytes
	 * @return a set of versions, a bit for each; 0 if the bytes are wrong
	 */
	int versionsWith(String name, long position, MemorySegment piece) {
		int versions = 0;
		for (int version = 0; version < VERSIONS; version++) {
			MemorySegment content = content(name, version);
			long end = position + piece.byteSize();
			if (end <= content.byteSize() && piece.mismatch(content.asSlice(position, piece.byteSize())) < 0) {
				versions |= 1 << version;
			}
		}
		return versions;
	}

	/**
	 * Judges a whole object.
	 * @param name of the object
	 * @param whole all its bytes
	 * @return a set of versions, a bit for each; 0 if the bytes are wrong
	 */
	int versionsOf(String name, MemorySegment whole) {
		return versionsWith(name, 0, whole) & versionsOfSize(name, whole.byteSize());
	}

	int versionsOfSize(String name, long size) {
		int versions = 0;
		for (int version = 0; version < VERSIONS; version++) {
			if (content(name, version).byteSize() == size) {
				versions |= 1 << version;
			}
		}
		return versions;
	}

	private MemorySegment content(String name, int version) {
		return MemorySegment.ofArray(this.contents[Integer.parseInt(name.substring(5))][version]);
	}

}
