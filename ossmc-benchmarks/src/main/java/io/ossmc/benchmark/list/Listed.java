package io.ossmc.benchmark.list;

import java.util.List;

import io.ossmc.benchmark.process.JavaProgram;

/**
 * What a client has listed.
 *
 * @param keys how many
 * @param hash of all of them, whatever their order
 * @param ordered whether each came after the one before
 * @param seconds from the call to the last key
 * @param cpuMicros of the client's process, user and system
 * @param heapBytes by which the live heap has grown
 */
record Listed(long keys, long hash, boolean ordered, double seconds, double cpuMicros, long heapBytes) {

	static Listed parse(String line) {
		List<String> words = JavaProgram.words(line);
		return new Listed(Long.parseLong(words.get(0)), Long.parseLong(words.get(1)),
				Boolean.parseBoolean(words.get(2)), Double.parseDouble(words.get(3)), Double.parseDouble(words.get(4)),
				Long.parseLong(words.get(5)));
	}

	@Override
	public String toString() {
		return this.keys + " " + this.hash + " " + this.ordered + " " + this.seconds + " " + this.cpuMicros + " "
				+ this.heapBytes;
	}

	/** Of one key; those of all are added. */
	static long hash(String key) {
		long bits = key.hashCode() * 0x9E3779B97F4A7C15L + key.length();
		return (bits ^ bits >>> 29) * 0xBF58476D1CE4E5B9L;
	}

	/** In the order of UTF-8, as code points. */
	static boolean inOrder(String one, String other) {
		int length = Math.min(one.length(), other.length());
		for (int i = 0; i < length; i++) {
			char a = one.charAt(i);
			char b = other.charAt(i);
			if (a != b) {
				return Character.isSurrogate(a) == Character.isSurrogate(b) ? a < b : Character.isSurrogate(b);
			}
		}
		return one.length() < other.length();
	}

}
