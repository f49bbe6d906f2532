package io.ossmc.emulator;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * OSS's signature with a scope of day and region (OSS documentation, "Include a V4
 * signature in the header" and "… in the URL"). In a URL the method, the resource, the
 * query and whatever {@code x-oss-} headers come along are signed, the range is not.
 */
final class SignatureV4 {

	static final String ALGORITHM = "OSS4-HMAC-SHA256";

	private static final String UNSIGNED = "UNSIGNED-PAYLOAD";

	private static final long LONGEST_SECONDS = 604800;

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'")
		.withZone(ZoneOffset.UTC);

	private final String region;

	SignatureV4(String region) {
		this.region = region;
	}

	Claim ofHeader(Request request, Target target, String authorization, Instant now) throws OssError {
		Map<String, String> fields = new HashMap<>();
		for (String field : authorization.substring(ALGORITHM.length()).strip().split(",")) {
			int equals = field.indexOf('=');
			if (equals > 0) {
				fields.put(field.substring(0, equals).strip(), field.substring(equals + 1).strip());
			}
		}
		String date = request.header("x-oss-date").or(() -> request.header("date")).orElse("");
		Scope scope = scope(fields.getOrDefault("Credential", ""), date);
		Authenticator.checkSkew(time(date), now, date);
		return claim(request, target, target.query(), scope, request.header("x-oss-security-token"),
				names(fields.getOrDefault("AdditionalHeaders", "")), date, fields.getOrDefault("Signature", ""));
	}

	Claim ofQuery(Request request, Target target, Instant now) throws OssError {
		Map<String, String> query = new HashMap<>(target.query());
		String signature = query.remove("x-oss-signature");
		if (!ALGORITHM.equals(query.get("x-oss-signature-version"))) {
			throw OssError.invalidArgument("x-oss-signature-version", query.getOrDefault("x-oss-signature-version", ""),
					"Invalid signature version.");
		}
		String date = query.getOrDefault("x-oss-date", "");
		Scope scope = scope(query.getOrDefault("x-oss-credential", ""), date);
		Instant signed = time(date);
		String seconds = query.getOrDefault("x-oss-expires", "");
		if (!seconds.matches("\\d{1,6}") || Long.parseLong(seconds) < 1 || Long.parseLong(seconds) > LONGEST_SECONDS) {
			throw OssError.invalidArgument("x-oss-expires", seconds,
					"x-oss-expires must be between 1 and 604800 seconds.");
		}
		if (signed.isAfter(now)) {
			Authenticator.checkSkew(signed, now, date);
		}
		Instant end = signed.plusSeconds(Long.parseLong(seconds));
		if (!now.isBefore(end)) {
			throw Authenticator.expired(end, now);
		}
		return claim(request, target, query, scope, Optional.ofNullable(query.get("x-oss-security-token")),
				names(query.getOrDefault("x-oss-additional-headers", "")), date, String.valueOf(signature));
	}

	private static Instant time(String date) throws OssError {
		try {
			return TIME.parse(date, Instant::from);
		}
		catch (DateTimeException ex) {
			throw OssError.invalidArgument("x-oss-date", date,
					"Invalid x-oss-date: it must look like" + " 20260131T235959Z.");
		}
	}

	private Scope scope(String credential, String date) throws OssError {
		String[] parts = credential.split("/");
		if (parts.length != 5 || !parts[3].equals("oss") || !parts[4].equals("aliyun_v4_request")) {
			throw OssError.invalidArgument("Credential", credential, "Invalid credential in Authorization header.");
		}
		if (!parts[2].equals(this.region)) {
			throw OssError.invalidArgument("Credential", credential, "Invalid signing region in Authorization header.")
				.with("Region", this.region);
		}
		if (!date.startsWith(parts[1]) || parts[1].length() != 8) {
			throw OssError.invalidArgument("Credential", credential, "Invalid signing date in Authorization header.");
		}
		return new Scope(parts[0], parts[1]);
	}

	private static Set<String> names(String list) {
		Set<String> names = new TreeSet<>(Arrays.asList(list.toLowerCase(Locale.ROOT).split(";")));
		names.remove("");
		return names;
	}

	private Claim claim(Request request, Target target, Map<String, String> query, Scope scope, Optional<String> token,
			Set<String> additional, String date, String signature) {
		StringBuilder text = new StringBuilder();
		text.append(request.method()).append('\n');
		text.append(PercentEncoding.encode(target.resource(), false)).append('\n');
		Map<String, String> encoded = new TreeMap<>();
		query.forEach((name, value) -> encoded.put(PercentEncoding.encode(name, true),
				value.isEmpty() ? "" : "=" + PercentEncoding.encode(value, true)));
		String separator = "";
		for (Map.Entry<String, String> parameter : encoded.entrySet()) {
			text.append(separator).append(parameter.getKey()).append(parameter.getValue());
			separator = "&";
		}
		text.append('\n');
		new TreeMap<>(request.headers()).forEach((name, value) -> {
			if (name.startsWith("x-oss-") || name.equals("content-type") || name.equals("content-md5")
					|| additional.contains(name)) {
				text.append(name).append(':').append(value.strip()).append('\n');
			}
		});
		text.append('\n').append(String.join(";", additional)).append('\n');
		text.append(request.header("x-oss-content-sha256").orElse(UNSIGNED));
		String canonicalRequest = text.toString();
		String stringToSign = ALGORITHM + "\n" + date + "\n" + scope.day() + "/" + this.region
				+ "/oss/aliyun_v4_request\n" + sha256(canonicalRequest);
		return new Claim(scope.keyId(), token, stringToSign, canonicalRequest, signature,
				(secret) -> sign(secret, scope.day(), stringToSign));
	}

	private String sign(String secret, String day, String stringToSign) {
		byte[] key = ("aliyun_v4" + secret).getBytes(StandardCharsets.UTF_8);
		for (String step : new String[] { day, this.region, "oss", "aliyun_v4_request" }) {
			key = Hmac.SHA256.of(key, step);
		}
		return HexFormat.of().formatHex(Hmac.SHA256.of(key, stringToSign));
	}

	private static String sha256(String text) {
		try {
			byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
			return HexFormat.of().formatHex(hash);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("This JDK has no SHA-256, which OSS's signatures use.", ex);
		}
	}

	private record Scope(String keyId, String day) {
	}

}
