package io.ossmc.autoconfigure.event;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import io.ossmc.OssModelConnector;
import io.ossmc.OssModelTransferException;
import io.ossmc.autoconfigure.TestApplication;
import io.ossmc.autoconfigure.emulator.OssmcEmulatorCustomizer;
import io.ossmc.spi.OssModelListener.EvictionCause;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Methods with {@code @EventListener} hear of models. */
class ModelEventTests {

	@TempDir
	private Path folder;

	@Test
	void listenersHearOfAModelThatCameWentAndCameAgain() {
		try (ConfigurableApplicationContext context = start(Listener.class)) {
			Listener listener = context.getBean(Listener.class);
			await().until(() -> !listener.ready.isEmpty());
			assertThat(listener.ready.getFirst()).satisfies((event) -> {
				assertThat(event.model()).isEqualTo("minilm");
				assertThat(event.bytes()).isEqualTo(2);
				assertThat(event.duration()).isPositive();
			});
			assertThat(context.getBean(OssModelConnector.class).model("minilm").evict()).isTrue();
			assertThat(listener.all).last().isEqualTo(new OssmcModelEvictedEvent("minilm", EvictionCause.EXPLICIT, 2));
			context.getBean(OssModelConnector.class).model("minilm").await();
			await().until(() -> listener.ready.size() == 2);
		}
	}

	@Test
	void listenersHearOfAFailureWithItsSentences() {
		try (ConfigurableApplicationContext context = start(Listener.class,
				"ossmc.prepare.minilm.uri=oss://models/nowhere/")) {
			Listener listener = context.getBean(Listener.class);
			await().until(() -> listener.all.stream().anyMatch(OssmcModelFailedEvent.class::isInstance));
			OssmcModelFailedEvent failed = (OssmcModelFailedEvent) listener.all.getFirst();
			assertThat(failed.model()).isEqualTo("minilm");
			assertThat(failed.error().getMessage()).contains("oss://models/nowhere/");
		}
	}

	/** The connector's thread must not look for beans while one of them waits for it. */
	@Test
	void aBeanMethodMayWaitForAModelAndListenersHearOfItLater() {
		try (ConfigurableApplicationContext context = start(Waiting.class)) {
			List<OssmcModelEvent> heard = context.getBean(Waiting.class).heard;
			await().until(() -> !heard.isEmpty());
			assertThat(heard.getFirst()).isInstanceOf(OssmcModelReadyEvent.class);
		}
	}

	@Test
	void everyKindOfEventIsPublishedInOrderAndObjectsAreNoModels() {
		Listener listener;
		ModelEventPublisher publisher;
		try (ConfigurableApplicationContext context = start(Listener.class, "ossmc.prepare.minilm.mode=lazy")) {
			listener = context.getBean(Listener.class);
			publisher = context.getBean(ModelEventPublisher.class);
			OssModelTransferException error = new OssModelTransferException("It broke.", "Mend it.");
			publisher.prepared("m", 5, Duration.ofSeconds(1), null);
			publisher.prepared("m", 0, Duration.ofSeconds(1), error);
			publisher.refreshed("m", "v1", "v2");
			publisher.refreshFailed("m", "v2", error);
			publisher.loaded("m", Duration.ofSeconds(2), null);
			publisher.loaded("m", Duration.ofSeconds(2), error);
			publisher.evicted("oss://models/one.bin", EvictionCause.CAPACITY, 5);
			publisher.evicted("m", EvictionCause.EXPIRED, 5);
			assertThat(listener.all).containsExactly(new OssmcModelReadyEvent("m", 5, Duration.ofSeconds(1)),
					new OssmcModelFailedEvent("m", error, Duration.ofSeconds(1)),
					new OssmcModelRefreshedEvent("m", "v1", "v2"), new OssmcModelRefreshFailedEvent("m", "v2", error),
					new OssmcModelLoadedEvent("m", Duration.ofSeconds(2)),
					new OssmcModelLoadFailedEvent("m", error, Duration.ofSeconds(2)),
					new OssmcModelEvictedEvent("m", EvictionCause.EXPIRED, 5));
		}
		publisher.refreshed("m", "v2", "v3");
		assertThat(listener.all).as("after the end").hasSize(7);
	}

	private ConfigurableApplicationContext start(Class<?> listener, String... properties) {
		String[] all = { "ossmc.emulator.enabled=true", "ossmc.cache.root=" + this.folder.resolve("root"),
				"ossmc.cache.max-size=16MB", "ossmc.prepare.minilm.uri=oss://models/minilm/" };
		return TestApplication.start((context) -> {
			context.registerBean(OssmcEmulatorCustomizer.class,
					() -> (emulator) -> emulator.bucket("models").put("minilm/config.json", "{}".getBytes()));
			context.registerBean(listener);
		}, Stream.of(all, properties).flatMap(Arrays::stream).toArray(String[]::new));
	}

	static class Listener {

		final List<OssmcModelEvent> all = new CopyOnWriteArrayList<>();

		final List<OssmcModelReadyEvent> ready = new CopyOnWriteArrayList<>();

		@EventListener
		void any(OssmcModelEvent event) {
			this.all.add(event);
		}

		@EventListener
		void ready(OssmcModelReadyEvent event) {
			this.ready.add(event);
		}

	}

	static class Waiting {

		final List<OssmcModelEvent> heard = new CopyOnWriteArrayList<>();

		Waiting(OssModelConnector connector) {
			connector.model("minilm").await(Duration.ofSeconds(20));
		}

		@EventListener
		void any(OssmcModelEvent event) {
			this.heard.add(event);
		}

	}

}
