package io.ossmc.oss;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.ossmc.OssModelConfigurationException;
import org.jspecify.annotations.Nullable;

/**
 * Where OSS is, and in which region. Host names as in "Regions and endpoints" of the OSS
 * documentation.
 *
 * @param uri scheme, host and port
 * @param region for V4 signatures; null when neither said nor to be derived, which means
 * V1
 */
record Endpoint(URI uri, @Nullable String region) {

	private static final int MAX_PORT = 65_535;

	private static final Pattern REGIONAL = Pattern
		.compile("(?:.*\\.)?oss-([a-z]{2}-[a-z0-9-]+?)(?:-internal)?\\.aliyuncs\\.com");

	static Endpoint parse(String text, @Nullable String region) {
		String trimmed = text.strip();
		String url = trimmed.contains("://") ? trimmed : "https://" + trimmed;
		URI uri;
		try {
			uri = new URI(url);
		}
		catch (URISyntaxException _) {
			throw invalid(trimmed);
		}
		boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
		boolean bare = uri.getPath() == null || uri.getPath().isEmpty() || uri.getPath().equals("/");
		boolean more = uri.getUserInfo() != null || uri.getQuery() != null || uri.getFragment() != null;
		if (!http || uri.getHost() == null || !bare || more || uri.getPort() == 0 || uri.getPort() > MAX_PORT) {
			throw invalid(trimmed);
		}
		URI bareUri = URI.create(uri.getScheme().toLowerCase(Locale.ROOT) + "://" + uri.getRawAuthority());
		return new Endpoint(bareUri, (region != null && !region.isBlank()) ? region.strip() : derive(uri.getHost()));
	}

	private static @Nullable String derive(String host) {
		Matcher matcher = REGIONAL.matcher(host.toLowerCase(Locale.ROOT));
		return matcher.matches() ? matcher.group(1) : null;
	}

	private static OssModelConfigurationException invalid(String text) {
		String shown = text.contains("@") ? "The endpoint" : "\"" + text + "\"";
		return new OssModelConfigurationException(shown + " is not an OSS endpoint.",
				"Set ossmc.endpoint to scheme and host only, such as https://oss-cn-hangzhou-internal.aliyuncs.com.");
	}

}
