package io.ossmc.autoconfigure;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code ${VARIABLE:}} is how people make a setting optional. */
class BlankSettingsTests {

	private static final String YAML = """
			ossmc:
			  prepare: { m: { uri: "oss://bkt/m/" } }
			  buckets: { b: { region: r } }
			""";

	private final OssmcProperties defaults = new SettingsApplication().yaml(YAML).read();

	@ParameterizedTest
	@ValueSource(strings = { "", "   ", "${NOT_SET:}", "${NOT_SET: }" })
	void aBlankValueOfAnyKeyIsNotSet(String blank) {
		assertThat(new SettingsApplication().yaml(YAML)
			.read(keys().map((key) -> key + "=" + blank).toArray(String[]::new))).isEqualTo(this.defaults);
	}

	@Test
	void neitherIsABlankVariable() {
		SettingsApplication application = new SettingsApplication().yaml(YAML);
		keys().forEach((key) -> application
			.variable(key.replace("-", "").replace('.', '_').toUpperCase(java.util.Locale.ROOT), ""));
		assertThat(application.read()).isEqualTo(this.defaults);
	}

	@Test
	void aSectionOfWhichNothingIsLeftIsNotSet() {
		OssmcProperties properties = new SettingsApplication().yaml("""
				ossmc:
				  credentials:
				  buckets:
				  fetch:
				  cache:
				    root:
				  readiness:
				  emulator:
				  prepare:
				    m:
				      uri: oss://bkt/m/
				      include:
				      exclude: [""]
				""").read();
		assertThat(properties.cache()).isEqualTo(this.defaults.cache());
		assertThat(properties.fetch()).isEqualTo(this.defaults.fetch());
		assertThat(properties.credentials()).isEqualTo(this.defaults.credentials());
		assertThat(properties.buckets()).isEmpty();
		assertThat(properties.prepare().get("m").include()).isEmpty();
		assertThat(properties.prepare().get("m").expireAfterAccess()).isNull();
	}

	@Test
	void aBlankSectionLeavesWhatIsSetElsewhere() {
		OssmcProperties properties = new SettingsApplication().yaml("ossmc: { credentials: , cache: }")
			.variable("OSSMC_CREDENTIALS_ACCESSKEYID", "LTAIid")
			.variable("OSSMC_CREDENTIALS_ACCESSKEYSECRET", "s3cret")
			.variable("OSSMC_CACHE_MAX_SIZE", "3MB")
			.read();
		assertThat(properties.credentials().accessKeyId()).isEqualTo("LTAIid");
		assertThat(properties.cache().maxSize()).hasToString("3145728B");
	}

	@Test
	void aBlankValueHidesNothingOfALowerSourceAndWinsOverIt() {
		OssmcProperties properties = new SettingsApplication().yaml("ossmc: { cache: { root: /r } }")
			.read("ossmc.cache.root=");
		assertThat(properties.cache().root()).isNull();
	}

	/** The URI of a model is what makes it one, and b is in the map for its region. */
	private static Stream<String> keys() {
		List<String> kept = List.of("ossmc.prepare.m.uri", "ossmc.buckets.b.region");
		return KnownKeys.all()
			.stream()
			.map((key) -> key.replace("prepare.*", "prepare.m").replace("buckets.*", "buckets.b"))
			.filter((key) -> !kept.contains(key));
	}

}
