package io.ossmc.autoconfigure.cloud;

import io.ossmc.autoconfigure.ConditionalOnOssmcEnabled;
import io.ossmc.autoconfigure.OssmcAutoConfiguration;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Import;

/**
 * Follows a changing environment (Nacos, Spring Cloud Config, …), where the application
 * has Spring Cloud.
 */
@AutoConfiguration(after = OssmcAutoConfiguration.class)
@ConditionalOnClass(name = "org.springframework.cloud.context.environment.EnvironmentChangeEvent")
@ConditionalOnOssmcEnabled
@Import(OssmcCloudConfiguration.class)
public final class OssmcCloudAutoConfiguration {

}
