package io.ossmc.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import io.ossmc.ModelMode;
import io.ossmc.ModelSpec;
import io.ossmc.ModelState;
import io.ossmc.OssModelConnector;
import io.ossmc.OssModelNotFoundException;
import io.ossmc.OssModelTransferException;
import org.junit.jupiter.api.Test;

import org.springframework.boot.ExitCodeEvent;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

class FailFastTests {

	private final FakeConnector connector = new FakeConnector();

	private final List<Integer> exitCodes = new CopyOnWriteArrayList<>();

	private final OssmcLifecycle lifecycle = new OssmcLifecycle(this.connector, Duration.ZERO);

	@Test
	void theStartWaitsForNobodyElse() {
		this.connector.add("slow", ModelMode.EAGER);
		this.connector.add(spec("lazy", ModelMode.LAZY));
		this.lifecycle.start();
		assertThat(this.lifecycle.isRunning()).isTrue();
	}

	@Test
	void theFirstFailureFailsTheStartWithoutWaitingForTheOthers() {
		this.connector.add(spec("slow", ModelMode.EAGER));
		FakeModel failing = this.connector.add(spec("failing", ModelMode.EAGER));
		failing.ready.completeExceptionally(new OssModelNotFoundException("No such prefix.", "Correct the URI."));
		assertThatExceptionOfType(OssModelNotFoundException.class).isThrownBy(this.lifecycle::start);
	}

	@Test
	void theStartGoesOnWhenAllAreReady() {
		FakeModel model = this.connector.add(spec("one", ModelMode.EAGER));
		CompletableFuture<Void> start = CompletableFuture.runAsync(this.lifecycle::start);
		await().until(() -> model.asked == 1);
		assertThat(start).isNotDone();
		model.become(ModelState.READY);
		model.ready.complete(model);
		assertThat(start).succeedsWithin(Duration.ofSeconds(10));
	}

	@Test
	void closingTheContextEndsTheWait() throws InterruptedException {
		FakeModel model = this.connector.add(spec("never", ModelMode.EAGER));
		CountDownLatch ended = new CountDownLatch(1);
		Thread main = Thread.ofPlatform().start(() -> {
			assertThatIllegalStateException().isThrownBy(this.lifecycle::start).withMessageContaining("fail-fast");
			ended.countDown();
		});
		await().until(() -> model.asked == 1 && main.getState() == Thread.State.WAITING);
		main.interrupt();
		ended.await();
	}

	@Test
	void aLazyModelsFirstFailureEndsARunningApplication() {
		GenericApplicationContext context = context();
		FailFastListener listener = listener(context);
		this.connector.add(spec("lazy", ModelMode.LAZY));
		listener.prepared("lazy", 0, Duration.ZERO, failure());
		listener.onApplicationEvent(readyEvent(context));
		listener.prepared("other", 0, Duration.ZERO, failure());
		listener.prepared("lazy", 0, Duration.ZERO, null);
		assertThat(context.isActive()).isTrue();
		listener.prepared("lazy", 0, Duration.ZERO, failure());
		await().until(() -> !context.isActive());
		assertThat(this.exitCodes).containsExactly(1);
	}

	@Test
	void aFailureAfterTheModelWasReadyEndsNothing() {
		GenericApplicationContext context = context();
		FailFastListener listener = listener(context);
		listener.onApplicationEvent(readyEvent(context));
		FakeModel model = this.connector.add(spec("lazy", ModelMode.LAZY));
		model.become(ModelState.READY);
		model.become(ModelState.FAILED);
		listener.prepared("lazy", 0, Duration.ZERO, failure());
		assertThat(context.isActive()).isTrue();
		assertThat(Thread.getAllStackTraces().keySet()).noneMatch((each) -> each.getName().equals("ossmc-fail-fast"));
		context.close();
	}

	private GenericApplicationContext context() {
		GenericApplicationContext context = new GenericApplicationContext();
		context.registerBean(OssModelConnector.class, () -> this.connector);
		context.addApplicationListener(
				(ApplicationListener<ExitCodeEvent>) (event) -> this.exitCodes.add(event.getExitCode()));
		context.refresh();
		return context;
	}

	private static FailFastListener listener(ConfigurableApplicationContext context) {
		return new FailFastListener(context, context.getBeanProvider(OssModelConnector.class));
	}

	private static ApplicationReadyEvent readyEvent(ConfigurableApplicationContext context) {
		return new ApplicationReadyEvent(new SpringApplication(), new String[0], context, Duration.ZERO);
	}

	private static OssModelTransferException failure() {
		return new OssModelTransferException("It broke.", "Mend it.");
	}

	private static ModelSpec spec(String name, ModelMode mode) {
		return ModelSpec.builder(name, "oss://bkt/" + name + "/").mode(mode).failFast(true).include(List.of()).build();
	}

}
