package io.ossmc.sign;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;

import io.ossmc.OssModelCredentials;

/**
 * OSS's signature with a scope of day and region, HMAC-SHA256 (OSS documentation,
 * "Include a V4 signature in the header" and "… in the URL"). The payload is not part of
 * it, nor are ranges.
 *
 * @param region such as {@code cn-hangzhou}
 */
record SignerV4(String region) implements Signer {

	private static final String ALGORITHM = "OSS4-HMAC-SHA256";

	private static final String UNSIGNED = "UNSIGNED-PAYLOAD";

	/** OSS takes no URL that is valid for longer. */
	private static final Duration LONGEST = Duration.ofDays(7);

	@Override
	public SortedMap<String, String> sign(RequestToSign request, OssModelCredentials credentials, Instant now) {
		SortedMap<String, String> headers = new TreeMap<>(request.headers());
		String time = time(now);
		headers.put("x-oss-date", time);
		headers.put("x-oss-content-sha256", UNSIGNED);
		if (credentials.securityToken() != null) {
			headers.put("x-oss-security-token", credentials.securityToken());
		}
		String signature = signature(request, headers, request.query(), time, credentials);
		headers.put("authorization",
				ALGORITHM + " Credential=" + credentials.accessKeyId() + "/" + scope(time) + ",Signature=" + signature);
		return headers;
	}

	@Override
	public SortedMap<String, String> presign(RequestToSign request, OssModelCredentials credentials, Instant now,
			Duration validity) {
		SortedMap<String, String> query = new TreeMap<>(request.query());
		String time = time(now);
		Duration valid = (validity.compareTo(LONGEST) > 0) ? LONGEST : validity;
		query.put("x-oss-date", time);
		query.put("x-oss-expires", Long.toString(Math.max(1, valid.toSeconds())));
		query.put("x-oss-signature-version", ALGORITHM);
		query.put("x-oss-credential", credentials.accessKeyId() + "/" + scope(time));
		if (credentials.securityToken() != null) {
			query.put("x-oss-security-token", credentials.securityToken());
		}
		query.put("x-oss-signature", signature(request, request.headers(), query, time, credentials));
		return query;
	}

	private String signature(RequestToSign request, SortedMap<String, String> headers, SortedMap<String, String> query,
			String time, OssModelCredentials credentials) {
		StringBuilder text = new StringBuilder(request.method()).append('\n')
			.append(PercentEncoding.encodePath(request.path()))
			.append('\n')
			.append(canonical(query))
			.append('\n');
		headers.forEach((name, value) -> {
			if (name.startsWith("x-oss-") || name.equals("content-type") || name.equals("content-md5")) {
				text.append(name).append(':').append(value.strip()).append('\n');
			}
		});
		// No further header is signed, so their list is empty.
		text.append("\n\n").append(UNSIGNED);
		byte[] hash = Hmac.digest("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
		String toSign = ALGORITHM + "\n" + time + "\n" + scope(time) + "\n" + HexFormat.of().formatHex(hash);
		return HexFormat.of().formatHex(Hmac.SHA256.of(key(credentials.accessKeySecret(), time), toSign));
	}

	/** Sorted by the encoded names. */
	private static String canonical(SortedMap<String, String> query) {
		SortedMap<String, String> encoded = new TreeMap<>();
		query.forEach((name, value) -> encoded.put(PercentEncoding.encode(name), PercentEncoding.encode(value)));
		StringBuilder text = new StringBuilder();
		encoded.forEach((name, value) -> text.append(text.isEmpty() ? "" : "&").append(name).append('=').append(value));
		return text.toString();
	}

	private byte[] key(String secret, String time) {
		byte[] key = ("aliyun_v4" + secret).getBytes(StandardCharsets.UTF_8);
		for (String step : new String[] { day(time), this.region, "oss", "aliyun_v4_request" }) {
			key = Hmac.SHA256.of(key, step);
		}
		return key;
	}

	private String scope(String time) {
		return day(time) + "/" + this.region + "/oss/aliyun_v4_request";
	}

	private static String day(String time) {
		return time.substring(0, 8);
	}

	/** {@code 20260131T235959Z}. */
	private static String time(Instant now) {
		LocalDateTime utc = LocalDateTime.ofInstant(now, ZoneOffset.UTC);
		StringBuilder text = new StringBuilder().append(utc.getYear());
		append(text, utc.getMonthValue());
		append(text, utc.getDayOfMonth());
		text.append('T');
		append(text, utc.getHour());
		append(text, utc.getMinute());
		append(text, utc.getSecond());
		return text.append('Z').toString();
	}

	private static void append(StringBuilder text, int two) {
		text.append((char) ('0' + two / 10)).append((char) ('0' + two % 10));
	}

}
