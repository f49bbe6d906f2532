package io.ossmc.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import io.ossmc.OssModelConnector;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;

/**
 * A whole application without a web server that reads its settings and fetches nothing.
 */
final class SettingsApplication {

	private final Map<String, Object> variables = new LinkedHashMap<>();

	private String yaml = "";

	SettingsApplication yaml(String yaml) {
		this.yaml = yaml;
		return this;
	}

	SettingsApplication variable(String name, String value) {
		this.variables.put(name, value);
		return this;
	}

	OssmcProperties read(String... properties) {
		try (ConfigurableApplicationContext context = start(properties)) {
			return context.getBean(OssmcProperties.class);
		}
	}

	ConfigurableApplicationContext start(String... properties) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new SystemEnvironmentPropertySource(
					StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, this.variables));
		String[] arguments = new String[properties.length];
		for (int i = 0; i < properties.length; i++) {
			arguments[i] = "--" + properties[i];
		}
		return new SpringApplicationBuilder(TestApplication.class).environment(environment).initializers((context) -> {
			addYaml(context);
			((GenericApplicationContext) context).registerBean(OssModelConnector.class, FakeConnector::new);
		}).properties("spring.main.web-application-type=none", "spring.main.banner-mode=off").run(arguments);
	}

	/** As an application.yml. */
	private void addYaml(ConfigurableApplicationContext context) {
		try {
			new YamlPropertySourceLoader()
				.load("application.yml", new ByteArrayResource(this.yaml.getBytes(StandardCharsets.UTF_8)))
				.forEach(context.getEnvironment().getPropertySources()::addLast);
		}
		catch (java.io.IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
