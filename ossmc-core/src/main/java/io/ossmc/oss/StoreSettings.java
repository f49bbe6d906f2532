package io.ossmc.oss;

import java.util.function.Supplier;

import io.ossmc.AddressStyle;
import io.ossmc.OssModelCredentials;
import org.jspecify.annotations.Nullable;

/**
 * Where a bucket is and who asks.
 *
 * @param endpoint as configured; null if none
 * @param region as configured; null to derive it
 * @param credentials asked for every signature; null if none
 * @param style where requests name the bucket; null to tell it from the endpoint
 */
public record StoreSettings(@Nullable String endpoint, @Nullable String region,
		@Nullable Supplier<OssModelCredentials> credentials, @Nullable AddressStyle style) {

	/** Checks the endpoint, without asking for it. */
	public StoreSettings {
		if (endpoint != null) {
			Endpoint.parse(endpoint, region, style);
		}
	}

	/**
	 * These settings where others say nothing.
	 * @param base the others
	 * @return the merged settings
	 */
	public StoreSettings orElse(StoreSettings base) {
		boolean elsewhere = this.endpoint != null;
		return new StoreSettings(elsewhere ? this.endpoint : base.endpoint,
				(this.region != null || elsewhere) ? this.region : base.region,
				(this.credentials != null) ? this.credentials : base.credentials,
				(this.style != null || elsewhere) ? this.style : base.style);
	}

}
