package io.ossmc.sign;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Percent-encoding of UTF-8 (RFC 3986, 2.1): of everything but letters, digits and
 * {@code -._~}, as the signatures of OSS have it.
 */
public final class PercentEncoding {

	private static final String HEX = "0123456789ABCDEF";

	private static final char REPLACEMENT = '\ufffd';

	/** Values of hexadecimal digits; less than 0 for what is none. */
	private static final byte[] DIGITS = new byte[128];

	static {
		for (char letter = 0; letter < DIGITS.length; letter++) {
			DIGITS[letter] = (byte) Character.digit(letter, 16);
		}
	}

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
		return Optional.ofNullable(decode(encoded.toCharArray(), encoded.length(), new byte[encoded.length()]));
	}

	/**
	 * As above, of a text that lies in an array: a listing has millions of them.
	 * @param encoded begins with the text
	 * @param length of the text, characters
	 * @param octets room for as many bytes, written over
	 * @return null if it is not well-formed
	 */
	public static @Nullable String decode(char[] encoded, int length, byte[] octets) {
		int n = 0;
		boolean ascii = true;
		for (int i = 0; i < length; i++) {
			char letter = encoded[i];
			if (letter == '%') {
				int octet = (i + 2 < length) ? digit(encoded[i + 1]) << 4 | digit(encoded[i + 2]) : -1;
				if (octet < 0) {
					return null;
				}
				octets[n++] = (byte) octet;
				ascii &= octet < 0x80;
				i += 2;
			}
			else if (letter < 0x80) {
				octets[n++] = (byte) ((letter == '+') ? ' ' : letter);
			}
			else {
				return null;
			}
		}
		return ascii ? new String(octets, 0, n, StandardCharsets.ISO_8859_1) : unicode(octets, n);
	}

	private static @Nullable String unicode(byte[] octets, int length) {
		String text = new String(octets, 0, length, StandardCharsets.UTF_8);
		if (text.indexOf(REPLACEMENT) < 0) {
			return text;
		}
		// It stands for bytes that are no UTF-8, or for itself.
		try {
			return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets, 0, length)).toString();
		}
		catch (CharacterCodingException ex) {
			return null;
		}
	}

	/** Less than 0 if it is none, which stays so whatever it is combined with. */
	private static int digit(char letter) {
		return (letter < 0x80) ? DIGITS[letter] : -1;
	}

}
