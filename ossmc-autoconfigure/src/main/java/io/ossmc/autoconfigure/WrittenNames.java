package io.ossmc.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * The names of models and buckets as people wrote them: everywhere but in environment
 * variables, which cannot spell them.
 */
final class WrittenNames {

	private static final ConfigurationPropertyName PREPARE = ConfigurationPropertyName.of("ossmc.prepare");

	private static final ConfigurationPropertyName BUCKETS = ConfigurationPropertyName.of("ossmc.buckets");

	private static final Pattern BUCKET = Pattern.compile("\\s*oss://([^/]+).*", Pattern.CASE_INSENSITIVE);

	/** With what follows the key of the map: {@code .name}, or {@code [name]}. */
	private final Map<String, String> models = new LinkedHashMap<>();

	private final Map<String, String> buckets = new LinkedHashMap<>();

	/** In the URIs of models. */
	private final Map<String, String> usedBuckets = new LinkedHashMap<>();

	private final List<String> placeholders = new ArrayList<>();

	private WrittenNames() {
	}

	static WrittenNames none() {
		return new WrittenNames();
	}

	static WrittenNames in(ConfigurableEnvironment environment) {
		WrittenNames names = new WrittenNames();
		environment.getPropertySources()
			.stream()
			.filter(EnumerablePropertySource.class::isInstance)
			.filter((source) -> !(source instanceof SystemEnvironmentPropertySource))
			.forEach((source) -> names.read((EnumerablePropertySource<?>) source, environment));
		return names;
	}

	private void read(EnumerablePropertySource<?> source, ConfigurableEnvironment environment) {
		for (String name : source.getPropertyNames()) {
			if (source.getProperty(name) instanceof CharSequence text && text.toString().contains("${")) {
				this.placeholders.add(text.toString());
			}
		}
		if (ConfigurationPropertySource.from(source) instanceof IterableConfigurationPropertySource keys) {
			keys.forEach((key) -> read(key, keys, environment));
		}
	}

	private void read(ConfigurationPropertyName key, IterableConfigurationPropertySource source,
			ConfigurableEnvironment environment) {
		if (BUCKETS.isAncestorOf(key)) {
			add(key, this.buckets);
		}
		else if (PREPARE.isAncestorOf(key)) {
			add(key, this.models);
			if (key.getLastElement(Form.UNIFORM).equals("uri")) {
				Object uri = source.getConfigurationProperty(key).getValue();
				Matcher bucket = BUCKET.matcher(environment.resolvePlaceholders(String.valueOf(uri)));
				if (bucket.matches()) {
					this.usedBuckets.put(bucket.group(1), "." + bucket.group(1));
				}
			}
		}
	}

	private static void add(ConfigurationPropertyName key, Map<String, String> names) {
		String name = entry(key);
		names.put(name,
				key.chop(PREPARE.getNumberOfElements() + 1).isLastElementIndexed() ? "[" + name + "]" : "." + name);
	}

	private static String entry(ConfigurationPropertyName key) {
		return key.getElement(PREPARE.getNumberOfElements(), Form.ORIGINAL);
	}

	/** Whether somebody wrote the name of this model or bucket, exactly so. */
	boolean contains(ConfigurationPropertyName entry) {
		return (PREPARE.isParentOf(entry) ? this.models : this.buckets).containsKey(entry(entry));
	}

	/** Those that a variable may mean, as they follow the key of the map. */
	List<String> like(VariableKey key) {
		Map<String, String> names = new LinkedHashMap<>();
		if (key.map().equals(PREPARE.toString())) {
			names.putAll(this.models);
		}
		else {
			names.putAll(this.usedBuckets);
			names.putAll(this.buckets);
		}
		String uniform = VariableKey.uniform(key.name());
		names.keySet().removeIf((name) -> !VariableKey.uniform(name).equals(uniform));
		return List.copyOf(names.values());
	}

	/** Whether a variable is used in the value of a key. */
	boolean refersTo(String variable) {
		return this.placeholders.stream().anyMatch((text) -> text.contains("${" + variable));
	}

	/** A known key once for each name, or as it is if it has none. */
	Stream<String> withNames(String key) {
		Map<String, String> names = key.startsWith(PREPARE + ".*") ? this.models : this.usedBuckets;
		return key.contains(".*.") ? names.values().stream().map((name) -> key.replace(".*.", name + "."))
				: Stream.of(key);
	}

}
