package io.ossmc.autoconfigure;

import java.util.List;

import io.ossmc.ModelSpec;
import io.ossmc.OssModelConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.IgnoreTopLevelConverterNotFoundBindHandler;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.UnboundElementsSourceFilter;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Makes the models those of the environment as it is now: {@code ossmc.prepare} is read
 * again, and models are added, changed and removed without disturbing the others. Called
 * by itself when Spring Cloud says that the environment has changed; call it after
 * changing the environment yourself. Thread-safe.
 */
public final class OssmcReconciler {

	private static final Logger logger = LoggerFactory.getLogger("io.ossmc");

	private final OssModelConnector connector;

	private final OssmcProperties inForce;

	private final ConfiguredModels models;

	private final ConfigurableEnvironment environment;

	private final SettingsBinding binding;

	private final ObjectProvider<OssmcReconcileListener> listeners;

	/** Guarded by this. */
	private List<String> waitingForRestart = List.of();

	OssmcReconciler(OssModelConnector connector, OssmcProperties properties, ConfiguredModels models,
			ConfigurableEnvironment environment, SettingsBinding binding,
			ObjectProvider<OssmcReconcileListener> listeners) {
		this.connector = connector;
		this.inForce = properties;
		this.models = models;
		this.environment = environment;
		this.binding = binding;
		this.listeners = listeners;
	}

	/**
	 * Reads {@code ossmc.*} again and makes the models those below {@code ossmc.prepare}
	 * and the {@link ModelSpec} beans; where these are the same as before, nothing
	 * happens. Models registered through {@link OssModelConnector#prepare} and
	 * {@link OssModelConnector#prepareDirectory} are left alone. Other keys are read at
	 * the start only: a warning names those that are different now.
	 * @throws io.ossmc.OssModelException if a model cannot be used; nothing is changed
	 * then
	 * @throws org.springframework.boot.context.properties.bind.BindException if a key is
	 * unknown or its value cannot be converted; nothing is changed then
	 */
	public synchronized void reconcile() {
		OssmcProperties now = bind();
		List<ModelSpec> specs = this.models.of(now);
		warnOfKeysReadOnce(now);
		if (this.models.areInForce(specs, this.connector)) {
			return;
		}
		List<ModelSpec> before = ConfiguredModels.specs(this.connector);
		this.listeners.orderedStream().forEach(OssmcReconcileListener::beforeReconcile);
		this.connector.reconcile(specs);
		this.models.applied(specs);
		this.listeners.orderedStream().forEach(OssmcReconcileListener::afterReconcile);
		report(before, ConfiguredModels.specs(this.connector));
	}

	/** As at the start: what is not known is an error. */
	private OssmcProperties bind() {
		BindHandler handler = this.binding.apply(new NoUnboundElementsBindHandler(
				new IgnoreTopLevelConverterNotFoundBindHandler(), new UnboundElementsSourceFilter()));
		return Binder.get(this.environment).bindOrCreate("ossmc", Bindable.of(OssmcProperties.class), handler);
	}

	private void warnOfKeysReadOnce(OssmcProperties now) {
		List<String> keys = ChangedKeys.between(this.inForce, now);
		if (!keys.isEmpty() && !keys.equals(this.waitingForRestart)) {
			logger.warn("Changed in the environment, but read at the start only: {}. Restart the application to "
					+ "apply this.", String.join(", ", keys));
		}
		this.waitingForRestart = keys;
	}

	private static void report(List<ModelSpec> before, List<ModelSpec> after) {
		List<String> namesBefore = before.stream().map(ModelSpec::name).toList();
		List<String> namesAfter = after.stream().map(ModelSpec::name).toList();
		List<String> added = namesAfter.stream().filter((name) -> !namesBefore.contains(name)).toList();
		List<String> removed = namesBefore.stream().filter((name) -> !namesAfter.contains(name)).toList();
		List<String> changed = after.stream()
			.filter((spec) -> !before.contains(spec) && namesBefore.contains(spec.name()))
			.map(ModelSpec::name)
			.toList();
		if (!added.isEmpty() || !removed.isEmpty() || !changed.isEmpty()) {
			logger.info("Models of the changed configuration: added {}, changed {}, removed {}", added, changed,
					removed);
		}
	}

}
