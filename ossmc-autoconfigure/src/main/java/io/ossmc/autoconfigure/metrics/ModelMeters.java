package io.ossmc.autoconfigure.metrics;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.ossmc.ModelProgress;
import io.ossmc.ModelState;
import io.ossmc.OssModelConnector;
import io.ossmc.spi.OssModelListener;

/**
 * State and size of each model: of those there are when a registry is bound, and of each
 * that moves later.
 */
final class ModelMeters implements MeterBinder, OssModelListener {

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

	private void register(MeterRegistry registry, String model) {
		for (ModelState state : ModelState.values()) {
			gauge("ossmc.model.state", model, (progress) -> (progress.state() == state) ? 1 : 0)
				.description("1 for the state the model is in")
				.tag("state", state.name().toLowerCase(Locale.ROOT))
				.register(registry);
		}
		gauge("ossmc.model.bytes", model, ModelProgress::fetchedBytes).description("The model's bytes in memory")
			.baseUnit(BaseUnits.BYTES)
			.register(registry);
	}

	private Gauge.Builder<OssModelConnector> gauge(String name, String model, ToDoubleFunction<ModelProgress> value) {
		return Gauge
			.builder(name, this.connector.get(),
					(connector) -> connector.models()
						.stream()
						.filter((each) -> each.name().equals(model))
						.findFirst()
						.map((each) -> value.applyAsDouble(each.progress()))
						.orElse(0.0))
			.tag("model", model);
	}

}
