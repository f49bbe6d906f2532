package io.ossmc.sign;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Percent-encoding of UTF-8 (RFC 3986, 2.1): of everything but letters, digits and
 * {@code -._~}, as the signatures of OSS have it.
 */
public final class PercentEncoding {

	private static final String HEX = "0123456789ABCDEF";

	private PercentEncoding() {
	}

	/** All of it, slashes included. */
	public static String encode(String text) {
		return encode(text, false);
	}

	/** But for slashes. */
	public static String encodePath(String path) {
		return encode(path, true);
	}

	private static String encode(String text, boolean slashesStay) {
		byte[] octets = text.getBytes(StandardCharsets.UTF_8);
		StringBuilder encoded = new StringBuilder(octets.length + 16);
		for (byte octet : octets) {
			char letter = (char) (octet & 0xff);
			if (unreserved(letter) || slashesStay && letter == '/') {
				encoded.append(letter);
			}
			else {
				encoded.append('%').append(HEX.charAt(letter >> 4)).append(HEX.charAt(letter & 15));
			}
		}
		return encoded.toString();
	}

	private static boolean unreserved(char letter) {
		return letter >= 'a' && letter <= 'z' || letter >= 'A' && letter <= 'Z' || letter >= '0' && letter <= '9'
				|| letter == '-' || letter == '.' || letter == '_' || letter == '~';
	}

	/**
	 * The text of a listing with {@code encoding-type=url}, in which a plus is a space.
	 * @return empty if it is not well-formed: not ASCII, a bad percent sign, bytes that
	 * are not UTF-8
	 */
	public static Optional<String> decode(String encoded) {
		byte[] octets = new byte[encoded.length()];
		int n = 0;
		for (int i = 0; i < encoded.length(); i++) {
			char letter = encoded.charAt(i);
			if (letter == '%') {
				int high = (i + 2 < encoded.length()) ? digit(encoded.charAt(i + 1)) : -1;
				int low = (high >= 0) ? digit(encoded.charAt(i + 2)) : -1;
				if (low < 0) {
					return Optional.empty();
				}
				octets[n++] = (byte) (high << 4 | low);
				i += 2;
			}
			else if (letter < 0x80) {
				octets[n++] = (byte) ((letter == '+') ? ' ' : letter);
			}
			else {
				return Optional.empty();
			}
		}
		try {
			return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets, 0, n)).toString());
		}
		catch (CharacterCodingException ex) {
			return Optional.empty();
		}
	}

	private static int digit(char letter) {
		return (letter < 0x80) ? Character.digit(letter, 16) : -1;
	}

}
