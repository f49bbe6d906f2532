package io.ossmc.autoconfigure.emulator;

import io.ossmc.autoconfigure.ConditionalOnOssmcEnabled;
import io.ossmc.autoconfigure.OssmcAutoConfiguration;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Import;

/** An OSS server within this process, if {@code ossmc.emulator.enabled=true}. */
@AutoConfiguration(before = OssmcAutoConfiguration.class)
@ConditionalOnOssmcEnabled
@ConditionalOnBooleanProperty("ossmc.emulator.enabled")
@Import({ OssmcEmulatorConfiguration.class, MissingEmulatorConfiguration.class })
public final class OssmcEmulatorAutoConfiguration {

}
