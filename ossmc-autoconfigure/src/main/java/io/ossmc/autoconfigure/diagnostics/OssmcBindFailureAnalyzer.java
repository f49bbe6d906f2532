package io.ossmc.autoconfigure.diagnostics;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.util.unit.DataSize;

/**
 * Explains values below {@code ossmc} that cannot be converted. Comes before Boot's own
 * analyzer, which would print a key that stands at the wrong place.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class OssmcBindFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

	private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("ossmc");

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
		ConfigurationProperty property = cause.getProperty();
		if (property == null || !PREFIX.isAncestorOf(property.getName())
				|| cause.getCause() instanceof UnboundConfigurationPropertiesException) {
			return null;
		}
		String name = property.getName().toString();
		String value = name.contains("credentials") ? "the value given" : "\"" + property.getValue() + "\"";
		String where = (property.getOrigin() != null) ? " (" + property.getOrigin() + ")" : "";
		return new FailureAnalysis(name + where + " cannot be " + value + ".",
				"Set it to " + expected(cause.getTarget().getType().resolve(Object.class)) + ".", cause);
	}

	private static String expected(Class<?> type) {
		if (type == Duration.class) {
			return "a time with its unit, such as 30s or 5m";
		}
		if (type == DataSize.class) {
			return "a size with its unit, such as 8MB or 16GB";
		}
		if (type.isRecord() || type == Map.class) {
			return "nothing itself, but the keys below it";
		}
		if (type.isEnum()) {
			return "one of " + Stream.of(type.getEnumConstants())
				.map((constant) -> constant.toString().toLowerCase(Locale.ROOT))
				.collect(Collectors.joining(", "));
		}
		if (type == boolean.class || type == Boolean.class) {
			return "true or false";
		}
		return (type == int.class) ? "a whole number" : "what the README's table of keys says";
	}

}
