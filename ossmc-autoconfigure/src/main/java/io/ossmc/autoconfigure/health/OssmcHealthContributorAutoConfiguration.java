package io.ossmc.autoconfigure.health;

import io.ossmc.autoconfigure.ConditionalOnOssmcEnabled;
import io.ossmc.autoconfigure.OssmcAutoConfiguration;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Import;

/** Health and readiness of the models, where the application has Boot's health module. */
@AutoConfiguration(after = OssmcAutoConfiguration.class,
		beforeName = "org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration")
@ConditionalOnClass(name = "org.springframework.boot.health.contributor.HealthIndicator")
@ConditionalOnOssmcEnabled
@Import({ OssmcHealthConfiguration.class, OssmcReadinessConfiguration.class })
public final class OssmcHealthContributorAutoConfiguration {

}
