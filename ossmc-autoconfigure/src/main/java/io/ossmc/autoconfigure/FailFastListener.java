package io.ossmc.autoconfigure;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

import io.ossmc.OssModelConnector;
import io.ossmc.OssModelException;
import io.ossmc.spi.OssModelListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Ends an application that runs already when a model with {@code fail-fast=true} fails
 * before it was ever ready: a lazy one on its first use, or one registered by code. Until
 * the application is ready, {@link OssmcLifecycle} and the callers see to it.
 * <p>
 * The application is its context. The process is not ours to end: it may be a servlet
 * container, or a run of tests. Whoever wants an exit code listens to the
 * {@link org.springframework.boot.ExitCodeEvent}, which has 1.
 */
final class FailFastListener implements OssModelListener, ApplicationListener<ApplicationReadyEvent> {

	private static final Logger logger = LoggerFactory.getLogger("io.ossmc");

	private static final int FAILED = 1;

	private final ConfigurableApplicationContext context;

	private final ObjectProvider<OssModelConnector> connector;

	private final AtomicBoolean armed = new AtomicBoolean();

	FailFastListener(ConfigurableApplicationContext context, ObjectProvider<OssModelConnector> connector) {
		this.context = context;
		this.connector = connector;
	}

	@Override
	public void onApplicationEvent(ApplicationReadyEvent event) {
		if (event.getApplicationContext() == this.context) {
			this.armed.set(true);
		}
	}

	@Override
	public void prepared(String model, long bytes, Duration duration, @Nullable OssModelException error) {
		judge(model, error);
	}

	@Override
	public void loaded(String model, Duration duration, @Nullable OssModelException error) {
		judge(model, error);
	}

	private void judge(String model, @Nullable OssModelException error) {
		if (error != null && this.armed.get() && endsApplication(model) && this.armed.compareAndSet(true, false)) {
			logger.atError()
				.addKeyValue("model", model)
				.log("The model \"{}\" has fail-fast=true, so this application ends. {}", model, error.getMessage());
			Thread.ofPlatform().name("ossmc-fail-fast").start(() -> SpringApplication.exit(this.context, () -> FAILED));
		}
	}

	private boolean endsApplication(String name) {
		return this.connector.stream()
			.flatMap((each) -> each.models().stream())
			.anyMatch((model) -> model.name().equals(name) && model.spec().failFast() && !model.progress().serving());
	}

}
