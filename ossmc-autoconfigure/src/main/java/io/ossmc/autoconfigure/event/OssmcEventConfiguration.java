package io.ossmc.autoconfigure.event;

import io.ossmc.OssModelConnector;

import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What listens to the connector and publishes. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnSingleCandidate(OssModelConnector.class)
class OssmcEventConfiguration {

	@Bean
	ModelEventPublisher ossmcModelEventPublisher(ConfigurableApplicationContext context) {
		return new ModelEventPublisher(context);
	}

}
