package io.ossmc.autoconfigure.event;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.ossmc.OssModelException;
import io.ossmc.spi.OssModelListener;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Publishes what the connector tells. A bean method may await a model: to look for
 * listeners at that moment would make more beans, for which the connector's thread would
 * wait, and the bean method for it. So events wait until all singletons are there.
 */
final class ModelEventPublisher implements OssModelListener, SmartInitializingSingleton {

	private final ConfigurableApplicationContext context;

	private final List<OssmcModelEvent> waiting = new ArrayList<>();

	private boolean open;

	ModelEventPublisher(ConfigurableApplicationContext context) {
		this.context = context;
	}

	@Override
	public void prepared(String model, long bytes, Duration duration, @Nullable OssModelException error) {
		publish((error == null) ? new OssmcModelReadyEvent(model, bytes, duration)
				: new OssmcModelFailedEvent(model, error, duration));
	}

	@Override
	public void loaded(String model, Duration duration, @Nullable OssModelException error) {
		publish((error == null) ? new OssmcModelLoadedEvent(model, duration)
				: new OssmcModelLoadFailedEvent(model, error, duration));
	}

	@Override
	public void refreshed(String model, String from, String to) {
		publish(new OssmcModelRefreshedEvent(model, from, to));
	}

	@Override
	public void refreshFailed(String model, String version, OssModelException error) {
		publish(new OssmcModelRefreshFailedEvent(model, version, error));
	}

	@Override
	public void evicted(String model, EvictionCause cause, long bytes) {
		// Objects that were opened by their URI are no models.
		if (!model.contains("://")) {
			publish(new OssmcModelEvictedEvent(model, cause, bytes));
		}
	}

	@Override
	public void afterSingletonsInstantiated() {
		while (true) {
			List<OssmcModelEvent> batch;
			synchronized (this.waiting) {
				batch = List.copyOf(this.waiting);
				this.waiting.clear();
				this.open = batch.isEmpty();
			}
			if (batch.isEmpty()) {
				return;
			}
			batch.forEach(this::tell);
		}
	}

	private void publish(OssmcModelEvent event) {
		synchronized (this.waiting) {
			if (!this.open) {
				this.waiting.add(event);
				return;
			}
		}
		tell(event);
	}

	private void tell(OssmcModelEvent event) {
		if (!this.context.isClosed()) {
			this.context.publishEvent(event);
		}
	}

}
