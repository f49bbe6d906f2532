package io.ossmc.autoconfigure.endpoint;

import io.ossmc.OssModelConnector;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The endpoint and what it can do over HTTP. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnAvailableEndpoint(OssmcEndpoint.class)
@ConditionalOnSingleCandidate(OssModelConnector.class)
class OssmcEndpointConfiguration {

	@Bean
	@ConditionalOnMissingBean
	OssmcEndpoint ossmcEndpoint(OssModelConnector connector) {
		return new OssmcEndpoint(connector);
	}

	@Bean
	@ConditionalOnMissingBean
	OssmcEndpointWebExtension ossmcEndpointWebExtension(OssmcEndpoint endpoint) {
		return new OssmcEndpointWebExtension(endpoint);
	}

}
