package io.ossmc.autoconfigure;

import java.util.List;

import io.ossmc.ModelSpec;
import io.ossmc.OssModelConnector;
import io.ossmc.spi.OssModelListener;

import com.aliyun.oss.OSS;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;

/** The connector, where it connects to, and what keeps its models those configured. */
@Configuration(proxyBeanMethods = false)
class OssmcConnectorConfiguration {

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static SettingsBinding ossmcSettingsBinding(ConfigurableEnvironment environment) {
		return new SettingsBinding(environment);
	}

	@Bean
	@ConditionalOnMissingBean(OssmcConnectionDetails.class)
	EnvironmentConnectionDetails ossmcConnectionDetails(OssmcProperties properties, Environment environment) {
		return new EnvironmentConnectionDetails(properties, environment);
	}

	@Bean
	@ConditionalOnMissingBean
	ConfiguredModels ossmcConfiguredModels(ConfigurableEnvironment environment, ObjectProvider<ModelSpec> specs) {
		return new ConfiguredModels(environment, specs);
	}

	@Bean(destroyMethod = "close")
	@ConditionalOnMissingBean
	OssModelConnector ossModelConnector(OssmcProperties properties, OssmcConnectionDetails details,
			ConfiguredModels models, ObjectProvider<OSS> clients, ObjectProvider<OssModelListener> listeners,
			ObjectProvider<OssModelConnectorBuilderCustomizer> customizers) {
		List<ModelSpec> specs = models.of(properties);
		ConnectorAssembly assembly = new ConnectorAssembly(properties, specs);
		assembly.source(details, clients);
		listeners.orderedStream().forEach(assembly.builder()::listener);
		customizers.orderedStream().forEach((customizer) -> customizer.customize(assembly.builder()));
		OssModelConnector connector = assembly.builder().build();
		models.built(connector, specs);
		return connector;
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnSingleCandidate(OssModelConnector.class)
	OssmcReconciler ossmcReconciler(OssModelConnector connector, OssmcProperties properties, ConfiguredModels models,
			ConfigurableEnvironment environment, SettingsBinding binding,
			ObjectProvider<OssmcReconcileListener> listeners) {
		return new OssmcReconciler(connector, properties, models, environment, binding, listeners);
	}

}
