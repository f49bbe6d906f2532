package io.ossmc.sign;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

import io.ossmc.OssModelCredentials;

/**
 * OSS's first signature, HMAC-SHA1 (OSS documentation, "Include V1 signatures in the
 * Authorization header" and "Include a V1 signature in a URL"): method, MD5, type, date
 * or expiry, {@code x-oss-} headers, and the resource with those parameters of the query
 * that name a sub-resource.
 */
final class SignerV1 implements Signer {

	/**
	 * Of the sub-resources of the documentation's "CanonicalizedResource" those that our
	 * requests have.
	 */
	private static final Set<String> SIGNED_PARAMETERS = Set.of("continuation-token", "security-token");

	@Override
	public SortedMap<String, String> sign(RequestToSign request, OssModelCredentials credentials, Instant now) {
		SortedMap<String, String> headers = new TreeMap<>(request.headers());
		String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(now.atOffset(ZoneOffset.UTC));
		headers.put("date", date);
		if (credentials.securityToken() != null) {
			headers.put("x-oss-security-token", credentials.securityToken());
		}
		headers.put("authorization", "OSS " + credentials.accessKeyId() + ":"
				+ signature(request, headers, request.query(), date, credentials));
		return headers;
	}

	@Override
	public SortedMap<String, String> presign(RequestToSign request, OssModelCredentials credentials, Instant now,
			Duration validity) {
		SortedMap<String, String> query = new TreeMap<>(request.query());
		if (credentials.securityToken() != null) {
			query.put("security-token", credentials.securityToken());
		}
		String expires = Long.toString(now.plus(validity).getEpochSecond());
		String signature = signature(request, request.headers(), query, expires, credentials);
		query.put("OSSAccessKeyId", credentials.accessKeyId());
		query.put("Expires", expires);
		query.put("Signature", signature);
		return query;
	}

	private static String signature(RequestToSign request, SortedMap<String, String> headers,
			SortedMap<String, String> query, String date, OssModelCredentials credentials) {
		StringBuilder text = new StringBuilder(request.method()).append('\n')
			.append(headers.getOrDefault("content-md5", ""))
			.append('\n')
			.append(headers.getOrDefault("content-type", ""))
			.append('\n')
			.append(date)
			.append('\n');
		headers.tailMap("x-oss-").forEach((name, value) -> {
			if (name.startsWith("x-oss-")) {
				text.append(name).append(':').append(value.strip()).append('\n');
			}
		});
		text.append(request.path());
		char separator = '?';
		for (Map.Entry<String, String> parameter : query.entrySet()) {
			if (SIGNED_PARAMETERS.contains(parameter.getKey())) {
				text.append(separator).append(parameter.getKey()).append('=').append(parameter.getValue());
				separator = '&';
			}
		}
		byte[] key = credentials.accessKeySecret().getBytes(StandardCharsets.UTF_8);
		return Base64.getEncoder().encodeToString(Hmac.SHA1.of(key, text.toString()));
	}

}
