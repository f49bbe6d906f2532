package io.ossmc.autoconfigure.emulator;

import java.nio.file.Files;
import java.nio.file.Path;

import io.ossmc.OssModelConfigurationException;
import io.ossmc.autoconfigure.ConditionalOnOssmcEnabled;
import io.ossmc.autoconfigure.OssmcAutoConfiguration;
import io.ossmc.autoconfigure.OssmcConnectionDetails;
import io.ossmc.autoconfigure.OssmcProperties;
import io.ossmc.emulator.OssEmulator;
import io.ossmc.emulator.OssEmulatorBuilder;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** An OSS server within this process, if {@code ossmc.emulator.enabled=true}. */
@AutoConfiguration(before = OssmcAutoConfiguration.class)
@ConditionalOnOssmcEnabled
@ConditionalOnBooleanProperty("ossmc.emulator.enabled")
@Import(MissingEmulatorConfiguration.class)
public final class OssmcEmulatorAutoConfiguration {

	/** The emulator and how the connector reaches it, where the emulator is there. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(OssEmulator.class)
	@ConditionalOnMissingBean({ OssEmulator.class, OssmcConnectionDetails.class })
	@EnableConfigurationProperties(OssmcProperties.class)
	static class EmulatorConfiguration {

		@Bean
		EmulatorKeys ossmcEmulatorKeys() {
			return EmulatorKeys.random();
		}

		@Bean(destroyMethod = "close")
		OssEmulator ossEmulator(EmulatorKeys keys, OssmcProperties properties,
				ObjectProvider<OssmcEmulatorCustomizer> customizers) {
			OssEmulatorBuilder builder = OssEmulator.builder().credentials(keys.id(), keys.secret());
			Path directory = properties.emulator().directory();
			if (directory != null) {
				builder.root(requireDirectory(directory));
			}
			OssEmulator emulator = builder.start();
			try {
				customizers.orderedStream().forEach((customizer) -> customizer.customize(emulator));
				return emulator;
			}
			catch (RuntimeException | Error ex) {
				emulator.close();
				throw ex;
			}
		}

		private static Path requireDirectory(Path directory) {
			if (!Files.isDirectory(directory)) {
				throw new OssModelConfigurationException(
						"ossmc.emulator.directory is " + directory.toAbsolutePath() + ", which is no directory.",
						"Create it with one sub-folder for each bucket, or remove the key to have buckets in memory.");
			}
			return directory;
		}

		@Bean
		EmulatorConnectionDetails ossmcEmulatorConnectionDetails(OssEmulator emulator, EmulatorKeys keys) {
			return new EmulatorConnectionDetails(emulator, keys);
		}

	}

}
