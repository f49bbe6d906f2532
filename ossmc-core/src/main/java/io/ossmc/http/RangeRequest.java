package io.ossmc.http;

import java.net.URI;
import java.util.Locale;

/**
 * One range of one version of an object. Empty ranges cannot be asked: HTTP has no way to
 * say them.
 *
 * @param url presigned; never shown with its query
 * @param first first byte, from 0
 * @param last last byte, included
 * @param etag the version that is wanted, with or without its quotes; not a weak one
 */
public record RangeRequest(URI url, long first, long last, String etag) {

	/** Checks the values, and takes the quotes off the ETag. */
	public RangeRequest {
		if (first < 0 || last < first) {
			throw new IllegalArgumentException("not a range: %d to %d".formatted(first, last));
		}
		requireUsable(url);
		etag = ETags.opaque(etag)
			.orElseThrow(() -> new IllegalArgumentException("an object version needs a strong ETag"));
	}

	/**
	 * How many bytes are wanted.
	 * @return at least 1
	 */
	public long length() {
		return this.last - this.first + 1;
	}

	@Override
	public String toString() {
		return "bytes=%d-%d of %s".formatted(this.first, this.last, withoutQuery(this.url));
	}

	/** Refuses what is no http or https URL with a host, or not percent-encoded. */
	static void requireUsable(URI url) {
		if (url.getHost() == null || url.getRawUserInfo() != null
				|| !("http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme()))) {
			throw new IllegalArgumentException("not an http or https URL with a host: " + withoutQuery(url));
		}
		if (!visibleAscii(url.getRawPath()) || url.getRawQuery() != null && !visibleAscii(url.getRawQuery())) {
			throw new IllegalArgumentException("URL is not percent-encoded: " + withoutQuery(url));
		}
	}

	private static boolean visibleAscii(String text) {
		return text.chars().allMatch((c) -> c > 0x20 && c < 0x7f);
	}

	static String withoutQuery(URI url) {
		return (url.getHost() != null)
				? String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT) + "://" + url.getHost()
						+ ((url.getPort() >= 0) ? ":" + url.getPort() : "") + url.getRawPath()
				: "(a URL without a host)";
	}

}
