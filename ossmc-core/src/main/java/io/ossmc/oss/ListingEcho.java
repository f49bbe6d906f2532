package io.ossmc.oss;

import io.ossmc.sign.PercentEncoding;
import org.jspecify.annotations.Nullable;

/**
 * A page says what it was asked for ("ListObjectsV2": {@code Prefix}, {@code StartAfter},
 * {@code ContinuationToken}). One that was asked for by somebody else – a reply that was
 * sent twice, a cache that takes one query for another – would be believed otherwise:
 * whatever lies between its first key and the one after which was asked would be missing,
 * without a word. Servers that do not say it are believed by the order of their keys
 * alone.
 */
final class ListingEcho {

	private ListingEcho() {
	}

	/**
	 * Compares what was asked with what the page says was asked.
	 * @throws UnusableReply if it is the answer to something else
	 */
	static void require(String prefix, @Nullable String saidPrefix, @Nullable String startAfter,
			@Nullable String saidStartAfter, @Nullable String token, @Nullable String saidToken) throws UnusableReply {
		require("prefix", prefix, saidPrefix, true);
		require("start-after", startAfter, saidStartAfter, true);
		require("continuation-token", token, saidToken, false);
	}

	private static void require(String name, @Nullable String asked, @Nullable String said, boolean encoded)
			throws UnusableReply {
		if (said == null) {
			return;
		}
		String decoded = encoded ? PercentEncoding.decode(said).orElse(null) : said;
		if (!((asked != null) ? asked : "").equals(decoded)) {
			throw new UnusableReply("it answers another " + name + " than was asked for");
		}
	}

}
