package io.ossmc.autoconfigure.logging;

import io.ossmc.autoconfigure.ConditionalOnOssmcEnabled;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Role;

/** Keeps signatures out of the log. */
@AutoConfiguration
@ConditionalOnOssmcEnabled
public final class OssmcLoggingAutoConfiguration {

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static QuietSdk ossmcQuietSdk() {
		return new QuietSdk(LoggingSystem.get(QuietSdk.class.getClassLoader()));
	}

}
