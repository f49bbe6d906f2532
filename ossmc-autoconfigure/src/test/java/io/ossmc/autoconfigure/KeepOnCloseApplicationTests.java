package io.ossmc.autoconfigure;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

import io.ossmc.emulator.OssEmulator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;
import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/** Applications that are ended as an orchestrator ends them, and started again. */
@Timeout(120)
class KeepOnCloseApplicationTests {

	private final OssEmulator emulator = OssEmulator.builder().credentials("LTAIid", "s3cret").start();

	@TempDir
	private Path folder;

	@AfterEach
	void close() {
		this.emulator.close();
	}

	@Test
	void aModelIsReadyAgainAfterAnOrderlyEndWithoutFetchingAByte() throws Exception {
		this.emulator.bucket("models").putSynthetic("m/weights", 3_000_000, 1);
		restarts(this.folder.resolve("root"), "16MB");
	}

	/** Prints how long it takes. */
	@Test
	@Tag("large")
	void soAreTwoGigabytes() throws Exception {
		for (int i = 0; i < 4; i++) {
			this.emulator.bucket("models").putSynthetic("m/weights-" + i, 500_000_000, i);
		}
		Path memory = Files.createTempDirectory(Path.of("/dev/shm"), "ossmc-keep-");
		try {
			restarts(memory.resolve("root"), "2200MB");
		}
		finally {
			FileSystemUtils.deleteRecursively(memory);
		}
	}

	private void restarts(Path root, String memory) throws Exception {
		List<String> first = startAndEnd(root, memory, "true");
		assertThat(first).anyMatch((line) -> line.contains("for the next start (ossmc.cache.keep-on-close)"));
		int gets = gets();
		List<String> second = startAndEnd(root, memory, "false");
		assertThat(second).anyMatch((line) -> line.contains("nothing fetched, verified"));
		assertThat(gets()).as("requests for objects").isEqualTo(gets);
		assertThat(root).as("the second one was to keep nothing").isEmptyDirectory();
		second.stream().filter((line) -> line.contains("Model m: ready")).forEach(System.out::println);
	}

	private int gets() {
		return (int) this.emulator.requests().stream().filter((request) -> request.range().isPresent()).count();
	}

	/** Waits until the model is ready, and sends SIGTERM. */
	private List<String> startAndEnd(Path root, String memory, String keep) throws Exception {
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED", "-cp",
				System.getProperty("java.class.path"), FailFastApplicationTests.StandAlone.class.getName(),
				"--server.port=0", "--ossmc.endpoint=" + this.emulator.endpoint(),
				"--ossmc.region=" + this.emulator.region(), "--ossmc.credentials.access-key-id=LTAIid",
				"--ossmc.credentials.access-key-secret=s3cret", "--ossmc.cache.root=" + root,
				"--ossmc.cache.max-size=" + memory, "--ossmc.cache.keep-on-close=" + keep,
				"--ossmc.prepare.m.uri=oss://models/m/", "--ossmc.prepare.m.fail-fast=true")
			.redirectErrorStream(true)
			.start();
		List<String> output = new ArrayList<>();
		try (BufferedReader reader = process.inputReader()) {
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				output.add(line);
				if (line.contains("Started ")) {
					process.toHandle().destroy();
				}
			}
			assertThat(process.waitFor()).as(String.join("\n", output)).isIn(0, 143);
			return output;
		}
		finally {
			process.destroyForcibly();
		}
	}

	@Test
	void devtoolsSetIt() throws IOException {
		Properties defaults = PropertiesLoaderUtils.loadProperties(
				new ClassPathResource("META-INF/spring-devtools.properties", OssmcProperties.class.getClassLoader()));
		assertThat(defaults).containsEntry("defaults.ossmc.cache.keep-on-close", "true");
	}

}
