package io.ossmc.autoconfigure;

import java.util.Map;
import java.util.function.Supplier;

import io.ossmc.AddressStyle;
import io.ossmc.OssModelCredentials;
import io.ossmc.connector.BucketSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/**
 * Where OSS is and who asks. Without a bean of this type the answers come from the
 * environment; the embedded emulator is one.
 */
public interface OssmcConnectionDetails extends ConnectionDetails {

	/**
	 * Where OSS is.
	 * @return a host name or URL; null if unknown
	 */
	@Nullable String getEndpoint();

	/**
	 * The region for V4 signatures.
	 * @return null to derive it from the endpoint
	 */
	default @Nullable String getRegion() {
		return null;
	}

	/**
	 * Where requests name the bucket.
	 * @return null to tell by the endpoint
	 */
	default @Nullable AddressStyle getAddressStyle() {
		return null;
	}

	/**
	 * Who asks.
	 * @return called for every signature, so that its answer may rotate; null if unknown
	 */
	@Nullable Supplier<OssModelCredentials> getCredentials();

	/**
	 * What differs for single buckets.
	 * @return by bucket name
	 */
	default Map<String, BucketSettings> getBuckets() {
		return Map.of();
	}

}
