package io.ossmc.autoconfigure.metrics;

import io.ossmc.OssModelConnector;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What listens to the connector, and what binds it to registries. The listener is made
 * before the connector and must not ask for it; the binders come after both.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnSingleCandidate(OssModelConnector.class)
class OssmcMetricsConfiguration {

	@Bean
	EventMeters ossmcEventMeters() {
		return new EventMeters();
	}

	@Bean
	ConnectorMeters ossmcConnectorMeters(ObjectProvider<OssModelConnector> connector) {
		return new ConnectorMeters(connector::getObject);
	}

	@Bean
	ModelMeters ossmcModelMeters(ObjectProvider<OssModelConnector> connector) {
		return new ModelMeters(connector::getObject);
	}

}
