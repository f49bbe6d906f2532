package io.ossmc;

import org.jspecify.annotations.Nullable;

/**
 * A key pair for OSS. Its {@link #toString()} shows nothing.
 *
 * @param accessKeyId the key's name
 * @param accessKeySecret the key
 * @param securityToken for temporary (STS) credentials; null otherwise
 */
public record OssModelCredentials(String accessKeyId, String accessKeySecret, @Nullable String securityToken) {

	@Override
	public String toString() {
		return "OssModelCredentials[***]";
	}

}
