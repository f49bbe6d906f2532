package io.ossmc.autoconfigure;

import java.nio.file.Path;

import io.ossmc.OssModelConfigurationException;
import io.ossmc.OssModelCredentials;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class EnvironmentConnectionDetailsTests {

	private final MockEnvironment environment = new MockEnvironment();

	@Test
	void knowsNothingWhereNothingIsSet() {
		EnvironmentConnectionDetails details = details();
		assertThat(details.getEndpoint()).isNull();
		assertThat(details.getCredentials()).isNull();
		assertThat(details.isExplicit()).isFalse();
	}

	@Test
	void prefersItsOwnKeysToThoseOfSpringCloudAlibabaAndThoseToVariables() {
		variables();
		assertThat(credentials(details())).isEqualTo(new OssModelCredentials("env-id", "env-secret", "env-token"));
		assertThat(details().getEndpoint()).isEqualTo("env.example.com");
		assertThat(details().getRegion()).isEqualTo("env-region");

		set("alibaba.cloud.oss.endpoint", "sca.example.com", "alibaba.cloud.access-key", "sca-id",
				"alibaba.cloud.secret-key", "sca-secret");
		assertThat(credentials(details())).isEqualTo(new OssModelCredentials("sca-id", "sca-secret", null));
		assertThat(details().getEndpoint()).isEqualTo("sca.example.com");
		assertThat(details().isExplicit()).isFalse();

		set("ossmc.endpoint", "own.example.com", "ossmc.region", "own-region", "ossmc.credentials.access-key-id",
				"own-id", "ossmc.credentials.access-key-secret", "own-secret", "ossmc.credentials.security-token",
				"own-token");
		assertThat(credentials(details())).isEqualTo(new OssModelCredentials("own-id", "own-secret", "own-token"));
		assertThat(details().getEndpoint()).isEqualTo("own.example.com");
		assertThat(details().getRegion()).isEqualTo("own-region");
		assertThat(details().isExplicit()).isTrue();
	}

	@Test
	void completesAnExplicitEndpointWithCredentialsFromElsewhere() {
		variables();
		set("ossmc.endpoint", "own.example.com");
		assertThat(details().getEndpoint()).isEqualTo("own.example.com");
		assertThat(credentials(details()).accessKeyId()).isEqualTo("env-id");
		assertThat(details()).hasToString("endpoint from ossmc.endpoint, credentials from OSS_ACCESS_KEY_ID");
	}

	@Test
	void readsTheStsKeysOfSpringCloudAlibaba() {
		set("alibaba.cloud.oss.authorization-mode", "STS", "alibaba.cloud.oss.sts.access-key", "sts-id",
				"alibaba.cloud.oss.sts.secret-key", "sts-secret", "alibaba.cloud.oss.sts.security-token", "sts-token");
		assertThat(credentials(details())).isEqualTo(new OssModelCredentials("sts-id", "sts-secret", "sts-token"));
	}

	@Test
	void overridesForSingleBuckets() {
		set("ossmc.buckets.my-bucket.endpoint", "b.example.com", "ossmc.buckets.my-bucket.region", "b-region",
				"ossmc.buckets.my-bucket.credentials.access-key-id", "b-id",
				"ossmc.buckets.my-bucket.credentials.access-key-secret", "b-secret", "ossmc.buckets.other.region", "o");
		assertThat(details().getBuckets()).containsOnlyKeys("my-bucket", "other");
		assertThat(details().getBuckets().get("my-bucket")).satisfies((bucket) -> {
			assertThat(bucket.endpoint()).isEqualTo("b.example.com");
			assertThat(bucket.region()).isEqualTo("b-region");
			assertThat(bucket.credentials().get().accessKeySecret()).isEqualTo("b-secret");
		});
		assertThat(details().getBuckets().get("other").credentials()).isNull();
	}

	@Test
	void refusesHalfAKeyPairNamingTheOtherHalf() {
		set("ossmc.credentials.access-key-id", "own-id");
		assertThatExceptionOfType(OssModelConfigurationException.class).isThrownBy(this::details)
			.withMessageContaining(
					"ossmc.credentials.access-key-id is set, but ossmc.credentials.access-key-secret is not");
	}

	@Test
	void refusesAKeyPairBesideAFile() {
		set("ossmc.credentials.access-key-id", "own-id", "ossmc.credentials.access-key-secret", "own-secret",
				"ossmc.credentials.file", Path.of("c.json").toString());
		assertThatExceptionOfType(OssModelConfigurationException.class).isThrownBy(this::details)
			.withMessageContaining("Keep one of them");
	}

	@Test
	void knowsAnEndpointOfAlibabasConnectorThatMeantHttp() {
		variables();
		assertThat(details().isVariableWithoutScheme()).isTrue();
		set("OSS_ENDPOINT", "http://env.example.com");
		assertThat(details().isVariableWithoutScheme()).isFalse();
		set("ossmc.endpoint", "own.example.com");
		assertThat(details().isVariableWithoutScheme()).isFalse();
	}

	private void variables() {
		set("OSS_ENDPOINT", "env.example.com", "OSS_REGION", "env-region", "OSS_ACCESS_KEY_ID", "env-id",
				"OSS_ACCESS_KEY_SECRET", "env-secret", "OSS_SESSION_TOKEN", "env-token");
	}

	private void set(String... keysAndValues) {
		for (int i = 0; i < keysAndValues.length; i += 2) {
			this.environment.setProperty(keysAndValues[i], keysAndValues[i + 1]);
		}
	}

	private EnvironmentConnectionDetails details() {
		OssmcProperties properties = Binder.get(this.environment).bindOrCreate("ossmc", OssmcProperties.class);
		return new EnvironmentConnectionDetails(properties, this.environment);
	}

	private static OssModelCredentials credentials(EnvironmentConnectionDetails details) {
		assertThat(details.getCredentials()).isNotNull();
		return details.getCredentials().get();
	}

}
