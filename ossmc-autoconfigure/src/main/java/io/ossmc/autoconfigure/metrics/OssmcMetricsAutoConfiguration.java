package io.ossmc.autoconfigure.metrics;

import io.ossmc.autoconfigure.ConditionalOnOssmcEnabled;
import io.ossmc.autoconfigure.OssmcAutoConfiguration;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Import;

/** Meters of the connector, where the application has Micrometer. */
@AutoConfiguration(after = OssmcAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration")
@ConditionalOnClass(name = "io.micrometer.core.instrument.binder.MeterBinder")
@ConditionalOnOssmcEnabled
@Import(OssmcMetricsConfiguration.class)
public final class OssmcMetricsAutoConfiguration {

}
