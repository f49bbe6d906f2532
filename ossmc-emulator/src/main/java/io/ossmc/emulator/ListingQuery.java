package io.ossmc.emulator;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * What a listing is asked for; ListObjects (V1) calls some of it by other names.
 *
 * @param v2 whether it is ListObjectsV2
 * @param prefix of the keys wanted
 * @param delimiter up to which keys are rolled up; empty for none
 * @param after keys up to and including this one are left out: {@code start-after}, or
 * {@code marker} in V1
 * @param token where the page before ended
 * @param maxKeys on a page, common prefixes included
 * @param encoded whether keys are wanted percent-encoded
 * @param owner whether owners are wanted
 */
record ListingQuery(boolean v2, String prefix, String delimiter, String after, Optional<Token> token, int maxKeys,
		boolean encoded, boolean owner) {

	static final int DEFAULT_MAX_KEYS = 100;

	static final int LARGEST_MAX_KEYS = 1000;

	static ListingQuery of(Map<String, String> query) throws OssError {
		boolean v2 = "2".equals(query.get("list-type"));
		String encoding = query.getOrDefault("encoding-type", "");
		if (!encoding.isEmpty() && !encoding.equals("url")) {
			throw OssError.invalidArgument("encoding-type", encoding, "Invalid Encoding Method specified in Request.");
		}
		String token = query.getOrDefault("continuation-token", "");
		return new ListingQuery(v2, query.getOrDefault("prefix", ""), query.getOrDefault("delimiter", ""),
				query.getOrDefault(v2 ? "start-after" : "marker", ""),
				(v2 && !token.isEmpty()) ? Optional.of(Token.parse(token)) : Optional.empty(),
				maxKeys(query.getOrDefault("max-keys", "")), encoding.equals("url"),
				!v2 || "true".equals(query.get("fetch-owner")));
	}

	private static int maxKeys(String text) throws OssError {
		if (text.isEmpty()) {
			return DEFAULT_MAX_KEYS;
		}
		if (!text.matches("\\d{1,9}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > LARGEST_MAX_KEYS) {
			throw OssError.invalidArgument("max-keys", text, "Argument max-keys must be between 1 and 1000.");
		}
		return Integer.parseInt(text);
	}

	/**
	 * The last entry of a page, opaque to clients.
	 *
	 * @param entry the key or common prefix
	 * @param prefix whether it is a common prefix: then all keys below it were part of
	 * the page
	 */
	record Token(String entry, boolean prefix) {

		static Token parse(String text) throws OssError {
			try {
				String decoded = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
				if (decoded.startsWith("k") || decoded.startsWith("p")) {
					return new Token(decoded.substring(1), decoded.startsWith("p"));
				}
			}
			catch (IllegalArgumentException ex) {
				// Not base64: refused below.
			}
			throw OssError.invalidArgument("continuation-token", text, "The continuation token is not valid.");
		}

		@Override
		public String toString() {
			String text = (this.prefix ? "p" : "k") + this.entry;
			return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
		}

	}

}
