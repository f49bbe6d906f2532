package io.ossmc.connector;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

import io.ossmc.ModelSpec;
import io.ossmc.OssModelConfigurationException;
import io.ossmc.OssModelNotFoundException;
import io.ossmc.OssUri;
import io.ossmc.model.ManagedModel;
import io.ossmc.model.ModelServices;
import io.ossmc.text.ServerText;
import org.jspecify.annotations.Nullable;

/**
 * The models a connector knows, and which of them are its configuration's: those follow
 * the configuration, the others are their callers'. Thread-safe.
 */
final class ModelRegistry {

	private final ModelServices services;

	/** One reconciliation after the other; comes before this. */
	private final ReentrantLock reconciling = new ReentrantLock();

	// Guarded by this.

	private final Map<String, ManagedModel> models = new LinkedHashMap<>();

	private final Set<String> configured = new HashSet<>();

	private boolean started;

	private boolean closed;

	ModelRegistry(ModelServices services) {
		this.services = services;
	}

	synchronized void requireOpen() {
		if (this.closed) {
			throw new IllegalStateException("the connector is closed");
		}
	}

	/** False if it is closed already. */
	synchronized boolean close() {
		boolean first = !this.closed;
		this.closed = true;
		return first;
	}

	synchronized void started(boolean now) {
		this.started = now;
	}

	synchronized List<ManagedModel> all() {
		return List.copyOf(this.models.values());
	}

	synchronized ManagedModel find(String name) {
		ManagedModel model = this.models.get(name);
		if (model != null) {
			return model;
		}
		throw new OssModelNotFoundException("There is no model \"" + name + "\".",
				this.models.isEmpty() ? "None is configured: add it under ossmc.prepare."
						: "There are " + String.join(", ", this.models.keySet()) + ".");
	}

	synchronized void configure(ModelSpec spec) {
		register(spec);
		this.configured.add(spec.name());
	}

	synchronized ManagedModel register(ModelSpec spec) {
		requireOpen();
		requireStore(spec);
		ManagedModel known = this.models.get(spec.name());
		if (known != null) {
			if (known.spec().equals(spec)) {
				return known;
			}
			throw taken(spec, known.spec());
		}
		this.models.values().forEach((other) -> requireOwnDirectory(other.spec(), spec));
		return add(spec);
	}

	private ManagedModel add(ModelSpec spec) {
		ManagedModel model = new ManagedModel(spec, this.services);
		this.models.put(spec.name(), model);
		return model;
	}

	boolean remove(String name) {
		ManagedModel model;
		synchronized (this) {
			model = this.models.remove(name);
			this.configured.remove(name);
		}
		if (model != null) {
			model.remove(false);
		}
		return model != null;
	}

	/** Makes the configured models these, or throws and changes nothing. */
	void reconcile(Collection<ModelSpec> specs) {
		this.reconciling.lock();
		try {
			// Listeners are told, and what users loaded is closed, under no lock that
			// others need.
			change(specs).takeEffect();
		}
		finally {
			this.reconciling.unlock();
		}
	}

	private synchronized Change change(Collection<ModelSpec> specs) {
		requireOpen();
		requireUsable(specs);
		Map<String, ModelSpec> wanted = new LinkedHashMap<>();
		specs.forEach((spec) -> wanted.put(spec.name(), spec));
		List<ManagedModel> removed = new ArrayList<>();
		this.configured.stream()
			.filter((name) -> !wanted.containsKey(name))
			.forEach((name) -> removed.add(this.models.remove(name)));
		List<ModelSpec> differing = specs.stream().filter(this::differs).toList();
		// All first, since one may want to have the directory of another.
		removed.forEach(ManagedModel::abandonDirectory);
		differing.stream()
			.filter((spec) -> !sameDirectory(spec, this.models.get(spec.name())))
			.forEach((spec) -> this.models.get(spec.name()).leaveDirectory());
		List<ManagedModel> news = new ArrayList<>();
		for (ModelSpec spec : differing) {
			ManagedModel model = this.models.get(spec.name());
			model.change(spec);
			news.add(model);
		}
		specs.stream().filter((spec) -> !this.models.containsKey(spec.name())).map(this::add).forEach(news::add);
		this.configured.clear();
		this.configured.addAll(wanted.keySet());
		return new Change(removed, news, this.started);
	}

	/** Starts models together, so that they are told together if they do not fit. */
	static void start(List<ManagedModel> models) {
		models.forEach(ManagedModel::announceStart);
		models.forEach(ManagedModel::start);
	}

	private boolean differs(ModelSpec spec) {
		ManagedModel known = this.models.get(spec.name());
		return known != null && !known.spec().equals(spec);
	}

	private static boolean sameDirectory(ModelSpec spec, @Nullable ManagedModel known) {
		Path directory = spec.directory();
		return known != null && ((directory == null) ? known.spec().directory() == null
				: directory.equals(known.spec().directory()));
	}

	private void requireUsable(Collection<ModelSpec> specs) {
		List<ModelSpec> seen = new ArrayList<>();
		for (ManagedModel model : this.models.values()) {
			if (!this.configured.contains(model.name())) {
				seen.add(model.spec());
			}
		}
		for (ModelSpec spec : specs) {
			requireStore(spec);
			for (ModelSpec other : seen) {
				if (other.name().equals(spec.name())) {
					throw taken(spec, other);
				}
				requireOwnDirectory(other, spec);
			}
			seen.add(spec);
		}
		specs.forEach(this::requireFreeDirectory);
	}

	/** What is wrong in the configuration alone is said before the network is asked. */
	private void requireStore(ModelSpec spec) {
		this.services.stores().of(OssUri.parse(spec.uri()).bucket());
	}

	/** What one of ours has now it will have left by then. */
	private void requireFreeDirectory(ModelSpec spec) {
		if (spec.directory() != null && this.models.values()
			.stream()
			.noneMatch((model) -> overlap(spec.directory(), model.spec().directory()))) {
			ManagedModel.requireUsable(spec, this.services);
		}
	}

	private static OssModelConfigurationException taken(ModelSpec spec, ModelSpec known) {
		return new OssModelConfigurationException(
				"There is another model \"" + spec.name() + "\" already (" + ServerText.shown(known.uri()) + ").",
				"Give one of them another name, or remove the other first.");
	}

	private static void requireOwnDirectory(ModelSpec other, ModelSpec spec) {
		if (overlap(spec.directory(), other.directory())) {
			throw new OssModelConfigurationException(
					"Models \"" + other.name() + "\" and \"" + spec.name() + "\" have the same directory "
							+ spec.directory() + ", or one inside the other's.",
					"Give each model a directory of its own.");
		}
	}

	private static boolean overlap(@Nullable Path directory, @Nullable Path other) {
		if (directory == null || other == null) {
			return false;
		}
		Path one = directory.toAbsolutePath().normalize();
		Path two = other.toAbsolutePath().normalize();
		return one.startsWith(two) || two.startsWith(one);
	}

	/**
	 * What follows from a reconciliation; the models that stay as they are have no part.
	 */
	private record Change(List<ManagedModel> removed, List<ManagedModel> news, boolean started) {

		void takeEffect() {
			this.removed.forEach((model) -> model.remove(false));
			this.news.forEach(ManagedModel::changed);
			if (this.started) {
				start(this.news);
			}
		}

	}

}
