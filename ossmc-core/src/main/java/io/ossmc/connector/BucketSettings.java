package io.ossmc.connector;

import java.util.function.Supplier;

import io.ossmc.AddressStyle;
import io.ossmc.OssModelCredentials;
import org.jspecify.annotations.Nullable;

/**
 * What differs for one bucket; null takes the connector's own.
 *
 * @param endpoint where it is
 * @param region for V4 signatures
 * @param credentials who asks
 * @param addressStyle where requests name the bucket; that of an endpoint of its own is
 * told from it
 */
public record BucketSettings(@Nullable String endpoint, @Nullable String region,
		@Nullable Supplier<OssModelCredentials> credentials, @Nullable AddressStyle addressStyle) {

	/**
	 * Settings that leave the address style as it is.
	 * @param endpoint where it is
	 * @param region for V4 signatures
	 * @param credentials who asks
	 */
	public BucketSettings(@Nullable String endpoint, @Nullable String region,
			@Nullable Supplier<OssModelCredentials> credentials) {
		this(endpoint, region, credentials, null);
	}

}
