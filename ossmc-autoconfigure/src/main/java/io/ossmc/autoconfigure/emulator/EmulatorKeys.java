package io.ossmc.autoconfigure.emulator;

import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The only key pair the embedded emulator accepts: made at start, known to nobody else.
 */
record EmulatorKeys(String id, String secret) {

	static EmulatorKeys random() {
		byte[] bytes = new byte[24];
		new SecureRandom().nextBytes(bytes);
		String hex = HexFormat.of().formatHex(bytes);
		return new EmulatorKeys("emulator" + hex.substring(0, 16), hex.substring(16));
	}

	@Override
	public String toString() {
		return "EmulatorKeys[***]";
	}

}
