package io.ossmc.autoconfigure.endpoint;

import io.ossmc.OssModelConnector;
import io.ossmc.autoconfigure.ConditionalOnOssmcEnabled;
import io.ossmc.autoconfigure.OssmcAutoConfiguration;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The endpoint {@code ossmc}, where the application has the actuator. */
@AutoConfiguration(after = OssmcAutoConfiguration.class)
@ConditionalOnClass(
		name = "org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint")
@ConditionalOnOssmcEnabled
@Import(OssmcSanitizingConfiguration.class)
public final class OssmcEndpointAutoConfiguration {

	/** Apart, as its conditions need classes that may be missing. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnAvailableEndpoint(OssmcEndpoint.class)
	@ConditionalOnSingleCandidate(OssModelConnector.class)
	static class EndpointConfiguration {

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

}
