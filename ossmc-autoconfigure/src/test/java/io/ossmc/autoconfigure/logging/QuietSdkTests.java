package io.ossmc.autoconfigure.logging;

import io.ossmc.autoconfigure.TestApplication;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/** Whose levels the loggers of the SDK have. */
class QuietSdkTests {

	private static final String HEADERS = "org.apache.http.headers";

	private final LoggingSystem logging = LoggingSystem.get(getClass().getClassLoader());

	@AfterEach
	void forget() {
		for (String logger : new String[] { HEADERS, "org.apache.http", "org.apache.http.wire", "com.aliyun.oss" }) {
			this.logging.setLogLevel(logger, null);
		}
	}

	@Test
	void areQuietWhereTheConnectorIsOn() {
		start();
		assertThat(level(HEADERS)).isEqualTo(LogLevel.INFO);
		assertThat(level("org.apache.http.wire")).isEqualTo(LogLevel.INFO);
		assertThat(level("com.aliyun.oss")).isEqualTo(LogLevel.ERROR);
	}

	@Test
	void areTheApplicationsWhereTheConnectorIsOff() {
		start("ossmc.enabled=false");
		assertThat(level(HEADERS)).isEqualTo(LogLevel.TRACE);
		assertThat(level("com.aliyun.oss")).isEqualTo(LogLevel.TRACE);
	}

	@ParameterizedTest
	@ValueSource(strings = { HEADERS, "org.apache.http" })
	void followALevelThatTheUserSetForThemOrAbove(String logger) {
		start("logging.level." + logger + "=DEBUG");
		assertThat(level(HEADERS)).isEqualTo(LogLevel.DEBUG);
	}

	/** As a logback-spring.xml does: no property tells of it. */
	@Test
	void followALevelThatIsNoProperty() {
		TestApplication
			.start((context) -> this.logging.setLogLevel(HEADERS, LogLevel.DEBUG),
					"spring.main.web-application-type=none")
			.close();
		assertThat(level(HEADERS)).isEqualTo(LogLevel.DEBUG);
	}

	private void start(String... properties) {
		String[] all = java.util.Arrays.copyOf(properties, properties.length + 2);
		all[properties.length] = "logging.level.root=TRACE";
		all[properties.length + 1] = "spring.main.web-application-type=none";
		try (ConfigurableApplicationContext context = TestApplication.start(all)) {
			assertThat(context).isInstanceOf(GenericApplicationContext.class);
		}
		finally {
			this.logging.setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.INFO);
		}
	}

	private LogLevel level(String logger) {
		this.logging.setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.TRACE);
		try {
			return this.logging.getLoggerConfiguration(logger).getEffectiveLevel();
		}
		finally {
			this.logging.setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.INFO);
		}
	}

}
