package io.ossmc.sample.embedding;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The end of a process whose engine is at work. */
class RuntimeHoldTests {

	@TempDir
	Path folder;

	@Test
	void aProcessThatEndsWhileAModelIsBeingLoadedDoesNotCrash() throws Exception {
		Path model = FolderFiles.unpack("minilm", this.folder).path();
		Path output = this.folder.resolve("output");
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin/java").toString(),
				"-Xmx128m", "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
				LoadingWhileEnding.class.getName(), model.toString())
			.directory(this.folder.toFile())
			.redirectErrorStream(true)
			.redirectOutput(output.toFile())
			.start();
		assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ended").isTrue();
		assertThat(process.exitValue()).as("exit status of: %s", Files.readString(output)).isEqualTo(7);
		assertThat(Files.readString(output)).doesNotContain("OrtException");
	}

}
