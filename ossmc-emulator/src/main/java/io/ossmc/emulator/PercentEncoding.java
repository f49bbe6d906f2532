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

	private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

	private static final boolean[] UNRESERVED = new boolean[256];

	static {
		for (char letter = 0; letter < 128; letter++) {
			UNRESERVED[letter] = letter >= 'a' && letter <= 'z' || letter >= 'A' && letter <= 'Z'
					|| letter >= '0' && letter <= '9' || "-._~".indexOf(letter) >= 0;
		}
	}

	private PercentEncoding() {
	}

	static String encode(String text, boolean slashes) {
		byte[] octets = text.getBytes(StandardCharsets.UTF_8);
		byte[] encoded = new byte[3 * octets.length];
		return new String(encoded, 0, encode(octets, slashes, encoded, 0), StandardCharsets.US_ASCII);
	}

	/**
	 * Encodes bytes, into up to three times as many.
	 * @return where they end
	 */
	static int encode(byte[] octets, boolean slashes, byte[] into, int at) {
		int end = at;
		for (byte octet : octets) {
			if (UNRESERVED[octet & 0xff] || octet == '/' && !slashes) {
				into[end++] = octet;
			}
			else {
				into[end++] = '%';
				into[end++] = HEX[(octet & 0xff) >> 4];
				into[end++] = HEX[octet & 15];
			}
		}
		return end;
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
