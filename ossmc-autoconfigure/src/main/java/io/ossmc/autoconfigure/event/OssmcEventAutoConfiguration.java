package io.ossmc.autoconfigure.event;

import io.ossmc.autoconfigure.ConditionalOnOssmcEnabled;
import io.ossmc.autoconfigure.OssmcAutoConfiguration;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Import;

/** Publishes {@link OssmcModelEvent}s. */
@AutoConfiguration(after = OssmcAutoConfiguration.class)
@ConditionalOnOssmcEnabled
@Import(OssmcEventConfiguration.class)
public final class OssmcEventAutoConfiguration {

}
