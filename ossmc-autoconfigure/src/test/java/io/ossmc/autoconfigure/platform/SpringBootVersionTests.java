package io.ossmc.autoconfigure.platform;

import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringBootVersion;

import static org.assertj.core.api.Assertions.assertThat;

class SpringBootVersionTests {

	/** Otherwise the build would test one version twice. */
	@Test
	void isTheOneThatTheBuildMeans() {
		assertThat(SpringBootVersion.getVersion()).isEqualTo(System.getProperty("test.spring-boot.version"));
	}

}
