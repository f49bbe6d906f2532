package io.ossmc.oss;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Objects;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.ossmc.AddressStyle;
import io.ossmc.OssModelConfigurationException;
import io.ossmc.OssUri;
import io.ossmc.sign.PercentEncoding;
import org.jspecify.annotations.Nullable;

/**
 * Where OSS is, in which region, and how its buckets are named there. Host names as in
 * "Regions and endpoints" of the OSS documentation.
 *
 * @param uri scheme, host and port, without a bucket
 * @param region for V4 signatures; null when neither said nor to be derived, which means
 * V1
 * @param style where requests name the bucket
 * @param guessed whether nobody said so, and the host does not tell
 */
record Endpoint(URI uri, @Nullable String region, AddressStyle style, boolean guessed) {

	private static final String REMEDY = "Set ossmc.endpoint to scheme and host only, such as https://oss-cn-hangzhou-internal.aliyuncs.com.";

	private static final int MAX_PORT = 65_535;

	/**
	 * A host of OSS itself: perhaps a bucket, then the endpoint with its region. The
	 * second form is that of dual-stack hosts, the third that of the accelerator of a
	 * zone.
	 */
	private static final Pattern OSS = Pattern.compile("(?:[a-z0-9][a-z0-9-]{1,61}[a-z0-9]\\.)?"
			+ "((?:oss-(?:[a-z]{2}-[a-z0-9-]+|accelerate(?:-overseas)?)|[a-z]{2}-[a-z0-9-]+\\.oss(?:-data-acc)?)"
			+ "\\.aliyuncs\\.com)");

	/** The region in any host of the provider's. */
	private static final Pattern REGIONAL = Pattern
		.compile("(?:.*\\.)?oss-([a-z]{2}-[a-z0-9-]+?)(?:-internal)?\\.aliyuncs\\.com"
				+ "|(?:.*\\.)?([a-z]{2}-[a-z0-9-]+?)(?:-internal)?\\.oss\\.aliyuncs\\.com"
				+ "|(?:.*\\.)?([a-z]{2}-[a-z0-9-]+?)(?:-[a-z]|(?<=[0-9])[a-z])?(?:-internal)?\\.oss-data-acc\\.aliyuncs\\.com");

	private static final Pattern UNDERSCORE = Pattern.compile("https?://[A-Za-z0-9._-]*_[A-Za-z0-9._-]*(?::[0-9]*)?/?");

	private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|\\[.*");

	static Endpoint parse(String text, @Nullable String region, @Nullable AddressStyle style) {
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
		if (uri.getHost() == null && UNDERSCORE.matcher(url).matches()) {
			throw new OssModelConfigurationException(
					"\"" + trimmed + "\" is not an OSS endpoint: its host has an underscore, which no URL may have.",
					"Give the service a name or a network alias without one. " + REMEDY);
		}
		boolean more = uri.getUserInfo() != null || uri.getQuery() != null || uri.getFragment() != null;
		if (!http || uri.getHost() == null || !bare || more || uri.getPort() == 0 || uri.getPort() > MAX_PORT) {
			throw invalid(trimmed);
		}
		String host = uri.getHost().toLowerCase(Locale.ROOT);
		Matcher oss = OSS.matcher(host);
		boolean known = oss.matches();
		String endpoint = (known && style != AddressStyle.CNAME) ? oss.group(1) : host;
		URI bareUri = URI.create(uri.getScheme().toLowerCase(Locale.ROOT) + "://" + endpoint
				+ ((uri.getPort() >= 0) ? ":" + uri.getPort() : ""));
		AddressStyle guess = nameless(host) ? AddressStyle.PATH : AddressStyle.VIRTUAL;
		boolean guessed = style == null && guess == AddressStyle.VIRTUAL && !host.endsWith(".aliyuncs.com");
		return new Endpoint(bareUri, (region != null && !region.isBlank()) ? named(region.strip()) : derive(host),
				(style != null) ? style : guess, guessed);
	}

	/** Whether no label can be put before the host. */
	private static boolean nameless(String host) {
		return ADDRESS.matcher(host).matches() || host.indexOf('.') < 0;
	}

	/** The region's name; people also write the beginning of its endpoint's. */
	private static String named(String region) {
		return region.toLowerCase(Locale.ROOT).replaceFirst("^oss-", "").replaceFirst("-internal$", "");
	}

	private static @Nullable String derive(String host) {
		Matcher matcher = REGIONAL.matcher(host);
		return matcher.matches()
				? Stream.of(1, 2, 3).map(matcher::group).filter(Objects::nonNull).findFirst().orElseThrow() : null;
	}

	/**
	 * The URL of an object, or with an empty key of its bucket.
	 * @param query its parameters, decoded
	 */
	URI url(OssUri object, SortedMap<String, String> query) {
		StringBuilder url = new StringBuilder(this.uri.getScheme()).append("://");
		if (this.style == AddressStyle.VIRTUAL) {
			url.append(object.bucket()).append('.');
		}
		url.append(this.uri.getRawAuthority()).append('/');
		if (this.style == AddressStyle.PATH) {
			url.append(object.bucket()).append('/');
		}
		// Slashes at the beginning would be taken for one, or for the start of a host.
		String key = object.key();
		url.append(key.startsWith("/") ? PercentEncoding.encode(key) : PercentEncoding.encodePath(key));
		char separator = '?';
		for (var parameter : query.entrySet()) {
			url.append(separator)
				.append(PercentEncoding.encode(parameter.getKey()))
				.append('=')
				.append(PercentEncoding.encode(parameter.getValue()));
			separator = '&';
		}
		return URI.create(url.toString());
	}

	private static OssModelConfigurationException invalid(String text) {
		String shown = text.contains("@") ? "The endpoint" : "\"" + text + "\"";
		return new OssModelConfigurationException(shown + " is not an OSS endpoint.", REMEDY);
	}

	/** As sentences call it. */
	@Override
	public String toString() {
		return this.uri
				+ (this.guessed ? " (with the bucket in the host name, which is a guess: ossmc.address-style)" : "");
	}

}
