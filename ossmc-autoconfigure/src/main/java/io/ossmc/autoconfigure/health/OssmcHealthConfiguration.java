package io.ossmc.autoconfigure.health;

import io.ossmc.OssModelConnector;

import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The health indicator. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnEnabledHealthIndicator("ossmc")
@ConditionalOnSingleCandidate(OssModelConnector.class)
class OssmcHealthConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = { "ossmcHealthIndicator", "ossmcHealthContributor" })
	OssmcHealthIndicator ossmcHealthIndicator(OssModelConnector connector) {
		return new OssmcHealthIndicator(connector);
	}

}
