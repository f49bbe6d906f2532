package io.ossmc.connector;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.ossmc.LoadedModel;
import io.ossmc.ModelMode;
import io.ossmc.ModelProgress;
import io.ossmc.ModelProgress.LoadState;
import io.ossmc.ModelSpec;
import io.ossmc.OssModel;
import io.ossmc.OssModelConnector;
import io.ossmc.OssModelException;
import io.ossmc.OssModelLoadException;
import io.ossmc.emulator.Reaction;
import io.ossmc.spi.OssModelListener;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/** What is shown and told of loaders, and of those who wait. */
@Timeout(60)
class LoadingTests {

	private static final ModelSpec EAGER = ModelSpec.builder("model", Oss.uri("model/")).build();

	private static final ModelSpec LAZY = ModelSpec.builder("model", Oss.uri("model/")).mode(ModelMode.LAZY).build();

	@RegisterExtension
	final Oss oss = new Oss();

	@TempDir
	Path directory;

	private final List<String> told = new CopyOnWriteArrayList<>();

	private OssModelConnector connector(ModelSpec spec) {
		this.oss.put("model/file", 10);
		OssModelConnector connector = this.oss.connector(this.directory).model(spec).listener(new Telling()).build();
		connector.start();
		return connector;
	}

	@Test
	void aModelFromWhichNothingIsBuiltHasNoLoad() {
		try (OssModelConnector connector = connector(EAGER)) {
			ModelProgress progress = connector.model("model").await().progress();
			assertThat(progress.load()).isNull();
			assertThat(progress.usable()).isTrue();
		}
	}

	@Test
	void aLoaderThatWorksIsShown() {
		CompletableFuture<String> built = new CompletableFuture<>();
		try (OssModelConnector connector = connector(EAGER)) {
			OssModel model = connector.model("model");
			model.load((_) -> built.join());
			model.await();
			assertThat(model.progress()).satisfies((progress) -> {
				assertThat(progress.load().state()).isEqualTo(LoadState.LOADING);
				assertThat(progress.usable()).isFalse();
				assertThat(progress.serving()).isFalse();
			});
			built.complete("built");
			await().untilAsserted(() -> assertThat(this.told).containsExactly("loaded model"));
			assertThat(model.progress()).satisfies((progress) -> {
				assertThat(progress.load().state()).isEqualTo(LoadState.LOADED);
				assertThat(progress.load().took()).isPositive();
				assertThat(progress.usable()).isTrue();
				assertThat(progress.serving()).isTrue();
			});
			assertThat(model.evict()).isTrue();
			assertThat(model.progress().load().state()).isEqualTo(LoadState.ABSENT);
		}
	}

	@Test
	void aLoaderThatFailsIsShownAndCountedAndTriedAgainAndItsTraceIsLoggedOnce() {
		ListAppender<ILoggingEvent> log = new ListAppender<>();
		Logger logger = (Logger) LoggerFactory.getLogger("io.ossmc.model");
		log.start();
		logger.addAppender(log);
		AtomicInteger calls = new AtomicInteger();
		try (OssModelConnector connector = connector(LAZY)) {
			OssModel model = connector.model("model");
			LoadedModel<String> loaded = model.load((_) -> {
				if (calls.incrementAndGet() <= 2) {
					throw new IllegalArgumentException("no such operator");
				}
				return "built";
			});
			for (int failures = 1; failures <= 2; failures++) {
				assertThatExceptionOfType(OssModelLoadException.class).isThrownBy(() -> loaded.use(String::length));
				ModelProgress progress = model.progress();
				assertThat(progress.load().state()).isEqualTo(LoadState.FAILED);
				assertThat(progress.load().failures()).isEqualTo(failures);
				assertThat(progress.load().error()).contains("no such operator");
				assertThat(progress.usable()).isFalse();
			}
			assertThat(log.list.stream().filter((event) -> event.getThrowableProxy() != null)).hasSize(1);
			assertThat(loaded.<Integer, RuntimeException>use(String::length)).isEqualTo(5);
			assertThat(model.progress().load()).satisfies((load) -> {
				assertThat(load.state()).isEqualTo(LoadState.LOADED);
				assertThat(load.failures()).isZero();
				assertThat(load.error()).isNull();
			});
			await().untilAsserted(() -> assertThat(this.told.stream().filter((each) -> each.contains("load")))
				.containsExactly("not loaded model", "not loaded model", "loaded model"));
		}
		finally {
			logger.detachAppender(log);
		}
	}

	@Test
	void whenAnEagerModelIsLoadedAgainIsKnown() {
		try (OssModelConnector connector = connector(EAGER)) {
			OssModel model = connector.model("model");
			AtomicInteger calls = new AtomicInteger();
			model.load((_) -> {
				if (calls.incrementAndGet() == 1) {
					throw new IllegalArgumentException("not yet");
				}
				return "built";
			});
			await().until(() -> model.progress().load().state() == LoadState.FAILED);
			assertThat(model.progress().load().nextAttemptAt()).isNotNull();
			await().until(() -> model.progress().load().state() == LoadState.LOADED);
			assertThat(model.progress().load().nextAttemptAt()).isNull();
		}
	}

	@Test
	void whoWaitsIsTimed() {
		this.oss.onGet((_) -> Reaction.delay(Duration.ofMillis(50)));
		try (OssModelConnector connector = connector(LAZY)) {
			OssModel model = connector.model("model");
			model.lease().close();
			assertThat(this.told).contains("waited model LEASE");
			LoadedModel<String> loaded = model.load((_) -> {
				model.whenReady().join();
				return "built";
			});
			assertThat(model.evict()).isTrue();
			assertThat(loaded.<Integer, RuntimeException>use(String::length)).isEqualTo(5);
			assertThat(this.told).contains("waited model USE");
		}
	}

	private final class Telling implements OssModelListener {

		@Override
		public void loaded(String model, Duration duration, @Nullable OssModelException error) {
			LoadingTests.this.told.add(((error == null) ? "loaded " : "not loaded ") + model);
		}

		@Override
		public void waited(String model, WaitedFor what, Duration duration) {
			LoadingTests.this.told.add("waited " + model + " " + what);
		}

	}

}
