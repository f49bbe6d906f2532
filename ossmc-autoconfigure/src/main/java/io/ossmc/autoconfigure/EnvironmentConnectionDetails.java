package io.ossmc.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

import io.ossmc.AddressStyle;
import io.ossmc.OssModelCredentials;
import io.ossmc.connector.BucketSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Endpoint and credentials, each from the first that says it: {@code ossmc.*},
 * {@code alibaba.cloud.*}, environment variables.
 */
final class EnvironmentConnectionDetails implements OssmcConnectionDetails {

	private static final String ENDPOINT_VARIABLE = "OSS_ENDPOINT";

	private final boolean explicit;

	private final @Nullable Setting<String> endpoint;

	private final @Nullable Setting<String> region;

	private final @Nullable AddressStyle addressStyle;

	private final @Nullable Setting<Supplier<OssModelCredentials>> credentials;

	private final Map<String, BucketSettings> buckets = new LinkedHashMap<>();

	EnvironmentConnectionDetails(OssmcProperties properties, Environment environment) {
		this.explicit = properties.endpoint() != null || !properties.credentials().isEmpty();
		this.endpoint = first(properties.endpoint(), "ossmc.endpoint", environment, "alibaba.cloud.oss.endpoint",
				ENDPOINT_VARIABLE);
		this.region = first(properties.region(), "ossmc.region", environment, "OSS_REGION");
		this.addressStyle = properties.addressStyle();
		this.credentials = credentials(properties, environment);
		properties.buckets()
			.forEach((name, bucket) -> this.buckets.put(name, new BucketSettings(bucket.endpoint(), bucket.region(),
					Setting
						.value(CredentialsSettings.of(bucket.credentials(), "ossmc.buckets." + name + ".credentials")),
					bucket.addressStyle())));
	}

	private static @Nullable Setting<String> first(@Nullable String own, String ownKey, Environment environment,
			String... otherKeys) {
		if (StringUtils.hasText(own)) {
			return new Setting<>(own.trim(), ownKey);
		}
		for (String key : otherKeys) {
			String value = environment.getProperty(key);
			if (StringUtils.hasText(value)) {
				return new Setting<>(value.trim(), key);
			}
		}
		return null;
	}

	private static @Nullable Setting<Supplier<OssModelCredentials>> credentials(OssmcProperties properties,
			Environment environment) {
		Setting<Supplier<OssModelCredentials>> own = CredentialsSettings.of(properties.credentials(),
				"ossmc.credentials");
		if (own != null) {
			return own;
		}
		Setting<Supplier<OssModelCredentials>> alibaba = CredentialsSettings.ofAlibabaCloud(environment);
		return (alibaba != null) ? alibaba : CredentialsSettings.ofVariables(environment);
	}

	/** Whether {@code ossmc.*} itself says where OSS is: then no other client is used. */
	boolean isExplicit() {
		return this.explicit;
	}

	/** As people write it for Alibaba's connector, where it means http. */
	boolean isVariableWithoutScheme() {
		return this.endpoint != null && this.endpoint.source().equals(ENDPOINT_VARIABLE)
				&& !this.endpoint.value().contains("://");
	}

	@Override
	public @Nullable String getEndpoint() {
		return Setting.value(this.endpoint);
	}

	@Override
	public @Nullable String getRegion() {
		return Setting.value(this.region);
	}

	@Override
	public @Nullable AddressStyle getAddressStyle() {
		return this.addressStyle;
	}

	@Override
	public @Nullable Supplier<OssModelCredentials> getCredentials() {
		return Setting.value(this.credentials);
	}

	@Override
	public Map<String, BucketSettings> getBuckets() {
		return this.buckets;
	}

	@Override
	public String toString() {
		return "endpoint from " + this.endpoint + ", credentials from " + this.credentials;
	}

}
