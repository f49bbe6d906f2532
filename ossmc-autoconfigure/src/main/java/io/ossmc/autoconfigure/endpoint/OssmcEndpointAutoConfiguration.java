package io.ossmc.autoconfigure.endpoint;

import io.ossmc.autoconfigure.ConditionalOnOssmcEnabled;
import io.ossmc.autoconfigure.OssmcAutoConfiguration;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Import;

/** The endpoint {@code ossmc}, where the application has the actuator. */
@AutoConfiguration(after = OssmcAutoConfiguration.class)
@ConditionalOnClass(
		name = "org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint")
@ConditionalOnOssmcEnabled
@Import({ OssmcEndpointConfiguration.class, OssmcSanitizingConfiguration.class })
public final class OssmcEndpointAutoConfiguration {

}
