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
		FunctionCounter.builder("ossmc.fetch.crc.mismatches", source, (each) -> each.stats().fetch().crcMismatches())
			.description("Objects whose bytes did not have the checksum that OSS keeps")
			.register(registry);
		Gauge.builder("ossmc.fetch.paused", source, (each) -> each.stats().fetch().paused())
			.description("Objects that wait now because OSS asked to slow down")
			.register(registry);
		gets(registry, source, "hit", "Uses that found their model in memory", ConnectorStats.Cache::hits);
		gets(registry, source, "miss", "Uses that had to fetch it", ConnectorStats.Cache::misses);
		Gauge.builder("ossmc.cache.leased", source, (each) -> each.stats().cache().leased())
			.description("Models and objects in use now")
			.register(registry);
		cache(registry, source, "ossmc.cache.retained", "Memory kept for what comes next",
				ConnectorStats.Cache::retainedBytes);
		cache(registry, source, "ossmc.cache.used", "Memory charged now", ConnectorStats.Cache::usedBytes);
		cache(registry, source, "ossmc.cache.limit", "The memory budget", ConnectorStats.Cache::maxBytes);
		cache(registry, source, "ossmc.cache.lingering", "Memory given up but still held by another process",
				ConnectorStats.Cache::lingeringBytes);
	}

	private static void gets(MeterRegistry registry, OssModelConnector source, String result, String description,
			ToDoubleFunction<ConnectorStats.Cache> value) {
		FunctionCounter.builder("ossmc.cache.gets", source, (each) -> value.applyAsDouble(each.stats().cache()))
			.description(description)
			.tag("result", result)
			.register(registry);
	}

	private static void cache(MeterRegistry registry, OssModelConnector source, String name, String description,
			ToDoubleFunction<ConnectorStats.Cache> value) {
		Gauge.builder(name, source, (each) -> value.applyAsDouble(each.stats().cache()))
			.description(description)
			.baseUnit(BaseUnits.BYTES)
			.register(registry);
	}

}
