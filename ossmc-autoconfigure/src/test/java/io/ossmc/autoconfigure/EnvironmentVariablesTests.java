package io.ossmc.autoconfigure;

import java.util.List;

import io.ossmc.ModelMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** Settings of models and buckets in environment variables. */
@ExtendWith(OutputCaptureExtension.class)
class EnvironmentVariablesTests {

	@ParameterizedTest
	@CsvSource({ "bge-m3, OSSMC_PREPARE_BGEM3_MODE", "bge-m3, OSSMC_PREPARE_BGE_M3_MODE",
			"MiniLM, OSSMC_PREPARE_MINILM_MODE", "my_model, OSSMC_PREPARE_MYMODEL_MODE",
			"my_model, OSSMC_PREPARE_MY_MODEL_MODE", "[Qwen2.5-0.5B], OSSMC_PREPARE_QWEN2505B_MODE",
			"[Qwen2.5-0.5B], OSSMC_PREPARE_QWEN2_5_0_5B_MODE", "[v1.uri], OSSMC_PREPARE_V1_URI_MODE",
			"mode, OSSMC_PREPARE_MODE_MODE", "[in-brackets], OSSMC_PREPARE_INBRACKETS_MODE" })
	void theNameInAVariableIsTheOneThatIsWritten(String written, String variable, CapturedOutput output) {
		OssmcProperties properties = new SettingsApplication()
			.yaml("ossmc: { prepare: { \"" + written + "\": { uri: \"oss://bkt/m/\" } } }")
			.variable(variable, "lazy")
			.read();
		assertThat(properties.prepare()).hasSize(1);
		properties.prepare().forEach((name, model) -> {
			assertThat("[" + name + "]").contains(written.replace("[", "").replace("]", ""));
			assertThat(model.mode()).isEqualTo(ModelMode.LAZY);
			assertThat(model.uri()).isEqualTo("oss://bkt/m/");
		});
		assertThat(output).doesNotContain("sets nothing");
	}

	@ParameterizedTest
	@ValueSource(strings = { "FAILFAST", "FAIL_FAST" })
	void wordsOfTheKeyMayBeWrittenTogether(String key) {
		OssmcProperties properties = new SettingsApplication()
			.yaml("ossmc: { prepare: { bge-m3: { uri: \"oss://bkt/m/\" } } }")
			.variable("OSSMC_PREPARE_BGEM3_" + key, "true")
			.read();
		assertThat(properties.prepare().get("bge-m3").failFast()).isTrue();
	}

	@Test
	void aListHasAValueAVariable() {
		OssmcProperties properties = new SettingsApplication()
			.yaml("ossmc: { prepare: { bge-m3: { uri: \"oss://bkt/m/\", include: [\"*\"] } } }")
			.variable("OSSMC_PREPARE_BGE_M3_INCLUDE_0", "*.json")
			.variable("OSSMC_PREPARE_BGEM3_INCLUDE_1", "*.onnx")
			.variable("OSSMC_PREPARE_BGEM3_EXCLUDE", "*.bin,*.h5")
			.read();
		assertThat(properties.prepare().get("bge-m3").include()).containsExactly("*.json", "*.onnx");
		assertThat(properties.prepare().get("bge-m3").exclude()).containsExactly("*.bin", "*.h5");
	}

	@Test
	void aModelMayBeInVariablesOnly() {
		OssmcProperties properties = new SettingsApplication().variable("OSSMC_PREPARE_MINILM_URI", "oss://bkt/m/")
			.variable("OSSMC_PREPARE_MINILM_MODE", "lazy")
			.variable("OSSMC_PREPARE_BGE_M3_URI", "oss://bkt/bge/")
			.variable("OSSMC_PREPARE_BGEM3_REFRESH_INTERVAL", "10m")
			.read();
		assertThat(properties.prepare()).containsOnlyKeys("minilm", "bge-m3");
		assertThat(properties.prepare().get("minilm").mode()).isEqualTo(ModelMode.LAZY);
		assertThat(properties.prepare().get("bge-m3").refreshInterval()).hasMinutes(10);
	}

	@Test
	void aVariableWinsOverTheFileAndTheCommandLineOverBoth() {
		SettingsApplication application = new SettingsApplication()
			.yaml("ossmc: { prepare: { bge-m3: { uri: \"oss://bkt/file/\" } } }")
			.variable("OSSMC_PREPARE_BGEM3_URI", "oss://bkt/variable/");
		assertThat(application.read().prepare().get("bge-m3").uri()).isEqualTo("oss://bkt/variable/");
		assertThat(application.read("ossmc.prepare.bge-m3.uri=oss://bkt/argument/").prepare().get("bge-m3").uri())
			.isEqualTo("oss://bkt/argument/");
	}

	@ParameterizedTest
	@ValueSource(strings = { "OSSMC_BUCKETS_MY_BUCKET_", "OSSMC_BUCKETS_MYBUCKET_" })
	void aBucketIsTheOneOfAModelsUri(String prefix, CapturedOutput output) {
		OssmcProperties properties = new SettingsApplication()
			.yaml("ossmc: { prepare: { m: { uri: \"oss://${BUCKET:my-bucket}/m/\" } } }")
			.variable(prefix + "ENDPOINT", "e.example.com")
			.variable(prefix + "CREDENTIALS_ACCESS_KEY_ID", "id")
			.variable(prefix + "CREDENTIALS_ACCESSKEYSECRET", "s3cret")
			.read();
		assertThat(properties.buckets()).containsOnlyKeys("my-bucket");
		assertThat(properties.buckets().get("my-bucket").endpoint()).isEqualTo("e.example.com");
		assertThat(properties.buckets().get("my-bucket").credentials().accessKeySecret()).isEqualTo("s3cret");
		assertThat(output).doesNotContain("sets nothing", "s3cret");
	}

	@ParameterizedTest
	@CsvSource({ "OSSMC_PREPARE_BGE3_MODE, OSSMC_PREPARE_BGEM3_MODE, ossmc.prepare.bge-m3.mode",
			"OSSMC_PREPARE_BGEM3_MOD, OSSMC_PREPARE_BGEM3_MODE, ossmc.prepare.bge-m3.mode",
			"OSSMC_PREPARE_BGEM3_MODE_0, OSSMC_PREPARE_BGEM3_MODE, ossmc.prepare.bge-m3.mode",
			"OSSMC_CACHE_MAXSIZ, OSSMC_CACHE_MAXSIZE, ossmc.cache.max-size",
			"OSSMC_CREDENTIALS_ACCESSKEY_ID, OSSMC_CREDENTIALS_ACCESSKEYID, ossmc.credentials.access-key-id",
			"OSSMC_BUCKET_BKT_ENDPOINT, OSSMC_BUCKETS_BKT_ENDPOINT, ossmc.buckets.bkt.endpoint" })
	void aVariableThatSetsNothingIsNamedWithTheOneThatWasMeant(String variable, String meant, String key,
			CapturedOutput output) {
		OssmcProperties properties = new SettingsApplication()
			.yaml("ossmc: { prepare: { bge-m3: { uri: \"oss://bkt/m/\" } } }")
			.variable(variable, "s3cret")
			.read();
		assertThat(properties.prepare()).containsOnlyKeys("bge-m3");
		assertThat(output.getAll().lines().filter((line) -> line.contains("sets nothing"))).singleElement()
			.asString()
			.contains("WARN", "The environment variable " + variable + " sets nothing. Did you mean " + meant
					+ ", which is " + key + "?");
		assertThat(output).doesNotContain("s3cret");
	}

	@Test
	void aVariableThatAValueRefersToSetsSomething(CapturedOutput output) {
		OssmcProperties properties = new SettingsApplication().yaml("ossmc: { cache: { root: \"${OSSMC_ROOT:}\" } }")
			.variable("OSSMC_ROOT", "/r")
			.read();
		assertThat(properties.cache().root()).hasToString("/r");
		assertThat(output).doesNotContain("sets nothing");
	}

	@ParameterizedTest
	@ValueSource(strings = { "OSSMC_PREPARE", "OSSMC_BUCKETS", "OSSMC", "OSSMC_PREPARE_M", "OSSMC_ENDPOINT" })
	void linksOfAServiceAreNoSettings(String service, CapturedOutput output) {
		OssmcProperties properties = new SettingsApplication()
			.yaml("ossmc: { prepare: { m: { uri: \"oss://bkt/m/\" } } }")
			.variable(service + "_PORT", "tcp://10.0.0.7:9000")
			.variable(service + "_PORT_9000_TCP", "tcp://10.0.0.7:9000")
			.variable(service + "_PORT_9000_TCP_ADDR", "10.0.0.7")
			.variable(service + "_PORT_9000_TCP_PORT", "9000")
			.variable(service + "_PORT_9000_TCP_PROTO", "tcp")
			.variable(service + "_SERVICE_HOST", "10.0.0.7")
			.variable(service + "_SERVICE_PORT", "9000")
			.variable(service + "_SERVICE_PORT_HTTP", "9000")
			.read();
		assertThat(properties.prepare()).containsOnlyKeys("m");
		assertThat(properties.buckets()).isEmpty();
		assertThat(output).doesNotContain("sets nothing");
	}

	@Test
	void settingsOfABucketThatNoModelUsesAreNamed(CapturedOutput output) {
		EnvironmentConnectionDetails details = new EnvironmentConnectionDetails(new SettingsApplication().yaml("""
				ossmc:
				  endpoint: e.example.com
				  credentials: { access-key-id: id, access-key-secret: s }
				  buckets: { my-buckett: { region: cn-beijing }, my-bucket: { region: cn-beijing } }
				""").read(), new org.springframework.mock.env.MockEnvironment());
		new ConnectorAssembly(new SettingsApplication().read(),
				List.of(io.ossmc.ModelSpec.builder("m", "oss://my-bucket/m/").build()))
			.source(details, new org.springframework.beans.factory.support.StaticListableBeanFactory()
				.getBeanProvider(com.aliyun.oss.OSS.class));
		assertThat(output).contains("No model comes from the bucket my-buckett", "Models come from my-bucket.")
			.doesNotContain("No model comes from the bucket my-bucket,");
	}

}
