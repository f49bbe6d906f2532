package io.ossmc.emulator;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a request's first line and Host say it is about: path style, {@code /bucket/key},
 * or virtual-host style, where the host is the bucket.
 *
 * @param bucket its name, or nothing
 * @param key decoded, or nothing
 * @param query decoded
 */
record Target(String bucket, String key, Map<String, String> query) {

	static Target parse(String requestTarget, String host, VirtualHosts hosts) throws OssError {
		String target = requestTarget;
		if (!target.startsWith("/")) {
			int authority = target.indexOf("://");
			int path = (authority < 0) ? -1 : target.indexOf('/', authority + 3);
			target = (path < 0) ? "/" : target.substring(path);
		}
		int question = target.indexOf('?');
		String path = (question < 0) ? target : target.substring(0, question);
		String query = (question < 0) ? "" : target.substring(question + 1);
		String bucket = hosts.bucket(host).orElse("");
		String key = path.substring(1);
		if (bucket.isEmpty()) {
			int slash = path.indexOf('/', 1);
			bucket = decode((slash < 0) ? path.substring(1) : path.substring(1, slash), false);
			key = (slash < 0) ? "" : path.substring(slash + 1);
		}
		Map<String, String> parameters = new LinkedHashMap<>();
		for (String parameter : query.split("&")) {
			int equals = parameter.indexOf('=');
			String name = decode((equals < 0) ? parameter : parameter.substring(0, equals), true);
			if (!name.isEmpty()) {
				parameters.put(name, (equals < 0) ? "" : decode(parameter.substring(equals + 1), true));
			}
		}
		return new Target(bucket, decode(key, false), parameters);
	}

	private static String decode(String encoded, boolean plusIsSpace) throws OssError {
		return PercentEncoding.decode(encoded, plusIsSpace)
			.orElseThrow(() -> OssError.of(400, "InvalidURI", "Couldn't parse the specified URI."));
	}

	/** The resource as both signatures name it. */
	String resource() {
		return this.bucket.isEmpty() ? "/" : "/" + this.bucket + "/" + this.key;
	}

}
