package io.ossmc.autoconfigure;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;

import io.ossmc.OssModelConnector;
import io.ossmc.emulator.OssEmulator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What is in a jar beside its classes. */
class JarContentTests {

	@ParameterizedTest
	@ValueSource(classes = { OssModelConnector.class, OssmcAutoConfiguration.class, OssEmulator.class })
	void licenceAndNotice(Class<?> ofJar) throws IOException {
		URL jar = ofJar.getProtectionDomain().getCodeSource().getLocation();
		try (URLClassLoader alone = new URLClassLoader(new URL[] { jar }, null)) {
			for (String name : new String[] { "LICENSE", "NOTICE" }) {
				assertThat(alone.getResourceAsStream("META-INF/" + name)).as(name)
					.hasSameContentAs(Files.newInputStream(Path.of("..", name)));
			}
		}
	}

	/** With it Spring Boot skips a configuration without reading its class. */
	@Test
	void conditionsOfTheAutoConfigurations() throws IOException {
		assertThat(Files.readString(Path.of("target/classes/META-INF/spring-autoconfigure-metadata.properties")))
			.contains("io.ossmc.autoconfigure.OssmcAutoConfiguration.ConditionalOnClass=io.ossmc.OssModelConnector");
	}

}
