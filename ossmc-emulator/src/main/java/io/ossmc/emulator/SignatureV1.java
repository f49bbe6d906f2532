package io.ossmc.emulator;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * OSS's first signature, HMAC-SHA1 (OSS documentation, "Include signatures in headers"
 * and "… in URLs", V1): method, MD5, type, date or expiry, {@code x-oss-} headers, and
 * the resource with those parameters of the query that name a sub-resource.
 */
final class SignatureV1 {

	private static final Set<String> SIGNED_PARAMETERS = Set.of("acl", "uploads", "location", "cors", "logging",
			"website", "referer", "lifecycle", "delete", "append", "tagging", "objectMeta", "uploadId", "partNumber",
			"security-token", "position", "response-cache-control", "response-content-disposition",
			"response-content-encoding", "response-content-language", "response-content-type", "response-expires",
			"img", "style", "styleName", "replication", "replicationProgress", "replicationLocation", "cname",
			"bucketInfo", "comp", "qos", "live", "status", "vod", "startTime", "endTime", "x-oss-process",
			"processConfiguration", "symlink", "stat", "udf", "udfName", "udfImage", "udfImageDesc", "udfApplication",
			"udfApplicationLog", "restore", "versions", "versioning", "versionId", "encryption", "policy",
			"requestPayment", "x-oss-traffic-limit", "qosInfo", "asyncFetch", "sequential", "x-oss-request-payer",
			"vpcip", "vip", "inventory", "inventoryId", "continuation-token", "worm", "wormId", "wormExtend",
			"callback", "callback-var", "x-oss-ac-source-ip", "x-oss-ac-subnet-mask", "x-oss-ac-vpc-id",
			"x-oss-ac-forward-allow", "metaQuery", "resourceGroup", "regionList");

	private SignatureV1() {
	}

	static Claim ofHeader(Request request, Target target, String authorization, Instant now) throws OssError {
		int colon = authorization.indexOf(':');
		if (colon < 0) {
			throw OssError.invalidArgument("Authorization", "", "Authorization header is invalid.");
		}
		String date = request.header("x-oss-date").or(() -> request.header("date")).orElse("");
		Authenticator.checkSkew(time(date), now, date);
		return claim(request, target, authorization.substring(4, colon).strip(), request.header("x-oss-security-token"),
				date, authorization.substring(colon + 1).strip());
	}

	static Claim ofQuery(Request request, Target target, Instant now) throws OssError {
		Map<String, String> query = target.query();
		String expires = query.getOrDefault("Expires", "");
		if (!expires.matches("\\d{1,11}")) {
			throw OssError.accessDenied("Invalid date (should be seconds since epoch): " + expires);
		}
		Instant end = Instant.ofEpochSecond(Long.parseLong(expires));
		if (!now.isBefore(end)) {
			throw Authenticator.expired(end, now);
		}
		return claim(request, target, query.getOrDefault("OSSAccessKeyId", ""),
				Optional.ofNullable(query.get("security-token")), expires, query.getOrDefault("Signature", ""));
	}

	private static Instant time(String date) throws OssError {
		try {
			return DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from);
		}
		catch (DateTimeException ex) {
			throw OssError.accessDenied("OSS authentication requires a valid Date.");
		}
	}

	private static Claim claim(Request request, Target target, String keyId, Optional<String> token, String date,
			String signature) {
		StringBuilder text = new StringBuilder();
		text.append(request.method()).append('\n');
		text.append(request.header("content-md5").orElse("")).append('\n');
		text.append(request.header("content-type").orElse("")).append('\n');
		text.append(date).append('\n');
		new TreeMap<>(request.headers()).tailMap("x-oss-").forEach((name, value) -> {
			if (name.startsWith("x-oss-")) {
				text.append(name).append(':').append(value.strip()).append('\n');
			}
		});
		text.append(target.resource());
		char separator = '?';
		for (Map.Entry<String, String> parameter : new TreeMap<>(target.query()).entrySet()) {
			if (SIGNED_PARAMETERS.contains(parameter.getKey())) {
				text.append(separator).append(parameter.getKey());
				// Clients differ in whether they send "acl" or "acl=", and sign both
				// alike.
				if (!parameter.getValue().isEmpty()) {
					text.append('=').append(parameter.getValue());
				}
				separator = '&';
			}
		}
		String stringToSign = text.toString();
		return new Claim(keyId, token, stringToSign, "", signature, (secret) -> Base64.getEncoder()
			.encodeToString(Hmac.SHA1.of(secret.getBytes(StandardCharsets.UTF_8), stringToSign)));
	}

}
