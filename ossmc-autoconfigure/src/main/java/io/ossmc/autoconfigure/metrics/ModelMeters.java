package io.ossmc.autoconfigure.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.ossmc.ModelProgress;
import io.ossmc.ModelState;
import io.ossmc.OssModel;
import io.ossmc.OssModelConnector;
import io.ossmc.autoconfigure.OssmcReconcileListener;
import io.ossmc.spi.OssModelListener;

/**
 * State and size of each model: of those there are when a registry is bound, and of each
 * that comes later. The meters of one that is gone go with it.
 */
final class ModelMeters implements MeterBinder, OssModelListener, OssmcReconcileListener {

	private static final String LOADING = "loading";

	private static final String LOAD_FAILED = "load_failed";

	private static final List<String> STATES = Stream
		.concat(Arrays.stream(ModelState.values()).map(ModelMeters::name), Stream.of(LOADING, LOAD_FAILED))
		.toList();

	private final Supplier<OssModelConnector> connector;

	private final List<MeterRegistry> registries = new CopyOnWriteArrayList<>();

	private final Set<String> known = ConcurrentHashMap.newKeySet();

	ModelMeters(Supplier<OssModelConnector> connector) {
		this.connector = connector;
	}

	@Override
	public synchronized void bindTo(MeterRegistry registry) {
		this.registries.add(registry);
		this.connector.get().models().forEach((model) -> this.known.add(model.name()));
		this.known.forEach((model) -> register(registry, model));
	}

	@Override
	public void stateChanged(String model, ModelState from, ModelState to) {
		if (!this.registries.isEmpty() && this.known.add(model)) {
			this.registries.forEach((registry) -> register(registry, model));
		}
	}

	@Override
	public void afterReconcile() {
		if (this.registries.isEmpty()) {
			return;
		}
		List<String> there = this.connector.get().models().stream().map(OssModel::name).toList();
		List.copyOf(this.known).stream().filter((model) -> !there.contains(model)).forEach(this::remove);
		there.stream()
			.filter(this.known::add)
			.forEach((model) -> this.registries.forEach((registry) -> register(registry, model)));
	}

	private void remove(String model) {
		if (this.known.remove(model)) {
			this.registries.forEach((registry) -> registry.getMeters()
				.stream()
				.map(Meter::getId)
				.filter((id) -> id.getName().startsWith("ossmc.model.") && model.equals(id.getTag("model")))
				.forEach(registry::remove));
		}
	}

	private void register(MeterRegistry registry, String model) {
		STATES.forEach((state) -> gauge("ossmc.model.state", model, (progress) -> state(progress).equals(state) ? 1 : 0)
			.description("1 for the state the model is in; ready is one that serves")
			.tag("state", state)
			.register(registry));
		gauge("ossmc.model.size", model, ModelProgress::totalBytes).description("The size of all the model's files")
			.baseUnit(BaseUnits.BYTES)
			.register(registry);
		gauge("ossmc.model.leases", model, ModelProgress::leases).description("Leases and uses of the model now")
			.register(registry);
		gauge("ossmc.model.bytes", model, ModelProgress::fetchedBytes).description("The model's bytes in memory")
			.baseUnit(BaseUnits.BYTES)
			.register(registry);
	}

	/**
	 * A model that is there but not loaded does not serve: it is not ready to anybody.
	 */
	private static String state(ModelProgress progress) {
		ModelProgress.LoadProgress load = progress.load();
		if (progress.state() == ModelState.READY && load != null) {
			return switch (load.state()) {
				case LOADING -> LOADING;
				case FAILED -> LOAD_FAILED;
				case LOADED, ABSENT -> name(ModelState.READY);
			};
		}
		return name(progress.state());
	}

	private static String name(ModelState state) {
		return state.name().toLowerCase(Locale.ROOT);
	}

	private Gauge.Builder<OssModelConnector> gauge(String name, String model, ToDoubleFunction<ModelProgress> value) {
		return Gauge.builder(name, this.connector.get(), (source) -> read(source, model, value)).tag("model", model);
	}

	/**
	 * Nobody tells when {@link OssModelConnector#remove} is called: it is noticed here.
	 */
	private double read(OssModelConnector source, String name, ToDoubleFunction<ModelProgress> value) {
		for (OssModel model : source.models()) {
			if (model.name().equals(name)) {
				return value.applyAsDouble(model.progress());
			}
		}
		remove(name);
		return Double.NaN;
	}

}
