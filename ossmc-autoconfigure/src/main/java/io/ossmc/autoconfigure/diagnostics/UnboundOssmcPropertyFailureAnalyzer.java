package io.ossmc.autoconfigure.diagnostics;

import java.util.Optional;

import io.ossmc.autoconfigure.KnownKeys;
import io.ossmc.autoconfigure.ModelNames;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;

/**
 * Explains keys below {@code ossmc} that do not exist, with the key that was meant. Comes
 * before Boot's own analyzer, which prints values: a misspelt key may hold a secret.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class UnboundOssmcPropertyFailureAnalyzer extends AbstractFailureAnalyzer<UnboundConfigurationPropertiesException> {

	private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("ossmc");

	private final Environment environment;

	UnboundOssmcPropertyFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, UnboundConfigurationPropertiesException cause) {
		ConfigurationProperty unbound = cause.getUnboundProperties()
			.stream()
			.filter((property) -> PREFIX.isAncestorOf(property.getName()))
			.findFirst()
			.orElse(null);
		if (unbound == null) {
			return null;
		}
		Optional<String> modelName = (this.environment instanceof ConfigurableEnvironment configurable)
				? ModelNames.firstMangled(configurable) : Optional.empty();
		String where = (unbound.getOrigin() != null) ? " (" + unbound.getOrigin() + ")" : "";
		if (modelName.isPresent()) {
			return new FailureAnalysis(ModelNames.problem(modelName.get()), ModelNames.remedy(modelName.get()), cause);
		}
		String name = unbound.getName().toString();
		return new FailureAnalysis("There is no key " + name + where + ".",
				KnownKeys.nearest(name).map((known) -> "Did you mean " + known + "? ").orElse("")
						+ "Correct or remove the key; the README lists those there are.",
				cause);
	}

}
