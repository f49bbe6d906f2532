package io.ossmc.autoconfigure.metrics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.ossmc.OssModelException;
import io.ossmc.spi.OssModelListener;
import org.jspecify.annotations.Nullable;

/**
 * Counts what the connector tells. A bean method may await a model, so things happen
 * before any registry is bound: counts are kept here and read by the registries, and
 * timings wait in a list.
 */
final class EventMeters implements MeterBinder, OssModelListener {

	private final Map<RequestOutcome, LongAdder> requests = adders(RequestOutcome.class);

	private final Map<RetryReason, LongAdder> retries = adders(RetryReason.class);

	private final Map<EvictionCause, LongAdder> evictions = adders(EvictionCause.class);

	private final List<MeterRegistry> registries = new ArrayList<>();

	private final List<Consumer<MeterRegistry>> untold = new ArrayList<>();

	private static <E extends Enum<E>> Map<E, LongAdder> adders(Class<E> type) {
		Map<E, LongAdder> adders = new EnumMap<>(type);
		for (E constant : type.getEnumConstants()) {
			adders.put(constant, new LongAdder());
		}
		return adders;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		count(registry, "ossmc.fetch.requests", "Requests for bytes of objects", "outcome", this.requests);
		count(registry, "ossmc.fetch.retries", "Parts asked for again", "reason", this.retries);
		count(registry, "ossmc.cache.evictions", "Entries whose memory was given up", "cause", this.evictions);
		synchronized (this.registries) {
			this.registries.add(registry);
			this.untold.forEach((news) -> news.accept(registry));
			this.untold.clear();
		}
	}

	private static <E extends Enum<E>> void count(MeterRegistry registry, String name, String description, String tag,
			Map<E, LongAdder> adders) {
		adders.forEach((value, adder) -> FunctionCounter.builder(name, adder, LongAdder::sum)
			.description(description)
			.tag(tag, value.name().toLowerCase(Locale.ROOT))
			.register(registry));
	}

	@Override
	public void requestCompleted(RequestOutcome outcome, long bytes) {
		this.requests.get(outcome).increment();
	}

	@Override
	public void retried(RetryReason reason) {
		this.retries.get(reason).increment();
	}

	@Override
	public void evicted(String model, EvictionCause cause, long bytes) {
		this.evictions.get(cause).increment();
	}

	@Override
	public void prepared(String model, long bytes, Duration duration, @Nullable OssModelException error) {
		tell((registry) -> Timer.builder("ossmc.model.prepare")
			.description("Attempts to prepare a model")
			.tag("model", model)
			.tag("outcome", (error == null) ? "success" : "failure")
			.register(registry)
			.record(duration));
	}

	@Override
	public void loaded(String model, Duration duration, @Nullable OssModelException error) {
		tell((registry) -> Timer.builder("ossmc.model.load")
			.description("Loaders of the application that built something from a model, or failed to")
			.tag("model", model)
			.tag("outcome", (error == null) ? "success" : "failure")
			.register(registry)
			.record(duration));
	}

	@Override
	public void waited(String model, WaitedFor what, Duration duration) {
		tell((registry) -> Timer.builder("ossmc.model.wait")
			.description("Time for which callers waited for a model, or a model for memory")
			.tag("model", model)
			.tag("for", what.name().toLowerCase(Locale.ROOT))
			.register(registry)
			.record(duration));
	}

	@Override
	public void refreshed(String model, String from, String to) {
		countRefresh(model, "success");
	}

	@Override
	public void refreshFailed(String model, String version, OssModelException error) {
		countRefresh(model, "failure");
	}

	private void countRefresh(String model, String outcome) {
		tell((registry) -> Counter.builder("ossmc.model.refresh")
			.description("New versions that took the place of the one before, or failed to")
			.tag("model", model)
			.tag("outcome", outcome)
			.register(registry)
			.increment());
	}

	private void tell(Consumer<MeterRegistry> news) {
		synchronized (this.registries) {
			if (this.registries.isEmpty()) {
				this.untold.add(news);
			}
			this.registries.forEach(news);
		}
	}

}
