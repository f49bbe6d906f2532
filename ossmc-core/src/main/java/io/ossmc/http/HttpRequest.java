package io.ossmc.http;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

/**
 * A request whose whole reply is wanted. Its {@link #toString()} shows neither query nor
 * headers, which sign it.
 *
 * @param method {@code GET} or {@code HEAD}
 * @param url percent-encoded
 * @param headers what is sent besides {@code Host}, {@code User-Agent} and
 * {@code Accept-Encoding}; visible ASCII and spaces
 * @param timeout for all of it: connecting, head and body
 * @param pastProxy whether a proxy that reads along, and may answer from what it has
 * kept, is passed by
 */
public record HttpRequest(String method, URI url, Map<String, String> headers, Duration timeout, boolean pastProxy) {

	/** Checks the values: nothing in them may end a line. */
	public HttpRequest {
		if (!method.equals("GET") && !method.equals("HEAD")) {
			throw new IllegalArgumentException("not a method of ours: " + method);
		}
		RangeRequest.requireUsable(url);
		headers = Map.copyOf(headers);
		if (!headers.entrySet().stream().allMatch((header) -> printable(header.getKey() + header.getValue()))) {
			throw new IllegalArgumentException("a header that cannot be sent");
		}
	}

	private static boolean printable(String text) {
		return text.chars().allMatch((c) -> c >= 0x20 && c < 0x7f);
	}

	boolean isHead() {
		return this.method.equals("HEAD");
	}

	@Override
	public String toString() {
		return this.method + " " + RangeRequest.withoutQuery(this.url);
	}

}
