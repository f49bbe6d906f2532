package io.ossmc.emulator;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.AsciiString;

/** Requests as values, made of heads as the transport has them. */
final class RequestHeads {

	private RequestHeads() {
	}

	static String host(HttpRequest head) {
		return head.headers().get(HttpHeaderNames.HOST, "");
	}

	static Request request(HttpRequest head, Target target, long connection, Traffic traffic) {
		Map<String, String> headers = new HashMap<>();
		head.headers()
			.forEach((header) -> headers.merge(header.getKey().toLowerCase(Locale.ROOT), text(header.getValue()),
					(first, second) -> first + "," + second));
		String method = head.method().name();
		String identity = method + " " + target.bucket() + " " + target.key() + " " + headers.get("range");
		return new Request(traffic.nextNumber(), traffic.nextAttempt(identity), connection, method, target.bucket(),
				target.key(), target.query(), headers);
	}

	/** The same the other way round. */
	static CharSequence octets(String value) {
		return value.chars().allMatch((letter) -> letter < 128) ? value
				: new AsciiString(value.getBytes(StandardCharsets.UTF_8), false);
	}

	/** Headers arrive as Latin-1, but clients of OSS sign and send UTF-8. */
	private static String text(String value) {
		return value.chars().allMatch((letter) -> letter < 128) ? value
				: new String(value.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
	}

}
