package io.ossmc.connector;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.ossmc.ModelSpec;
import io.ossmc.OssModelConnector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What is in the memory root while a connector works. */
@Timeout(60)
class RootTests {

	@RegisterExtension
	final Oss oss = new Oss();

	@TempDir
	Path directory;

	@Test
	void nothingOfARemovedModelStays() throws IOException {
		this.oss.put("one/sub/file", 1000);
		this.oss.put("two/file", 1000);
		try (OssModelConnector connector = this.oss.open(this.directory)) {
			connector.prepare(spec("shown").directory(this.directory.resolve("place")).build()).await();
			connector.prepare(spec("hidden").build()).await();
			connector.prepare(
					ModelSpec.builder("broken", Oss.uri("none/")).directory(this.directory.resolve("other")).build());
			connector.prepare(ModelSpec.builder("stays", Oss.uri("two/")).build()).await();
			for (String name : List.of("shown", "hidden", "broken")) {
				assertThat(connector.remove(name)).isTrue();
			}
			await().untilAsserted(() -> assertThat(names()).doesNotContain("shown", "hidden", "broken"));
			assertThat(names()).contains("stays");
			connector.prepare(spec("shown").build()).await();
			assertThat(names()).contains("shown");
		}
	}

	private ModelSpec.Builder spec(String name) {
		return ModelSpec.builder(name, Oss.uri("one/"));
	}

	/** Of everything in the root. */
	private List<String> names() throws IOException {
		try (Stream<Path> walk = Files.walk(this.directory.resolve("root"))) {
			return walk.map((path) -> path.getFileName().toString()).toList();
		}
	}

}
