package io.ossmc.emulator.fault;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.ossmc.emulator.Reaction;

/** Pages of a listing that do not follow from one another. */
final class PageFaults {

	private static final Pattern ENCODED = Pattern.compile("<(Key|Prefix|StartAfter|Delimiter)>([^<]*)</");

	private PageFaults() {
	}

	static List<Fault> all() {
		return List.of(
				ListingFaults.xml("pages.the-same-for-ever",
						(text, occasion) -> goingOn(text, token(occasion.prefix()))),
				ListingFaults.xml("pages.the-same-under-new-tokens",
						(text, occasion) -> goingOn(text, fresh(occasion))),
				ListingFaults.xml("pages.empty-for-ever",
						(text, occasion) -> goingOn(text.replaceAll("(?s)<Contents>.*</Contents>", ""),
								fresh(occasion))),
				ListingFaults.xml("pages.new-keys-for-ever",
						(text, occasion) -> goingOn(text.replaceFirst("(?s)<Contents>.*</Contents>", keys(occasion)),
								fresh(occasion))),
				ListingFaults.xml("pages.truncated-without-token",
						(text, occasion) -> text.replace("<IsTruncated>false", "<IsTruncated>true")
							.replaceFirst("(?s)(<Contents>.*?</Contents>).*</Contents>", "$1")),
				ListingFaults.xml("pages.truncated-with-empty-token", (text, occasion) -> goingOn(text, "")),
				ListingFaults.xml("pages.token-without-truncation",
						(text, occasion) -> text.replace("<IsTruncated>",
								"<NextContinuationToken>" + fresh(occasion) + "</NextContinuationToken><IsTruncated>")),
				ListingFaults.xml("pages.truncated-maybe",
						(text, occasion) -> text.replace("<IsTruncated>false", "<IsTruncated>maybe")),
				ListingFaults.xml("pages.truncation-unknown",
						(text, occasion) -> text.replaceFirst("<IsTruncated>[^<]*</IsTruncated>", "")),
				ListingFaults.xml("pages.not-encoded", (text, occasion) -> decoded(text)),
				ListingFaults.xml("pages.of-another-prefix",
						(text, occasion) -> text.replaceFirst("<Prefix>[^<]*</Prefix>", "<Prefix>another%2F</Prefix>")),
				Fault.of("pages.short", Fault.LIST, (occasion) -> Reaction.query(Map.of("max-keys", "2"))),
				Fault.of("pages.of-another-start", Fault.LIST,
						(occasion) -> Reaction.query(Map.of("start-after", occasion.prefix() + "m"))),
				ListingFaults.xml("pages.prefixes-not-asked-for",
						(text, occasion) -> text.replace("</ListBucketResult>", "<CommonPrefixes><Prefix>"
								+ occasion.prefix() + "sub/</Prefix></CommonPrefixes></ListBucketResult>")));
	}

	private static String goingOn(String text, String token) {
		return text.replaceFirst("<NextContinuationToken>[^<]*</NextContinuationToken>", "")
			.replaceFirst("<IsTruncated>[^<]*</IsTruncated>",
					"<IsTruncated>true</IsTruncated><NextContinuationToken>" + token + "</NextContinuationToken>");
	}

	/**
	 * One that this emulator understands and that leads to the first page of the prefix.
	 */
	private static String token(String before) {
		return Base64.getUrlEncoder().withoutPadding().encodeToString(("k" + before).getBytes(StandardCharsets.UTF_8));
	}

	private static String fresh(Occasion occasion) {
		String prefix = occasion.prefix();
		// A dot comes before the slash that ends the prefix.
		return token(prefix.substring(0, Math.max(0, prefix.length() - 1)) + "." + occasion.count());
	}

	private static String keys(Occasion occasion) {
		StringBuilder entries = new StringBuilder();
		for (int number = 0; number < 100; number++) {
			entries.append("<Contents><Key>")
				.append(occasion.prefix())
				.append("%08d".formatted(occasion.count() * 100 + number))
				.append("</Key><LastModified>2026-01-31T23:59:59.000Z</LastModified><ETag>\"00\"</ETag>")
				.append("<Type>Normal</Type><Size>1</Size><StorageClass>Standard</StorageClass></Contents>");
		}
		return Matcher.quoteReplacement(entries.toString());
	}

	/** As if the client had not asked for encoded keys. */
	private static String decoded(String text) {
		return ENCODED.matcher(text.replace("<EncodingType>url</EncodingType>", ""))
			.replaceAll((match) -> Matcher.quoteReplacement("<" + match.group(1) + ">"
					+ URLDecoder.decode(match.group(2), StandardCharsets.UTF_8)
						.replace("&", "&amp;")
						.replace("<", "&lt;")
					+ "</"));
	}

}
