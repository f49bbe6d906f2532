package io.ossmc.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;

import io.ossmc.ModelMode;
import io.ossmc.OssModel;
import io.ossmc.OssModelConnector;
import io.ossmc.OssModelException;

import org.springframework.context.SmartLifecycle;

/**
 * Starts the connector before the web server and stops it after. The start does not wait
 * for models, except for eager ones whose failure is to end the application: their
 * exception fails the start.
 */
public final class OssmcLifecycle implements SmartLifecycle {

	/** Below the phase in which Boot starts the web server. */
	public static final int PHASE = DEFAULT_PHASE - 2 * 2048;

	private final OssModelConnector connector;

	private final Duration shutdownTimeout;

	private volatile boolean running;

	OssmcLifecycle(OssModelConnector connector, Duration shutdownTimeout) {
		this.connector = connector;
		this.shutdownTimeout = shutdownTimeout;
	}

	@Override
	public void start() {
		this.connector.start();
		this.running = true;
		List<OssModel> failFast = this.connector.models()
			.stream()
			.filter((model) -> model.spec().failFast() && model.spec().mode() == ModelMode.EAGER)
			.toList();
		if (!failFast.isEmpty()) {
			await(failFast);
		}
	}

	/**
	 * Waits without a time limit, in the thread state that lets the context be closed
	 * meanwhile.
	 */
	private static void await(List<OssModel> models) {
		try {
			FirstService.ofAll(models).get();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while waiting for models with fail-fast=true", ex);
		}
		catch (ExecutionException ex) {
			throw (ex.getCause() instanceof OssModelException failure) ? failure
					: new IllegalStateException("A model with fail-fast=true failed", ex);
		}
	}

	@Override
	public void stop() {
		this.running = false;
		this.connector.stop(this.shutdownTimeout);
	}

	@Override
	public void stop(Runnable callback) {
		Thread.ofVirtual().name("ossmc-stop").start(() -> {
			try {
				stop();
			}
			finally {
				callback.run();
			}
		});
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
