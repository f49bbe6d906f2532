package io.ossmc.autoconfigure;

import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.core.env.ConfigurableEnvironment;

/** Reads {@link OssmcProperties} by our own rules, at the start and later. */
final class SettingsBinding implements ConfigurationPropertiesBindHandlerAdvisor {

	private final OssmcVariables variables;

	SettingsBinding(ConfigurableEnvironment environment) {
		this.variables = new OssmcVariables(environment);
	}

	@Override
	public BindHandler apply(BindHandler handler) {
		return new SettingsBindHandler(handler, this.variables);
	}

}
