package io.ossmc.autoconfigure.platform;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class PlatformTests {

	private static final int CLASS_FILE_OF_JAVA_17 = 61;

	@ParameterizedTest
	@CsvSource({ "17, 4.1.1, Java 17", "24, 4.0.0, Java 24", "17, 3.5.9, Java 17", "25, 3.5.9, Spring Boot 3.5.9",
			"26, 2.7.18, Spring Boot 2.7.18" })
	void namesWhatIsTooOld(int java, String springBoot, String named) {
		assertThat(new Platform(java, springBoot).problem()).get()
			.extracting(UnsupportedPlatformException::getMessage)
			.asString()
			.endsWith("this is " + named + ".");
	}

	@ParameterizedTest
	@CsvSource({ "25, 4.0.0", "25, 4.1.1", "26, 4.2.0-M1", "29, 10.0.0" })
	void hasNothingAgainstNewerOnes(int java, String springBoot) {
		assertThat(new Platform(java, springBoot).problem()).isEmpty();
	}

	@Test
	void anOldJvmCanLoadIt() throws IOException {
		Path classes = Path.of("target", "classes", "io", "ossmc", "autoconfigure", "platform");
		try (Stream<Path> files = Files.list(classes)) {
			List<Path> all = files.toList();
			assertThat(all).hasSizeGreaterThan(3);
			for (Path file : all) {
				assertThat(classFileVersion(file)).as(file.toString()).isEqualTo(CLASS_FILE_OF_JAVA_17);
			}
		}
	}

	private static int classFileVersion(Path file) throws IOException {
		try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
			in.skipNBytes(6);
			return in.readUnsignedShort();
		}
	}

}
