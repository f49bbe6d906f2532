package io.ossmc.autoconfigure.platform;

import java.nio.file.Path;
import java.util.Map;

import io.ossmc.autoconfigure.JavaProcess;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootVersion;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Run by the build with a Spring Boot on the class path that is too old. The application
 * is Spring Boot's own main class: an old JVM can load it.
 */
class UnsupportedPlatformIT {

	private final String classPath = System.getProperty("java.class.path");

	@Test
	void anOldSpringBootIsNamed() {
		assertThat(SpringBootVersion.getVersion()).startsWith("3.");
		assertSentence(run(Path.of(System.getProperty("java.home"))),
				"needs Spring Boot 4.0 or newer; this is Spring Boot " + SpringBootVersion.getVersion() + ".");
	}

	@Test
	void anOldJavaIsNamed() {
		Path old = Path.of(System.getProperty("test.old-java"));
		assertSentence(run(old), "needs Java 25 or newer; this is Java ");
	}

	private JavaProcess run(Path javaHome) {
		return JavaProcess.run(javaHome, this.classPath, SpringApplication.class.getName(), Map.of(),
				"--spring.main.sources=" + SpringApplication.class.getName());
	}

	private static void assertSentence(JavaProcess process, String sentence) {
		assertThat(process.exitCode()).isEqualTo(1);
		assertThat(process.output()).contains("APPLICATION FAILED TO START", sentence)
			.doesNotContain("\tat ", "UnsupportedClassVersionError", "NoClassDefFoundError");
	}

}
