package io.ossmc;

import java.util.regex.Pattern;

/**
 * Where something lies on OSS: {@code oss://bucket/key}. The key is taken literally,
 * without percent-decoding.
 *
 * @param bucket the bucket's name
 * @param key the key or prefix, without a leading slash; empty for the whole bucket
 */
public record OssUri(String bucket, String key) {

	private static final String SCHEME = "oss://";

	/** See "Bucket naming conventions" in the OSS documentation. */
	private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9-]{1,61}[a-z0-9]");

	/**
	 * Parses a URI.
	 * @param uri {@code oss://bucket/key}
	 * @return bucket and key
	 * @throws OssModelConfigurationException if it is anything else
	 */
	public static OssUri parse(String uri) {
		String rest = uri.startsWith(SCHEME) ? uri.substring(SCHEME.length()) : "";
		int slash = rest.indexOf('/');
		String bucket = (slash < 0) ? rest : rest.substring(0, slash);
		if (!BUCKET.matcher(bucket).matches()) {
			throw new OssModelConfigurationException("\"" + uri + "\" is not the URI of something on OSS.",
					"Write oss://bucket/key, with a bucket of 3 to 63 lower-case letters, digits and hyphens.");
		}
		return new OssUri(bucket, (slash < 0) ? "" : rest.substring(slash + 1));
	}

	/**
	 * The same place as a directory: its key is empty or ends with a slash.
	 * @return the directory
	 */
	public OssUri asDirectory() {
		return (this.key.isEmpty() || this.key.endsWith("/")) ? this : new OssUri(this.bucket, this.key + "/");
	}

	/**
	 * Another key in the same bucket.
	 * @param key the key
	 * @return the place
	 */
	public OssUri withKey(String key) {
		return new OssUri(this.bucket, key);
	}

	@Override
	public String toString() {
		return SCHEME + this.bucket + "/" + this.key;
	}

}
