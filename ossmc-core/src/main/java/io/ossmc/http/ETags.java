package io.ossmc.http;

import java.util.Optional;

/**
 * Entity tags (RFC 9110, 8.8.3), as far as ranges may rely on them: strong ones, compared
 * without their quotes and, as those of OSS are hexadecimal, without regard to case.
 */
public final class ETags {

	private ETags() {
	}

	/**
	 * The tag as ranges may rely on it.
	 * @param etag as it came, with or without quotes
	 * @return without quotes; empty if it is weak or not a tag
	 */
	public static Optional<String> opaque(String etag) {
		String bare = (etag.length() >= 2 && etag.startsWith("\"") && etag.endsWith("\""))
				? etag.substring(1, etag.length() - 1) : etag;
		return (!bare.isEmpty() && !bare.startsWith("W/") && plain(bare)) ? Optional.of(bare) : Optional.empty();
	}

	private static boolean plain(String bare) {
		for (int i = 0; i < bare.length(); i++) {
			char letter = bare.charAt(i);
			if (letter <= 0x20 || letter >= 0x7f || letter == '"') {
				return false;
			}
		}
		return true;
	}

	static boolean same(String asked, String replied) {
		return opaque(replied).filter(asked::equalsIgnoreCase).isPresent();
	}

}
