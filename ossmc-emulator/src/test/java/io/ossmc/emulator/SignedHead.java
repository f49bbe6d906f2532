package io.ossmc.emulator;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import com.aliyun.oss.common.auth.ServiceSignature;

/**
 * Heads of requests that are signed by hand, with V1 and the key of {@link Sdk#KEY}: any
 * method, any headers, any spelling of the query.
 */
final class SignedHead {

	private SignedHead() {
	}

	/** In path style; the query is sent and signed as it is. */
	static String of(String method, String bucket, String key, String query, Map<String, String> headers) {
		return of(method, "127.0.0.1", "/" + bucket + "/" + key, query, "/" + bucket + "/" + key, query, headers);
	}

	/** With nothing left to chance. */
	static String of(String method, String host, String path, String query, String resource, String signedQuery,
			Map<String, String> headers) {
		String date = DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC).format(Instant.now());
		StringBuilder text = new StringBuilder(
				method + "\n\n" + headers.getOrDefault("Content-Type", "") + "\n" + date + "\n");
		StringBuilder head = new StringBuilder(method + " " + path + (query.isEmpty() ? "" : "?" + query)
				+ " HTTP/1.1\r\nHost: " + host + "\r\nDate: " + date + "\r\n");
		new TreeMap<>(headers).forEach((name, value) -> {
			if (name.startsWith("x-oss-")) {
				text.append(name.toLowerCase(Locale.ROOT)).append(':').append(value).append('\n');
			}
			head.append(name).append(": ").append(value).append("\r\n");
		});
		text.append(resource).append(signedQuery.isEmpty() ? "" : "?" + signedQuery);
		String signature = ServiceSignature.create().computeSignature("secret", text.toString());
		return head + "Authorization: OSS ak:" + signature + "\r\n\r\n";
	}

}
