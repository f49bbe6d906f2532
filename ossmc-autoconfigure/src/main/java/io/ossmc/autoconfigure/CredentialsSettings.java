package io.ossmc.autoconfigure;

import java.time.InstantSource;
import java.util.function.Supplier;

import io.ossmc.OssModelConfigurationException;
import io.ossmc.OssModelCredentials;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/** Finds out who asks: from our own keys, those of Spring Cloud Alibaba, or variables. */
final class CredentialsSettings {

	private static final String ALIBABA = "alibaba.cloud.";

	private CredentialsSettings() {
	}

	static @Nullable Setting<Supplier<OssModelCredentials>> of(OssmcProperties.Credentials properties, String prefix) {
		if (properties.file() != null) {
			if (properties.accessKeyId() != null || properties.accessKeySecret() != null) {
				throw new OssModelConfigurationException(
						"Both " + prefix + ".file and " + prefix + ".access-key-… are set.", "Keep one of them.");
			}
			return new Setting<>(new CredentialsFile(properties.file(), InstantSource.system()), prefix + ".file");
		}
		String id = prefix + ".access-key-id";
		String secret = prefix + ".access-key-secret";
		boolean hasId = StringUtils.hasText(properties.accessKeyId());
		if (hasId != StringUtils.hasText(properties.accessKeySecret())) {
			throw new OssModelConfigurationException(
					(hasId ? id : secret) + " is set, but " + (hasId ? secret : id) + " is not.",
					"Set both, or neither.");
		}
		return of(id, properties.accessKeyId(), properties.accessKeySecret(), properties.securityToken());
	}

	static @Nullable Setting<Supplier<OssModelCredentials>> ofAlibabaCloud(Environment environment) {
		if ("STS".equalsIgnoreCase(environment.getProperty(ALIBABA + "oss.authorization-mode"))) {
			return of(environment, ALIBABA + "oss.sts.access-key", ALIBABA + "oss.sts.secret-key",
					ALIBABA + "oss.sts.security-token");
		}
		return of(environment, ALIBABA + "access-key", ALIBABA + "secret-key", null);
	}

	static @Nullable Setting<Supplier<OssModelCredentials>> ofVariables(Environment environment) {
		return of(environment, "OSS_ACCESS_KEY_ID", "OSS_ACCESS_KEY_SECRET", "OSS_SESSION_TOKEN");
	}

	private static @Nullable Setting<Supplier<OssModelCredentials>> of(Environment environment, String id,
			String secret, @Nullable String token) {
		return of(id, environment.getProperty(id), environment.getProperty(secret),
				(token != null) ? environment.getProperty(token) : null);
	}

	private static @Nullable Setting<Supplier<OssModelCredentials>> of(String source, @Nullable String id,
			@Nullable String secret, @Nullable String token) {
		if (id == null || id.isBlank() || secret == null || secret.isBlank()) {
			return null;
		}
		OssModelCredentials credentials = new OssModelCredentials(id.trim(), secret.trim(),
				StringUtils.hasText(token) ? token.trim() : null);
		return new Setting<>(() -> credentials, source);
	}

}
