package io.ossmc.autoconfigure;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Environment variables that set something of a model or a bucket. Spring Boot would make
 * a new model of each name it finds in a variable, which has neither case nor dashes nor
 * dots. Here the name is one that is written elsewhere, if it is the same in letters and
 * digits: a model below {@code ossmc.prepare}, a bucket below {@code ossmc.buckets} or in
 * the URI of a model. A name that is written nowhere makes a model only if the variables
 * give it a URI.
 * <p>
 * What was found is in a property source just before that of the variables. A variable
 * that sets nothing is named in a warning, with the one that was probably meant.
 */
final class OssmcVariables {

	static final Set<ConfigurationPropertyName> MAPS = Set.of(ConfigurationPropertyName.of("ossmc.prepare"),
			ConfigurationPropertyName.of("ossmc.buckets"));

	private static final Logger logger = LoggerFactory.getLogger("io.ossmc");

	private static final String SOURCE = "ossmc models and buckets from environment variables";

	private static final String PREFIX = "OSSMC_";

	private final ConfigurableEnvironment environment;

	private WrittenNames written = WrittenNames.none();

	private Set<String> warned = Set.of();

	OssmcVariables(ConfigurableEnvironment environment) {
		this.environment = environment;
	}

	/** Reads names and variables again; before keys are bound. */
	synchronized void assign() {
		this.environment.getPropertySources().remove(SOURCE);
		this.written = WrittenNames.in(this.environment);
		Set<String> idle = new LinkedHashSet<>();
		this.environment.getPropertySources()
			.stream()
			.filter(SystemEnvironmentPropertySource.class::isInstance)
			.map(SystemEnvironmentPropertySource.class::cast)
			.toList()
			.forEach((source) -> assign(source, idle));
		warn(idle);
	}

	/**
	 * Whether a model or bucket is to be, or is only what the binder reads in a variable.
	 */
	synchronized boolean isWritten(ConfigurationPropertyName entry) {
		return this.written.contains(entry);
	}

	private void assign(SystemEnvironmentPropertySource source, Set<String> idle) {
		Map<String, VariableKey> keys = new TreeMap<>();
		Stream.of(source.getPropertyNames()).filter(OssmcVariables::isOurs).forEach((variable) -> {
			VariableKey.of(variable).ifPresentOrElse((key) -> keys.put(variable, key), () -> {
				if (!isKnown(variable) && !this.written.refersTo(variable)) {
					idle.add(variable);
				}
			});
		});
		Map<String, Object> values = new LinkedHashMap<>();
		keys.forEach((variable, key) -> {
			Collection<String> names = names(key, keys.values());
			if (names.isEmpty()) {
				idle.add(variable);
			}
			Object value = source.getProperty(variable);
			names.forEach((name) -> values.put(key.key(name), value));
		});
		if (!values.isEmpty()) {
			this.environment.getPropertySources().addBefore(source.getName(), new MapPropertySource(SOURCE, values));
			this.written = WrittenNames.in(this.environment);
		}
	}

	private static boolean isOurs(String variable) {
		return variable.regionMatches(true, 0, PREFIX, 0, PREFIX.length()) && !ServiceLink.is(variable);
	}

	/** In one of the two forms that Spring Boot looks for, with or without its dashes. */
	private static boolean isKnown(String variable) {
		return KnownKeys.all()
			.stream()
			.map((key) -> key.replace('.', '_'))
			.anyMatch((key) -> key.replace("-", "").equalsIgnoreCase(variable)
					|| key.replace('-', '_').equalsIgnoreCase(variable));
	}

	/** A new one is spelled as in the variable that makes it. */
	private Collection<String> names(VariableKey key, Collection<VariableKey> all) {
		List<String> same = this.written.like(key);
		if (!same.isEmpty()) {
			return same;
		}
		return all.stream()
			.filter((other) -> other.map().equals(key.map())
					&& VariableKey.uniform(other.name()).equals(VariableKey.uniform(key.name())))
			.filter((other) -> !key.map().equals("ossmc.prepare") || other.setting().equals("uri"))
			.limit(1)
			.map(VariableKey::unwritten)
			.toList();
	}

	private void warn(Set<String> idle) {
		Set<String> now = Set.copyOf(idle);
		if (!now.equals(this.warned)) {
			Map<String, String> known = variables();
			idle.forEach((variable) -> logger.warn("The environment variable {} sets nothing{}", variable,
					KnownKeys.nearest(variable, known.keySet())
						.map((near) -> ". Did you mean " + near + ", which is " + known.get(near) + "?")
						.orElse(": there is no such key. Rename or remove it.")));
		}
		this.warned = now;
	}

	/** Those that would set something, with the keys that they are. */
	private Map<String, String> variables() {
		return KnownKeys.all()
			.stream()
			.flatMap(this.written::withNames)
			.collect(Collectors.toMap(OssmcVariables::variable, (key) -> key, (first, _) -> first, LinkedHashMap::new));
	}

	private static String variable(String key) {
		return Stream.of(key.split("\\.(?![^\\[]*\\])|\\[|\\]\\.?"))
			.map(VariableKey::uniform)
			.collect(Collectors.joining("_"))
			.toUpperCase(Locale.ROOT);
	}

}
