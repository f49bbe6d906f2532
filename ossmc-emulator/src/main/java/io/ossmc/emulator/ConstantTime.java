package io.ossmc.emulator;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** Comparison of secrets that takes as long for a wrong one as for the right one. */
final class ConstantTime {

	private ConstantTime() {
	}

	static boolean equal(String expected, String presented) {
		return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8),
				presented.getBytes(StandardCharsets.UTF_8));
	}

}
