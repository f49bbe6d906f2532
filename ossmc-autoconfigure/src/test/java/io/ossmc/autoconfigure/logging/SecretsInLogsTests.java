package io.ossmc.autoconfigure.logging;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.aliyun.oss.HttpMethod;
import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSClientBuilder;
import com.aliyun.oss.OSSException;
import io.ossmc.OssModelConnector;
import io.ossmc.OssModelException;
import io.ossmc.autoconfigure.TestApplication;
import io.ossmc.autoconfigure.WebClient;
import io.ossmc.emulator.OssEmulator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** With the root logger at TRACE. */
@ExtendWith(OutputCaptureExtension.class)
class SecretsInLogsTests {

	private static final String ID = "LTAI5tVerySpecialId";

	private static final String SECRET = "sEcReT0123456789sEcReT";

	private static final String TOKEN = "CAISt0kenT0kenT0ken";

	private static final Pattern SIGNATURE = Pattern
		.compile("signature=[0-9a-z%+/]{16}|authorization: *oss|stringtosign|signatureprovided"
				+ "|x-oss-security-token[=:]", Pattern.CASE_INSENSITIVE);

	private final OssEmulator emulator = OssEmulator.builder().credentials(ID, SECRET, TOKEN).start();

	@TempDir
	private Path folder;

	@AfterEach
	void close() {
		this.emulator.close();
		LoggingSystem logging = LoggingSystem.get(getClass().getClassLoader());
		logging.setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.INFO);
		logging.setLogLevel("org.apache.http.headers", LogLevel.INFO);
	}

	@Test
	void neitherKeysNorSignaturesNorTokensAppearWhenAllGoesWell(CapturedOutput output) {
		this.emulator.bucket("models").put("minilm/config.json", "{}".getBytes());
		try (ConfigurableApplicationContext context = start(SECRET)) {
			context.getBean(OssModelConnector.class).model("minilm").await(Duration.ofSeconds(20));
			assertThat(WebClient.of(context).status("/actuator/ossmc")).isEqualTo(200);
			useTheSdk(SECRET);
		}
		assertThat(output).contains("TRACE", "Model minilm: ready");
		assertSilent(output);
	}

	@Test
	void neitherKeysNorSignaturesNorTokensAppearWhenTheSignatureIsWrong(CapturedOutput output) {
		try (ConfigurableApplicationContext context = start(SECRET + "x")) {
			assertThatExceptionOfType(OssModelException.class).isThrownBy(
					() -> context.getBean(OssModelConnector.class).model("minilm").await(Duration.ofSeconds(20)));
			assertThat(WebClient.of(context).get("/actuator/ossmc").body()).doesNotContain(SECRET, ID, TOKEN);
			assertThat(WebClient.of(context).get("/actuator/health").body()).doesNotContain(SECRET, ID, TOKEN);
			assertThatExceptionOfType(OSSException.class).isThrownBy(() -> useTheSdk(SECRET + "x"));
		}
		assertSilent(output);
	}

	@Test
	void whoAsksForTheHeadersGetsThem(CapturedOutput output) {
		try (ConfigurableApplicationContext context = start(SECRET, "logging.level.org.apache.http.headers=DEBUG")) {
			assertThat(context.isActive()).isTrue();
			useTheSdk(SECRET);
		}
		assertThat(output.getAll()).containsPattern(SIGNATURE);
	}

	/** As an application might beside us. */
	private void useTheSdk(String secret) {
		OSS client = new OSSClientBuilder().build(this.emulator.endpoint().toString(), ID, secret, TOKEN);
		try {
			this.emulator.bucket("models").put("other", new byte[3]);
			client.getObjectMetadata("models", "other");
			client.listObjectsV2("models");
			client.generatePresignedUrl("models", "other", Date.from(Instant.now().plusSeconds(60)), HttpMethod.GET);
		}
		finally {
			client.shutdown();
		}
	}

	private ConfigurableApplicationContext start(String secret, String... more) {
		return TestApplication
			.start(Stream.concat(Stream.of("logging.level.root=TRACE", "ossmc.endpoint=" + this.emulator.endpoint(),
					"ossmc.region=" + this.emulator.region(), "ossmc.cache.root=" + this.folder.resolve("root"),
					"ossmc.cache.max-size=16MB", "ossmc.prepare.minilm.uri=oss://models/minilm/",
					"ossmc.credentials.access-key-id=" + ID, "ossmc.credentials.access-key-secret=" + secret,
					"ossmc.credentials.security-token=" + TOKEN), Stream.of(more))
				.toArray(String[]::new));
	}

	private static void assertSilent(CapturedOutput output) {
		String all = output.getAll();
		assertThat(all.lines()
			.filter((line) -> line.contains(SECRET) || line.contains(ID) || line.contains(TOKEN)
					|| SIGNATURE.matcher(line).find()))
			.isEmpty();
	}

}
