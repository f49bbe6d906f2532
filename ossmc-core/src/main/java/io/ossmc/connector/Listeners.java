package io.ossmc.connector;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import io.ossmc.ModelState;
import io.ossmc.OssModelException;
import io.ossmc.spi.OssModelListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells all listeners; one that throws does not keep the news from the others. */
final class Listeners implements OssModelListener {

	private static final Logger log = LoggerFactory.getLogger("io.ossmc");

	private final List<OssModelListener> listeners;

	Listeners(List<OssModelListener> listeners) {
		this.listeners = List.copyOf(listeners);
	}

	@Override
	public void stateChanged(String model, ModelState from, ModelState to) {
		tell((listener) -> listener.stateChanged(model, from, to));
	}

	@Override
	public void prepared(String model, long bytes, Duration duration, @Nullable OssModelException error) {
		tell((listener) -> listener.prepared(model, bytes, duration, error));
	}

	@Override
	public void loaded(String model, Duration duration, @Nullable OssModelException error) {
		tell((listener) -> listener.loaded(model, duration, error));
	}

	@Override
	public void waited(String model, WaitedFor what, Duration duration) {
		tell((listener) -> listener.waited(model, what, duration));
	}

	@Override
	public void requestCompleted(RequestOutcome outcome, long bytes) {
		tell((listener) -> listener.requestCompleted(outcome, bytes));
	}

	@Override
	public void retried(RetryReason reason) {
		tell((listener) -> listener.retried(reason));
	}

	@Override
	public void evicted(String model, EvictionCause cause, long bytes) {
		tell((listener) -> listener.evicted(model, cause, bytes));
	}

	@Override
	public void refreshed(String model, String from, String to) {
		tell((listener) -> listener.refreshed(model, from, to));
	}

	@Override
	public void refreshFailed(String model, String version, OssModelException error) {
		tell((listener) -> listener.refreshFailed(model, version, error));
	}

	private void tell(Consumer<OssModelListener> news) {
		for (OssModelListener listener : this.listeners) {
			try {
				news.accept(listener);
			}
			catch (Throwable ex) {
				log.warn("The listener {} threw", listener.getClass().getName(), ex);
			}
		}
	}

}
