package io.ossmc.sample.bundled;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How the embedded emulator behaves, for demonstrations.
 *
 * @param bandwidth bytes per second of all its connections together, such as {@code 2MB};
 * 0 for no limit
 */
@ConfigurationProperties("sample.emulator")
record EmulatorProperties(@DefaultValue("0") DataSize bandwidth) {
}
