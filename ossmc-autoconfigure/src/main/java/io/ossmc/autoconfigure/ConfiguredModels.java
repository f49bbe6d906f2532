package io.ossmc.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.ossmc.ModelSpec;
import io.ossmc.OssModel;
import io.ossmc.OssModelConfigurationException;
import io.ossmc.OssModelConnector;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Which models there should be: those below {@code ossmc.prepare}, the {@link ModelSpec}
 * beans, and those a customizer put into the builder.
 */
final class ConfiguredModels {

	private final ConfigurableEnvironment environment;

	private final ObjectProvider<ModelSpec> beans;

	private volatile List<ModelSpec> ofCustomizers = List.of();

	/** Null with a connector that others built. */
	private volatile @Nullable Set<ModelSpec> inForce;

	ConfiguredModels(ConfigurableEnvironment environment, ObjectProvider<ModelSpec> beans) {
		this.environment = environment;
		this.beans = beans;
	}

	/**
	 * All of them.
	 * @param properties where {@code ossmc.prepare} is read from
	 * @throws OssModelConfigurationException if a name is used twice or cannot be bound,
	 * or a model has no URI
	 */
	List<ModelSpec> of(OssmcProperties properties) {
		ModelNames.check(this.environment);
		Map<String, ModelSpec> models = new LinkedHashMap<>();
		properties.prepare().forEach((name, prepare) -> add(spec(name, prepare), models));
		this.beans.orderedStream().forEach((spec) -> add(spec, models));
		this.ofCustomizers.forEach((spec) -> add(spec, models));
		return new ArrayList<>(models.values());
	}

	/**
	 * Remembers what the connector was built with, also what only the builder knew.
	 * @param connector just built, so that nothing else can have registered a model
	 * @param others what it was given
	 */
	void built(OssModelConnector connector, List<ModelSpec> others) {
		List<ModelSpec> all = specs(connector);
		this.ofCustomizers = all.stream().filter((spec) -> !others.contains(spec)).toList();
		applied(all);
	}

	void applied(List<ModelSpec> specs) {
		this.inForce = Set.copyOf(specs);
	}

	/** Whether there is nothing to change. */
	boolean areInForce(List<ModelSpec> specs, OssModelConnector connector) {
		return Set.copyOf(specs).equals(this.inForce) && specs(connector).containsAll(specs);
	}

	static List<ModelSpec> specs(OssModelConnector connector) {
		return connector.models().stream().map(OssModel::spec).toList();
	}

	private static void add(ModelSpec spec, Map<String, ModelSpec> models) {
		if (models.putIfAbsent(spec.name(), spec) != null) {
			throw new OssModelConfigurationException(
					"There are two models named \"" + spec.name()
							+ "\": a name may be used once among ossmc.prepare and the ModelSpec beans.",
					"Rename or remove one of them.");
		}
	}

	private static ModelSpec spec(String name, OssmcProperties.Prepare prepare) {
		String uri = prepare.uri();
		if (uri == null || uri.isBlank()) {
			throw new OssModelConfigurationException("The model \"" + name + "\" has no URI.",
					"Set ossmc.prepare.\"[" + name + "]\".uri to oss://<bucket>/<folder>/.");
		}
		return ModelSpec.builder(name, uri.trim())
			.directory(prepare.directory())
			.mode(prepare.mode())
			.include(written(prepare.include()))
			.exclude(written(prepare.exclude()))
			.failFast(prepare.failFast())
			.expireAfterAccess(prepare.expireAfterAccess())
			.refreshInterval(prepare.refreshInterval())
			.build();
	}

	/** A blank pattern is none. */
	private static List<String> written(List<String> patterns) {
		return patterns.stream().filter((pattern) -> !pattern.isBlank()).toList();
	}

}
