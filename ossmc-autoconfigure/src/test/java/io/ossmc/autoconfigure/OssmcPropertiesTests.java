package io.ossmc.autoconfigure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

import io.ossmc.AddressStyle;
import io.ossmc.ModelMode;
import io.ossmc.VerifyMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

class OssmcPropertiesTests {

	@Test
	void bindsEveryKeyOfTheReference() throws IOException {
		OssmcProperties properties = bind(
				"""
						ossmc:
						  enabled: true
						  endpoint: https://oss-cn-hangzhou-internal.aliyuncs.com
						  region: cn-hangzhou
						  address-style: cname
						  credentials: { access-key-id: id, access-key-secret: s3cret, security-token: t0ken, file: /f.json }
						  buckets: { other-bucket: { endpoint: e, region: r, address-style: path, credentials: { access-key-id: id2 } } }
						  prepare:
						    "[Qwen2.5-0.5B]":
						      uri: oss://models/qwen2.5-0.5b/
						      directory: /models/qwen
						      mode: lazy
						      include: ["*.safetensors", "*.json"]
						      exclude: ["*.bin"]
						      fail-fast: true
						      expire-after-access: 1h
						      refresh-interval: 10m
						  fetch: { part-size: 16MB, min-connections: 2, max-connections: 8, stall-timeout: 5s, give-up-after: 1m, verify: false, proxy: "http://u:s3cret@node:4001", no-proxy: .internal }
						  cache: { root: /dev/shm/x, max-size: 16GB, admission-timeout: 3m, retain: 1m, expire-after-access: 5m, leak-detection: true, keep-on-close: true }
						  shutdown-timeout: 3s
						  readiness: { enabled: false }
						  emulator: { enabled: true, directory: /e }
						""");
		assertThat(properties.prepare()).containsOnlyKeys("Qwen2.5-0.5B");
		OssmcProperties.Prepare prepare = properties.prepare().get("Qwen2.5-0.5B");
		assertThat(prepare.uri()).isEqualTo("oss://models/qwen2.5-0.5b/");
		assertThat(prepare.directory()).isEqualTo(Path.of("/models/qwen"));
		assertThat(prepare.mode()).isEqualTo(ModelMode.LAZY);
		assertThat(prepare.include()).containsExactly("*.safetensors", "*.json");
		assertThat(prepare.exclude()).containsExactly("*.bin");
		assertThat(prepare.failFast()).isTrue();
		assertThat(prepare.expireAfterAccess()).isEqualTo(Duration.ofHours(1));
		assertThat(prepare.refreshInterval()).isEqualTo(Duration.ofMinutes(10));
		assertThat(properties.addressStyle()).isEqualTo(AddressStyle.CNAME);
		assertThat(properties.buckets().get("other-bucket").endpoint()).isEqualTo("e");
		assertThat(properties.buckets().get("other-bucket").addressStyle()).isEqualTo(AddressStyle.PATH);
		assertThat(properties.fetch())
			.isEqualTo(new OssmcProperties.Fetch(DataSize.ofMegabytes(16), 2, 8, Duration.ofSeconds(5),
					Duration.ofMinutes(1), VerifyMode.FALSE, "http://u:s3cret@node:4001", ".internal"));
		assertThat(properties.cache())
			.isEqualTo(new OssmcProperties.Cache(Path.of("/dev/shm/x"), DataSize.ofGigabytes(16), Duration.ofMinutes(3),
					Duration.ofMinutes(1), Duration.ofMinutes(5), true, true));
		assertThat(properties.shutdownTimeout()).isEqualTo(Duration.ofSeconds(3));
		assertThat(properties.readiness().enabled()).isFalse();
		assertThat(properties.emulator()).isEqualTo(new OssmcProperties.Emulator(true, Path.of("/e")));
	}

	@ParameterizedTest
	@CsvSource({ "true, TRUE", "false, FALSE", "required, REQUIRED", "'\"true\"', TRUE", "'\"False\"', FALSE",
			"REQUIRED, REQUIRED" })
	void verificationIsOnOffOrRequired(String written, VerifyMode bound) throws IOException {
		assertThat(bind("ossmc: { fetch: { verify: " + written + " } }").fetch().verify()).isEqualTo(bound);
	}

	@Test
	void hasTheDocumentedDefaults() throws IOException {
		OssmcProperties properties = bind("ossmc: { prepare: { m: { uri: \"oss://bkt/m\" } } }");
		assertThat(properties.enabled()).isTrue();
		assertThat(properties.buckets()).isEmpty();
		assertThat(properties.addressStyle()).isNull();
		assertThat(properties.fetch()).isEqualTo(new OssmcProperties.Fetch(DataSize.ofMegabytes(8), 4, 64,
				Duration.ofSeconds(30), Duration.ofMinutes(5), VerifyMode.TRUE, null, null));
		assertThat(properties.cache()).isEqualTo(new OssmcProperties.Cache(null, null, Duration.ofMinutes(2),
				Duration.ofSeconds(30), Duration.ofMinutes(30), false, false));
		assertThat(properties.shutdownTimeout()).isEqualTo(Duration.ofSeconds(20));
		assertThat(properties.readiness().enabled()).isTrue();
		assertThat(properties.emulator().enabled()).isFalse();
		OssmcProperties.Prepare prepare = properties.prepare().get("m");
		assertThat(prepare.mode()).isEqualTo(ModelMode.EAGER);
		assertThat(prepare.include()).isEmpty();
		assertThat(prepare.failFast()).isFalse();
		assertThat(prepare.expireAfterAccess()).isNull();
		assertThat(prepare.refreshInterval()).isNull();
	}

	@Test
	void showsNoSecretAsText() throws IOException {
		assertThat(bind("""
				ossmc:
				  credentials: { access-key-id: LTAIid, access-key-secret: s3cret, security-token: t0ken }
				  buckets: { b: { credentials: { access-key-id: LTAIid, access-key-secret: s3cret } } }
				  fetch: { proxy: "http://user:s3cret@node:4001" }
				""").toString()).doesNotContain("LTAIid", "s3cret", "t0ken");
	}

	private static OssmcProperties bind(String yaml) throws IOException {
		var sources = new YamlPropertySourceLoader().load("yaml",
				new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)));
		return new Binder(ConfigurationPropertySources.from(sources)).bind("ossmc", OssmcProperties.class).get();
	}

}
