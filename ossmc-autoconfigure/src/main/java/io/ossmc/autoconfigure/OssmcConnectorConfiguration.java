package io.ossmc.autoconfigure;

import io.ossmc.ModelSpec;
import io.ossmc.OssModelConnector;
import io.ossmc.spi.OssModelListener;

import com.aliyun.oss.OSS;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;

/** The connector and where it connects to. */
@Configuration(proxyBeanMethods = false)
class OssmcConnectorConfiguration {

	@Bean
	@ConditionalOnMissingBean(OssmcConnectionDetails.class)
	EnvironmentConnectionDetails ossmcConnectionDetails(OssmcProperties properties, Environment environment) {
		return new EnvironmentConnectionDetails(properties, environment);
	}

	@Bean(destroyMethod = "close")
	@ConditionalOnMissingBean
	OssModelConnector ossModelConnector(OssmcProperties properties, OssmcConnectionDetails details,
			ConfigurableEnvironment environment, ObjectProvider<OSS> clients, ObjectProvider<ModelSpec> specs,
			ObjectProvider<OssModelListener> listeners,
			ObjectProvider<OssModelConnectorBuilderCustomizer> customizers) {
		ModelNames.check(environment);
		ConnectorAssembly assembly = new ConnectorAssembly(properties);
		assembly.models(specs.orderedStream().toList());
		assembly.source(details, clients);
		listeners.orderedStream().forEach(assembly.builder()::listener);
		customizers.orderedStream().forEach((customizer) -> customizer.customize(assembly.builder()));
		return assembly.builder().build();
	}

}
