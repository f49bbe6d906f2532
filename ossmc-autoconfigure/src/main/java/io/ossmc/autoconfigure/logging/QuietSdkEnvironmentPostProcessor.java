package io.ossmc.autoconfigure.logging;

import java.util.Map;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Keeps the OSS SDK and its HTTP client from logging signatures and security tokens when
 * the root logger is at DEBUG or TRACE: the wire and headers loggers show every header,
 * and the SDK logs failures at WARN, at times with the whole error reply, in which OSS
 * puts the string to sign (the same failures reach us as exceptions). Defaults of the
 * lowest precedence: whoever sets these levels is heard.
 */
class QuietSdkEnvironmentPostProcessor implements EnvironmentPostProcessor {

	static final Map<String, Object> LEVELS = Map.of("logging.level.org.apache.http.wire", "INFO",
			"logging.level.org.apache.http.headers", "INFO", "logging.level.com.aliyun.oss", "ERROR");

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		environment.getPropertySources().addLast(new MapPropertySource("ossmc log levels", LEVELS));
	}

}
