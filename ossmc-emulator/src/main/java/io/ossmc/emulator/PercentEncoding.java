package io.ossmc.emulator;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * RFC 3986 percent-encoding of UTF-8: everything but letters, digits and {@code -._~}.
 */
final class PercentEncoding {

	private static final String HEX = "0123456789ABCDEF";

	private PercentEncoding() {
	}

	static String encode(String text, boolean slashes) {
		StringBuilder encoded = new StringBuilder(text.length() + 16);
		for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
			char letter = (char) (octet & 0xFF);
			if (isUnreserved(letter) || letter == '/' && !slashes) {
				encoded.append(letter);
			}
			else {
				encoded.append('%').append(HEX.charAt(letter >> 4)).append(HEX.charAt(letter & 15));
			}
		}
		return encoded.toString();
	}

	private static boolean isUnreserved(char letter) {
		return letter >= 'a' && letter <= 'z' || letter >= 'A' && letter <= 'Z' || letter >= '0' && letter <= '9'
				|| "-._~".indexOf(letter) >= 0;
	}

	/**
	 * The text that was encoded; empty if it is not well-formed.
	 * @param plusIsSpace as in queries
	 */
	static Optional<String> decode(String encoded, boolean plusIsSpace) {
		ByteArrayOutputStream octets = new ByteArrayOutputStream(encoded.length());
		for (int index = 0; index < encoded.length(); index++) {
			char letter = encoded.charAt(index);
			if (letter == '%') {
				boolean complete = index + 2 < encoded.length();
				int high = complete ? Character.digit(encoded.charAt(index + 1), 16) : -1;
				int low = complete ? Character.digit(encoded.charAt(index + 2), 16) : -1;
				if (high < 0 || low < 0) {
					return Optional.empty();
				}
				octets.write(high << 4 | low);
				index += 2;
			}
			else {
				octets.write((letter == '+' && plusIsSpace) ? ' ' : letter);
			}
		}
		try {
			return Optional
				.of(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets.toByteArray())).toString());
		}
		catch (CharacterCodingException ex) {
			// What the caller answers says more than this exception.
			return Optional.empty();
		}
	}

}
