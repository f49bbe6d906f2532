package io.ossmc.autoconfigure.metrics;

import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.ossmc.ConnectorStats;
import io.ossmc.OssModelConnector;

/** Meters that read the connector's figures when they are asked. */
final class ConnectorMeters implements MeterBinder {

	private final Supplier<OssModelConnector> connector;

	ConnectorMeters(Supplier<OssModelConnector> connector) {
		this.connector = connector;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		OssModelConnector source = this.connector.get();
		FunctionCounter.builder("ossmc.fetch.bytes", source, (each) -> each.stats().fetch().bytes())
			.description("Bytes of objects received")
			.baseUnit(BaseUnits.BYTES)
			.register(registry);
		Gauge.builder("ossmc.fetch.connections", source, (each) -> each.stats().fetch().connections())
			.description("Connections open now")
			.baseUnit(BaseUnits.CONNECTIONS)
			.register(registry);
		cache(registry, source, "ossmc.cache.used", "Memory charged now", ConnectorStats.Cache::usedBytes);
		cache(registry, source, "ossmc.cache.limit", "The memory budget", ConnectorStats.Cache::maxBytes);
		cache(registry, source, "ossmc.cache.lingering", "Memory given up but still held by another process",
				ConnectorStats.Cache::lingeringBytes);
	}

	private static void cache(MeterRegistry registry, OssModelConnector source, String name, String description,
			ToDoubleFunction<ConnectorStats.Cache> value) {
		Gauge.builder(name, source, (each) -> value.applyAsDouble(each.stats().cache()))
			.description(description)
			.baseUnit(BaseUnits.BYTES)
			.register(registry);
	}

}
