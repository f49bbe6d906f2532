package io.ossmc.autoconfigure.diagnostics;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Explains why a bean of ours is missing where {@code ossmc.enabled=false} removed it.
 * Spring Boot would propose to define it.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class SwitchedOffFailureAnalyzer extends AbstractFailureAnalyzer<NoSuchBeanDefinitionException> {

	private final Environment environment;

	SwitchedOffFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, NoSuchBeanDefinitionException cause) {
		Class<?> type = cause.getBeanType();
		if (type == null || !type.getName().startsWith("io.ossmc.")
				|| this.environment.getProperty("ossmc.enabled", Boolean.class, true)) {
			return null;
		}
		return new FailureAnalysis(
				"A bean of type " + type.getName() + " is required, but ossmc.enabled is false: there is none.",
				"Remove ossmc.enabled=false, or make what requires the bean depend on it as well "
						+ "(@ConditionalOnOssmcEnabled, ObjectProvider).",
				cause);
	}

}
