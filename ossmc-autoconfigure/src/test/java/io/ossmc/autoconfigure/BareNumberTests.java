package io.ossmc.autoconfigure;

import java.time.Duration;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/** Times and sizes without a unit. */
@ExtendWith(OutputCaptureExtension.class)
class BareNumberTests {

	private static final String YAML = "ossmc: { prepare: { m: { uri: \"oss://bkt/m/\" } } }";

	@ParameterizedTest
	@MethodSource("times")
	void aTimeIsRefusedWithWhatItWouldBe(String key, CapturedOutput output) {
		assertThatException().isThrownBy(() -> new SettingsApplication().yaml(YAML).read(key + "=600"));
		assertThat(output).contains("APPLICATION FAILED TO START",
				key + " is 600 (\"" + key + "\" from property source \"commandLineArgs\"), a number without a unit:",
				"it would be read as 600 milliseconds.", "Write 600s, 600m or 600h", "600ms if milliseconds are meant");
	}

	@ParameterizedTest
	@CsvSource({ "ossmc.cache.max-size", "ossmc.fetch.part-size" })
	void aSizeIsRefusedWithWhatItWouldBe(String key, CapturedOutput output) {
		assertThatException().isThrownBy(() -> new SettingsApplication().yaml(YAML).read(key + "=16"));
		assertThat(output).contains(key + " is 16 (", "it would be read as 16 bytes.", "Write 16KB, 16MB or 16GB");
	}

	@Test
	void inYamlTooWithItsPlace(CapturedOutput output) {
		assertThatException().isThrownBy(() -> new SettingsApplication().yaml("""
				ossmc:
				  prepare:
				    m:
				      uri: oss://bkt/m/
				      refresh-interval: 600
				""").read());
		assertThat(output).contains("ossmc.prepare.m.refresh-interval is 600 (", "5:25), a number without a unit");
	}

	@Test
	void inAVariableToo(CapturedOutput output) {
		assertThatException()
			.isThrownBy(() -> new SettingsApplication().yaml(YAML).variable("OSSMC_CACHE_RETAIN", "30").read());
		assertThat(output).contains("ossmc.cache.retain is 30 (System Environment Property \"OSSMC_CACHE_RETAIN\")");
	}

	@ParameterizedTest
	@CsvSource({ "0, 0", "600s, 600", "10m, 600", "PT10M, 600", "600000ms, 600" })
	void whatHasAUnitOrNeedsNoneIsTaken(String value, long seconds) {
		assertThat(new SettingsApplication().yaml(YAML).read("ossmc.cache.retain=" + value).cache().retain())
			.isEqualTo(Duration.ofSeconds(seconds));
	}

	static Stream<String> times() {
		return Stream.of("ossmc.cache.expire-after-access", "ossmc.cache.retain", "ossmc.cache.admission-timeout",
				"ossmc.fetch.stall-timeout", "ossmc.fetch.give-up-after", "ossmc.shutdown-timeout",
				"ossmc.prepare.m.expire-after-access", "ossmc.prepare.m.refresh-interval");
	}

}
