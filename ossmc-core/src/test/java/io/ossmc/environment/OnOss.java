package io.ossmc.environment;

import java.util.List;

import io.ossmc.emulator.Bucket;
import io.ossmc.emulator.OssEmulator;
import io.ossmc.emulator.SyntheticObject;

/** What the tests of all environments find on OSS. */
final class OnOss {

	/** A model with {@code weights.bin} and files whose names are beyond ASCII. */
	static final String MODEL = "oss://models/model/";

	/** A model with one file that is larger than the address space. */
	static final String LARGE = "oss://models/large/";

	static final long LARGE_SIZE = 1L << 30;

	/** Names of French, Chinese and Emoji. */
	static final List<String> BEYOND_ASCII = List.of("modèle.bin", "权重.bin", "\ud83d\ude00.bin");

	private static final int SIZE = 3_000_000;

	private OnOss() {
	}

	static void put(OssEmulator emulator) {
		Bucket bucket = emulator.bucket("models");
		bucket.putSynthetic("model/weights.bin", SIZE, 1);
		BEYOND_ASCII.forEach((name) -> bucket.putSynthetic("model/" + name, SIZE, 1));
		bucket.putSynthetic("large/weights.bin", LARGE_SIZE, 2);
	}

	/** Of every file of {@link #MODEL}. */
	static byte[] content() {
		return SyntheticObject.bytes(SIZE, 1, 0, SIZE);
	}

}
