package io.ossmc.autoconfigure.emulator;

import io.ossmc.OssModelConfigurationException;
import io.ossmc.autoconfigure.OssmcConnectionDetails;

import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Says what is missing when the emulator is asked for and not there. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnMissingClass("io.ossmc.emulator.OssEmulator")
class MissingEmulatorConfiguration {

	@Bean
	@ConditionalOnMissingBean
	OssmcConnectionDetails missingEmulatorConnectionDetails() {
		throw new OssModelConfigurationException(
				"ossmc.emulator.enabled is true, but ossmc-emulator is not on the class path.",
				"Add the dependency io.ossmc:ossmc-emulator, or remove ossmc.emulator.enabled and set ossmc.endpoint.");
	}

}
