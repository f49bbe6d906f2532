package io.ossmc.autoconfigure;

import io.ossmc.OssModelConnector;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** When the connector starts and stops, and what ends the application. */
@Configuration(proxyBeanMethods = false)
class OssmcLifecycleConfiguration {

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnSingleCandidate(OssModelConnector.class)
	OssmcLifecycle ossmcLifecycle(OssModelConnector connector, OssmcProperties properties) {
		return new OssmcLifecycle(connector, properties.shutdownTimeout());
	}

	@Bean
	@ConditionalOnMissingBean
	FailFastListener ossmcFailFastListener(ConfigurableApplicationContext context,
			ObjectProvider<OssModelConnector> connector) {
		return new FailFastListener(context, connector);
	}

}
