package io.ossmc.sign;

import java.time.Duration;
import java.time.Instant;
import java.util.SortedMap;

import io.ossmc.OssModelCredentials;
import org.jspecify.annotations.Nullable;

/** Signs requests to OSS, in one of its two ways that are in use. */
public sealed interface Signer permits SignerV1, SignerV4 {

	/**
	 * Signs the request as it is sent at once.
	 * @return its headers, with those that sign it
	 */
	SortedMap<String, String> sign(RequestToSign request, OssModelCredentials credentials, Instant now);

	/**
	 * Signs the request for whoever knows its URL.
	 * @param validity from now on; whole seconds, at least one
	 * @return its query, with the parameters that sign it
	 */
	SortedMap<String, String> presign(RequestToSign request, OssModelCredentials credentials, Instant now,
			Duration validity);

	/** V4 where the region is known, which it covers, else V1. */
	static Signer of(@Nullable String region) {
		return (region != null) ? new SignerV4(region) : new SignerV1();
	}

}
