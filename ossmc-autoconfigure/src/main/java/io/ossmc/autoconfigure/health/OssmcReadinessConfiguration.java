package io.ossmc.autoconfigure.health;

import io.ossmc.autoconfigure.ConditionalOnOssmcSwitch;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Readiness that waits for models, wherever there are probes at all. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(name = "org.springframework.boot.actuate.endpoint.annotation.Endpoint")
@ConditionalOnOssmcSwitch("ossmc.readiness.enabled")
@ConditionalOnBooleanProperty(name = "management.endpoint.health.probes.enabled", matchIfMissing = true)
class OssmcReadinessConfiguration {

	@Bean
	OssmcReadinessPostProcessor ossmcReadinessPostProcessor() {
		return new OssmcReadinessPostProcessor();
	}

}
