package io.ossmc.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Status line and headers of a reply (RFC 9112), parsed without leniency: what two
 * parsers could read differently is refused.
 */
final class ResponseHead {

	static final int MAX_BYTES = 32 * 1024;

	private final int status;

	private final boolean http11;

	private final Map<String, List<String>> headers;

	private ResponseHead(int status, boolean http11, Map<String, List<String>> headers) {
		this.status = status;
		this.http11 = http11;
		this.headers = headers;
	}

	/** Parses a head including the empty line at its end. */
	static ResponseHead parse(byte[] bytes) throws HttpFailure.Protocol {
		String text = new String(bytes, StandardCharsets.ISO_8859_1);
		int end = text.indexOf("\r\n");
		String statusLine = text.substring(0, end);
		if (statusLine.length() < 12 || !statusLine.startsWith("HTTP/1.") || statusLine.charAt(8) != ' '
				|| (statusLine.length() > 12 && statusLine.charAt(12) != ' ') || hasControls(statusLine)) {
			throw new HttpFailure.Protocol("not an HTTP/1.1 status line");
		}
		char minor = statusLine.charAt(7);
		int status = (int) decimal(statusLine.substring(9, 12), "status");
		if ((minor != '0' && minor != '1') || status < 100 || status > 599) {
			throw new HttpFailure.Protocol("not an HTTP/1.1 status line");
		}
		Map<String, List<String>> headers = new HashMap<>();
		for (int start = end + 2; start < text.length() - 2; start = end + 2) {
			end = text.indexOf("\r\n", start);
			header(text.substring(start, end), headers);
		}
		return new ResponseHead(status, minor == '1', headers);
	}

	private static void header(String line, Map<String, List<String>> headers) throws HttpFailure.Protocol {
		if (line.startsWith(" ") || line.startsWith("\t")) {
			throw new HttpFailure.Protocol("a folded header");
		}
		int colon = line.indexOf(':');
		if (colon < 1 || !line.chars().limit(colon).allMatch(ResponseHead::tokenCharacter) || hasControls(line)) {
			throw new HttpFailure.Protocol("a malformed header");
		}
		String value = line.substring(colon + 1).replace('\t', ' ').strip();
		headers.computeIfAbsent(line.substring(0, colon).toLowerCase(Locale.ROOT), (name) -> new ArrayList<>(1))
			.add(value);
	}

	private static boolean tokenCharacter(int c) {
		return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
				|| "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
	}

	private static boolean hasControls(String text) {
		return text.chars().anyMatch((c) -> (c < 0x20 && c != '\t') || c == 0x7f);
	}

	/** A non-negative number of digits only: no sign, no space, no overflow. */
	static long decimal(String digits, String what) throws HttpFailure.Protocol {
		if (digits.isEmpty() || digits.length() > 18 || !digits.chars().allMatch((c) -> c >= '0' && c <= '9')) {
			throw new HttpFailure.Protocol(what + " is not a number");
		}
		return Long.parseLong(digits);
	}

	int status() {
		return this.status;
	}

	boolean http11() {
		return this.http11;
	}

	boolean has(String name) {
		return this.headers.containsKey(name);
	}

	/** The only value of a header, by its name in lower case; two are one too many. */
	@Nullable String single(String name) throws HttpFailure.Protocol {
		List<String> values = this.headers.get(name);
		if (values == null) {
			return null;
		}
		if (values.size() > 1) {
			throw new HttpFailure.Protocol("more than one " + name);
		}
		return values.getFirst();
	}

	/** The first value of a header that may be wrong without doing harm. */
	String first(String name) {
		List<String> values = this.headers.get(name);
		return (values != null) ? values.getFirst() : "";
	}

	/** Content-Length, or -1. */
	long contentLength() throws HttpFailure.Protocol {
		String value = single("content-length");
		return (value != null) ? decimal(value, "Content-Length") : -1;
	}

	/** Whether another request may follow on this connection, as far as the head says. */
	boolean keepAlive() {
		return this.http11 && this.headers.getOrDefault("connection", List.of())
			.stream()
			.flatMap((value) -> List.of(value.split(",")).stream())
			.noneMatch((option) -> "close".equalsIgnoreCase(option.strip()));
	}

}
