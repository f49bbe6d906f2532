package io.ossmc.connector;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.ossmc.ConnectorStats;
import io.ossmc.ListOptions;
import io.ossmc.ModelMode;
import io.ossmc.ModelSpec;
import io.ossmc.ObjectSummary;
import io.ossmc.OssModel;
import io.ossmc.OssModelConfigurationException;
import io.ossmc.OssModelConnector;
import io.ossmc.OssObject;
import io.ossmc.OssUri;
import io.ossmc.budget.MemoryBudget;
import io.ossmc.listing.Listing;
import io.ossmc.model.ManagedModel;
import io.ossmc.model.ModelServices;
import io.ossmc.object.ObjectEvictions;
import io.ossmc.object.ObjectServices;
import io.ossmc.object.OpenObject;
import io.ossmc.oss.ListedObject;
import io.ossmc.oss.ObjectInfo;
import io.ossmc.oss.ObjectStore;
import io.ossmc.oss.StorageClasses;
import io.ossmc.root.Estate;
import io.ossmc.thread.CallerThread;
import io.ossmc.thread.Ending;
import io.ossmc.thread.Nanos;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Holds the pieces together. Thread-safe. */
final class DefaultOssModelConnector implements OssModelConnector {

	private static final Logger log = LoggerFactory.getLogger("io.ossmc");

	private static final Duration CLOSE = Duration.ofSeconds(5);

	private final ModelServices services;

	private final ObjectServices objectServices;

	private final Set<OpenObject> objects = ConcurrentHashMap.newKeySet();

	private final ModelRegistry models;

	private final boolean keepOnClose;

	DefaultOssModelConnector(ModelServices services, ObjectServices objectServices, boolean keepOnClose) {
		this.keepOnClose = keepOnClose;
		this.services = services;
		this.objectServices = objectServices;
		this.models = new ModelRegistry(services);
	}

	@Override
	public Stream<ObjectSummary> list(String uri, ListOptions options) {
		CallerThread.mayBlock("OssModelConnector.list", "it on another scheduler");
		requireOpen();
		OssUri place = OssUri.parse(uri);
		return Listing.of(this.services.stores().of(place.bucket()), place, options, this.services.helpers())
			.map(ListedObject::summary);
	}

	@Override
	public OssObject open(String uri) {
		CallerThread.mayBlock("OssModelConnector.open", "it on another scheduler");
		requireOpen();
		OssUri place = OssUri.parse(uri);
		if (place.key().isEmpty()) {
			throw new OssModelConfigurationException(uri + " is a bucket, not an object.",
					"Write oss://bucket/key, or prepare it as a directory.");
		}
		ObjectStore store = this.services.stores().of(place.bucket());
		ObjectInfo info = store.describe(place);
		StorageClasses.requireReadable(uri, info.storageClass(), info.restored());
		OpenObject object = OpenObject.open(info, store, this.objectServices, this.objects::remove);
		this.objects.add(object);
		try {
			// Closing ends all objects it sees; this one may have come too late for that.
			requireOpen();
		}
		catch (IllegalStateException ex) {
			object.close();
			throw ex;
		}
		return object;
	}

	@Override
	public OssModel prepareDirectory(String uri, Path directory, UnaryOperator<ModelSpec.Builder> options) {
		return prepare(options.apply(ModelSpec.builder(nameOf(OssUri.parse(uri)), uri).directory(directory)).build());
	}

	/** The last part of the prefix, or the bucket; made to match what a name may be. */
	private static String nameOf(OssUri uri) {
		String path = (uri.bucket() + "/" + uri.key()).replaceAll("/+$", "");
		String name = path.substring(path.lastIndexOf('/') + 1).replaceAll("[^A-Za-z0-9._-]", "-");
		return name.matches("[A-Za-z0-9].*") ? name : "model" + name;
	}

	@Override
	public OssModel prepare(ModelSpec spec) {
		ManagedModel model = this.models.register(spec);
		try {
			model.claimDirectory();
		}
		catch (RuntimeException ex) {
			remove(spec.name());
			throw ex;
		}
		if (spec.mode() == ModelMode.EAGER) {
			model.start();
		}
		return model;
	}

	void configure(ModelSpec spec) {
		this.models.configure(spec);
	}

	@Override
	public OssModel model(String name) {
		return this.models.find(name);
	}

	@Override
	public List<OssModel> models() {
		return List.copyOf(this.models.all());
	}

	@Override
	public boolean remove(String name) {
		return this.models.remove(name);
	}

	@Override
	public void reconcile(Collection<ModelSpec> specs) {
		this.models.reconcile(List.copyOf(specs));
	}

	@Override
	public ConnectorStats stats() {
		List<ManagedModel> all = this.models.all();
		MemoryBudget budget = this.services.budget();
		ObjectEvictions dropped = this.objectServices.evictions();
		long leased = all.stream().filter((model) -> model.leases() > 0).count()
				+ this.objects.stream().filter(OpenObject::inUse).count();
		return new ConnectorStats(
				new ConnectorStats.Cache(this.services.root().directory(), this.services.root().pages(), budget.limit(),
						budget.used(), budget.lingering(), budget.retained(), budget.entries(), (int) leased,
						all.stream().mapToLong((model) -> model.counters().hits()).sum(),
						all.stream().mapToLong((model) -> model.counters().misses()).sum(),
						all.stream().mapToLong((model) -> model.counters().evictions()).sum() + dropped.count(),
						all.stream().mapToLong((model) -> model.counters().evictedBytes()).sum() + dropped.bytes()),
				this.services.engine().stats());
	}

	@Override
	public void start() {
		requireOpen();
		this.models.started(true);
		List<ManagedModel> all = this.models.all();
		all.forEach(ManagedModel::claimDirectory);
		ModelRegistry.start(all);
	}

	@Override
	public void stop(Duration timeout) {
		this.models.started(false);
		this.models.all().forEach(ManagedModel::stop);
		this.objects.forEach(OpenObject::stop);
		this.services.engine().abortAll();
		long deadline = System.nanoTime() + Nanos.of(timeout);
		for (ManagedModel model : this.models.all()) {
			model.awaitIdle(Math.max(0, deadline - System.nanoTime()));
		}
		this.models.all().forEach(ManagedModel::leaveDirectory);
	}

	private void requireOpen() {
		this.models.requireOpen();
	}

	@Override
	public void close() {
		if (!this.models.close()) {
			return;
		}
		Map<String, CompletableFuture<Void>> gone = new LinkedHashMap<>();
		Ending ending = new Ending("Closing the connector");
		Estate estate = this.keepOnClose ? new Estate(this.services.root()) : null;
		if (estate != null) {
			this.services.files().leaveTo(estate);
		}
		this.models.all().forEach((model) -> ending.step(() -> gone.put(model.name(), model.remove(true))));
		ending.step(() -> gone.put("what an earlier process left", this.services.files().giveUp()));
		List.copyOf(this.objects).forEach((object) -> ending.step(object::close));
		ending.step(this.services.engine()::close);
		ending.step(() -> gone.put("the budget", this.services.budget().whenEmpty()));
		ending.step(() -> await(gone));
		ending.step(this.services.idle()::close);
		ending.step(this.services.threads()::close);
		ending.step(this.objectServices.memory()::close);
		ending.step(this.services.stores()::close);
		ending.step(this.services.owner()::close);
		if (estate != null) {
			ending.step(estate::close);
		}
		ending.report();
		log.debug("Closed");
	}

	/** By whose it is, for the warning. */
	private static void await(Map<String, CompletableFuture<Void>> memory) {
		try {
			CompletableFuture.allOf(memory.values().toArray(CompletableFuture[]::new))
				.get(CLOSE.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException _) {
			Thread.currentThread().interrupt();
		}
		catch (TimeoutException _) {
			log.warn("Memory of {} is still in use after {} s; it is freed when uses and closers return",
					memory.entrySet()
						.stream()
						.filter((each) -> !each.getValue().isDone())
						.map(Map.Entry::getKey)
						.collect(Collectors.joining(", ")),
					CLOSE.toSeconds());
		}
		catch (ExecutionException ex) {
			log.warn("Memory could not be freed", ex.getCause());
		}
	}

}
