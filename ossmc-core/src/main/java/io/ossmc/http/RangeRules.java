package io.ossmc.http;

import io.ossmc.text.ServerText;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/** Whether a reply that says yes is the one that was asked for. */
final class RangeRules {

	private static final Pattern CONTENT_RANGE = Pattern.compile("bytes +(\\d{1,18})-(\\d{1,18})/(\\d{1,18})",
			Pattern.CASE_INSENSITIVE);

	private RangeRules() {
	}

	/**
	 * Refuses everything but the range, the length and the version that were asked. A
	 * Content-Encoding says nothing about that: OSS keeps the one of the PUT and sends it
	 * back with the bytes as they are stored, and whoever encodes on the way would change
	 * the length.
	 * <p>
	 * From a proxy that reads along, a range may be called 200: Dragonfly's client did so
	 * before 1.3.11 (github.com/dragonflyoss/client, pull request 1874). It is still a
	 * range only if Content-Range, Content-Length and ETag say so.
	 */
	static RangeReply check(RangeRequest request, ResponseHead head, boolean reused, @Nullable ForwardProxy proxy)
			throws HttpFailure.Protocol {
		boolean rangeCalledWhole = proxy != null && head.status() == 200 && head.has("content-range");
		if (head.status() != 206 && !rangeCalledWhole) {
			throw new HttpFailure.Protocol("status " + head.status() + " to a Range request");
		}
		if (!head.http11()) {
			throw new HttpFailure.Protocol("HTTP/1.0");
		}
		if (head.has("transfer-encoding")) {
			throw new HttpFailure.Protocol("a range with Transfer-Encoding");
		}
		if (head.contentLength() != request.length()) {
			throw new HttpFailure.Protocol(
					"Content-Length %d for a range of %d bytes".formatted(head.contentLength(), request.length()));
		}
		String etag = head.single("etag");
		if (etag == null || !ETags.same(request.etag(), etag)) {
			throw new HttpFailure.Protocol("ETag " + ((etag != null) ? printable(etag) : "missing") + " where "
					+ request.etag() + " was asked");
		}
		return new RangeReply(objectSize(request, head), crc64(head), head.first("x-oss-request-id"), reused);
	}

	private static long objectSize(RangeRequest request, ResponseHead head) throws HttpFailure.Protocol {
		String value = head.single("content-range");
		Matcher range = CONTENT_RANGE.matcher((value != null) ? value : "");
		if (!range.matches()) {
			throw new HttpFailure.Protocol("Content-Range " + ((value != null) ? printable(value) : "missing"));
		}
		long size = Long.parseLong(range.group(3));
		if (Long.parseLong(range.group(1)) != request.first() || Long.parseLong(range.group(2)) != request.last()
				|| size <= request.last()) {
			throw new HttpFailure.Protocol("Content-Range %s where %d-%d was asked".formatted(printable(value),
					request.first(), request.last()));
		}
		return size;
	}

	private static @Nullable Long crc64(ResponseHead head) throws HttpFailure.Protocol {
		String value = head.single("x-oss-hash-crc64ecma");
		if (value == null) {
			return null;
		}
		try {
			return Long.parseUnsignedLong(value);
		}
		catch (NumberFormatException ex) {
			throw new HttpFailure.Protocol("x-oss-hash-crc64ecma is not a number");
		}
	}

	private static String printable(@Nullable String value) {
		return ServerText.shown(String.valueOf(value));
	}

}
