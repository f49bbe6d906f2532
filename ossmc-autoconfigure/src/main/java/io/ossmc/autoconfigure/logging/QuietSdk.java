package io.ossmc.autoconfigure.logging;

import java.util.Map;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggerConfiguration;
import org.springframework.boot.logging.LoggingSystem;

/**
 * Keeps the OSS SDK and its HTTP client from logging signatures and security tokens when
 * the root logger is at DEBUG or TRACE: the wire and headers loggers show every header,
 * and the SDK logs failures at WARN, at times with the whole error reply, in which OSS
 * puts the string to sign (the same failures reach us as exceptions). Whoever has set a
 * level for one of these loggers, or for one above it other than the root, is heard,
 * wherever that was set. Acts before any bean can make a client.
 */
final class QuietSdk implements BeanFactoryPostProcessor {

	private static final Map<String, LogLevel> LEVELS = Map.of("org.apache.http.wire", LogLevel.INFO,
			"org.apache.http.headers", LogLevel.INFO, "com.aliyun.oss", LogLevel.ERROR);

	private final LoggingSystem logging;

	QuietSdk(LoggingSystem logging) {
		this.logging = logging;
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		LEVELS.forEach((logger, level) -> {
			if (!isSetByTheUser(logger)) {
				this.logging.setLogLevel(logger, level);
			}
		});
	}

	private boolean isSetByTheUser(String logger) {
		for (String name = logger; !name.isEmpty(); name = parent(name)) {
			LoggerConfiguration configuration = this.logging.getLoggerConfiguration(name);
			if (configuration != null && configuration.getConfiguredLevel() != null) {
				return true;
			}
		}
		return false;
	}

	private static String parent(String logger) {
		return logger.substring(0, Math.max(0, logger.lastIndexOf('.')));
	}

}
