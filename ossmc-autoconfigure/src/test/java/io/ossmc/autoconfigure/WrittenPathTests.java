package io.ossmc.autoconfigure;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Settings that are paths. */
class WrittenPathTests {

	@ParameterizedTest
	@CsvSource({ "models/qwen, models/qwen", "META-INF, META-INF", "io/ossmc, io/ossmc", "org/slf4j, org/slf4j",
			"/models, /models", "file:/models, /models", "./here, ./here", "${nowhere:there}, there",
			"' spaced ', spaced" })
	void arePathsRelativeToTheWorkingDirectoryWhateverIsOnTheClassPath(String written, String path) {
		assertEach(written, Path.of(path));
	}

	@Test
	void areBelowTheHomeWithATilde() {
		Path home = Path.of(System.getProperty("user.home"));
		assertEach("~", home);
		assertEach("~/models/m", home.resolve("models/m"));
		assertEach("~other", Path.of("~other"));
	}

	private static void assertEach(String written, Path path) {
		OssmcProperties properties = new SettingsApplication().yaml("""
				ossmc:
				  prepare: { m: { uri: "oss://bkt/m/", directory: "%1$s" } }
				  cache: { root: "%1$s" }
				  credentials: { file: "%1$s" }
				  emulator: { directory: "%1$s" }
				""".formatted(written)).read();
		assertThat(properties.prepare().get("m").directory()).isEqualTo(path);
		assertThat(properties.cache().root()).isEqualTo(path);
		assertThat(properties.credentials().file()).isEqualTo(path);
		assertThat(properties.emulator().directory()).isEqualTo(path);
	}

}
