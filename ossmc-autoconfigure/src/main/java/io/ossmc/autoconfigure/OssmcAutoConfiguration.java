package io.ossmc.autoconfigure;

import java.util.List;

import com.aliyun.oss.OSS;
import io.ossmc.ModelSpec;
import io.ossmc.OssModelConnector;
import io.ossmc.spi.OssModelListener;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;

/**
 * Makes an {@link OssModelConnector} from {@code ossmc.*}, starts and stops it, and keeps
 * its models those configured.
 */
@AutoConfiguration
@ConditionalOnClass(OssModelConnector.class)
@ConditionalOnOssmcEnabled
@EnableConfigurationProperties(OssmcProperties.class)
@Import(SpringCloudAlibabaConfiguration.class)
public final class OssmcAutoConfiguration {

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static SettingsBinding ossmcSettingsBinding(ConfigurableEnvironment environment) {
		return new SettingsBinding(environment);
	}

	@Bean
	@ConditionalOnMissingBean
	OssmcConnectionDetails ossmcConnectionDetails(OssmcProperties properties, Environment environment) {
		return new EnvironmentConnectionDetails(properties, environment);
	}

	@Bean
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

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnSingleCandidate(OssModelConnector.class)
	OssmcLifecycle ossmcLifecycle(OssModelConnector connector, OssmcProperties properties) {
		return new OssmcLifecycle(connector, properties.shutdownTimeout());
	}

	@Bean
	FailFastListener ossmcFailFastListener(ConfigurableApplicationContext context,
			ObjectProvider<OssModelConnector> connector) {
		return new FailFastListener(context, connector);
	}

}
