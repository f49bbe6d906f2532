package io.ossmc.autoconfigure.emulator;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.ossmc.ModelLease;
import io.ossmc.OssModel;
import io.ossmc.OssModelConnector;
import io.ossmc.autoconfigure.TestApplication;
import io.ossmc.autoconfigure.WebClient;
import io.ossmc.emulator.OssEmulator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.awaitility.Awaitility.await;

/** A whole application: emulator, connector, web server. */
@ExtendWith(OutputCaptureExtension.class)
class EmbeddedEmulatorTests {

	private static final int SIZE = 4 << 20;

	@TempDir
	private Path folder;

	@Test
	void servesItsOwnModels(CapturedOutput output) {
		try (ConfigurableApplicationContext context = start(
				(emulator) -> emulator.bucket("models").put("minilm/config.json", "{}".getBytes()))) {
			OssModel model = context.getBean(OssModelConnector.class).model("minilm").await(Duration.ofSeconds(20));
			try (ModelLease lease = model.lease()) {
				assertThat(lease.path("config.json")).hasContent("{}");
			}
		}
		assertThat(output).contains("the embedded emulator, as ossmc.emulator.enabled is true");
	}

	@Test
	void servesAFolder() throws Exception {
		Files.createDirectories(this.folder.resolve("buckets/models/minilm"));
		Files.writeString(this.folder.resolve("buckets/models/minilm/a b+c.txt"), "hello");
		try (ConfigurableApplicationContext context = start((emulator) -> {
		}, "ossmc.emulator.directory=" + this.folder.resolve("buckets"))) {
			try (ModelLease lease = context.getBean(OssModelConnector.class).model("minilm").lease()) {
				assertThat(lease.path("a b+c.txt")).hasContent("hello");
			}
		}
	}

	@Test
	void trafficWaitsForTheModelAndProgressGrows() {
		OssEmulator[] emulators = new OssEmulator[1];
		try (ConfigurableApplicationContext context = start((emulator) -> {
			emulators[0] = emulator;
			emulator.bucket("models").putSynthetic("minilm/model.bin", SIZE, 7);
			emulator.bandwidth(SIZE / 2);
		}, "ossmc.fetch.part-size=256KB")) {
			WebClient web = WebClient.of(context);
			assertThat(web.status("/actuator/health/readiness")).isEqualTo(503);
			assertThat(web.status("/actuator/health/liveness")).isEqualTo(200);
			List<Long> seen = new ArrayList<>();
			await().pollInterval(Duration.ofMillis(50)).until(() -> {
				seen.add(context.getBean(OssModelConnector.class).model("minilm").progress().fetchedBytes());
				return seen.getLast() > 0 && seen.getLast() < SIZE;
			});
			assertThat(web.get("/actuator/ossmc/minilm").body()).contains("\"state\":\"FETCHING\"");
			emulators[0].bandwidth(0);
			List<Integer> statuses = new ArrayList<>();
			await().pollInterval(Duration.ofMillis(50)).atMost(Duration.ofSeconds(30)).until(() -> {
				statuses.add(web.status("/actuator/health/readiness"));
				return statuses.getLast() == 200;
			});
			assertThat(web.get("/actuator/ossmc").body()).contains("\"state\":\"READY\"")
				.contains("\"totalBytes\":" + SIZE + ",\"fetchedBytes\":" + SIZE);
		}
	}

	@Test
	void anEvictionOverHttpFreesTheModelAndLeavesTrafficAlone() {
		try (ConfigurableApplicationContext context = start(
				(emulator) -> emulator.bucket("models").put("minilm/config.json", "{}".getBytes()),
				"management.endpoint.ossmc.access=unrestricted")) {
			OssModel model = context.getBean(OssModelConnector.class).model("minilm").await(Duration.ofSeconds(20));
			WebClient web = WebClient.of(context);
			ModelLease lease = model.lease();
			assertThat(web.send("DELETE", "/actuator/ossmc/minilm").statusCode()).isEqualTo(409);
			lease.close();
			assertThat(web.send("DELETE", "/actuator/ossmc/minilm").statusCode()).isEqualTo(204);
			assertThat(web.get("/actuator/ossmc/minilm").body()).contains("\"state\":\"ABSENT\"");
			assertThat(web.status("/actuator/health/readiness")).isEqualTo(200);
			assertThat(web.send("POST", "/actuator/ossmc/minilm").statusCode()).isEqualTo(202);
			model.await(Duration.ofSeconds(20));
			assertThat(web.get("/actuator/ossmc/minilm").body()).contains("\"state\":\"READY\"");
		}
	}

	@Test
	void metersCountWhatWasFetched() {
		try (ConfigurableApplicationContext context = start(
				(emulator) -> emulator.bucket("models").put("minilm/config.json", "{}".getBytes()))) {
			context.getBean(OssModelConnector.class).model("minilm").await(Duration.ofSeconds(20));
			WebClient web = WebClient.of(context);
			assertThat(web.get("/actuator/metrics/ossmc.fetch.bytes").body()).contains("\"value\":2.0");
			assertThat(web.get("/actuator/metrics/ossmc.model.state?tag=model:minilm&tag=state:ready").body())
				.contains("\"value\":1.0");
			await().untilAsserted(() -> assertThat(
					web.get("/actuator/metrics/ossmc.model.prepare?tag=model:minilm&tag=outcome:success").body())
				.contains("{\"statistic\":\"COUNT\",\"value\":1.0}"));
		}
	}

	@Test
	void endsWithinSecondsInTheMiddleOfAFetch() {
		ConfigurableApplicationContext context = start((emulator) -> {
			emulator.bucket("models").putSynthetic("minilm/model.bin", SIZE, 7);
			emulator.bandwidth(SIZE / 100);
		});
		await().until(() -> context.getBean(OssModelConnector.class).stats().fetch().connections() > 0);
		long begin = System.nanoTime();
		context.close();
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
	}

	@Test
	void aFailFastModelThatIsNotThereFailsTheStartWithASentence(CapturedOutput output) {
		assertThatException()
			.isThrownBy(() -> start((emulator) -> emulator.bucket("models"), "ossmc.prepare.minilm.fail-fast=true"));
		assertThat(output).contains("APPLICATION FAILED TO START", "oss://models/minilm/").contains("Action:");
	}

	@Test
	void aFailFastModelIsReadyBeforeTheWebServerStarts() {
		try (ConfigurableApplicationContext context = start(
				(emulator) -> emulator.bucket("models").put("minilm/config.json", "{}".getBytes()),
				"ossmc.prepare.minilm.fail-fast=true")) {
			assertThat(WebClient.of(context).status("/actuator/health/readiness")).isEqualTo(200);
		}
	}

	@Test
	void closingTheContextEndsAStartThatWaitsForAFailFastModel() throws Exception {
		CompletableFuture<ConfigurableApplicationContext> starting = new CompletableFuture<>();
		CompletableFuture<OssEmulator> asked = new CompletableFuture<>();
		CompletableFuture<Void> start = CompletableFuture.runAsync(() -> start((emulator) -> {
			emulator.bucket("models").putSynthetic("minilm/model.bin", SIZE, 7);
			emulator.bandwidth(SIZE / 100);
			asked.complete(emulator);
		}, starting::complete, "ossmc.prepare.minilm.fail-fast=true"));
		ConfigurableApplicationContext context = starting.get(20, TimeUnit.SECONDS);
		OssEmulator emulator = asked.get(20, TimeUnit.SECONDS);
		await().until(() -> emulator.requests().stream().anyMatch((request) -> request.range().isPresent()));
		CompletableFuture<Void> close = CompletableFuture.runAsync(context::close);
		assertThat(close).succeedsWithin(Duration.ofSeconds(5));
		assertThat(start).failsWithin(Duration.ofSeconds(5));
	}

	@Test
	void saysThatTheFolderIsNotThere(CapturedOutput output) {
		assertThatException().isThrownBy(() -> start((emulator) -> {
		}, "ossmc.emulator.directory=" + this.folder.resolve("nowhere")));
		assertThat(output).contains("nowhere, which is no directory", "Create it with one sub-folder for each bucket");
	}

	@Test
	void acceptsNoOtherKey() {
		try (ConfigurableApplicationContext context = start((emulator) -> {
		})) {
			WebClient web = new WebClient(context.getBean(OssEmulator.class).port());
			HttpResponse<String> anonymous = web.get("/models/minilm/config.json");
			assertThat(anonymous.statusCode()).isEqualTo(403);
		}
	}

	private ConfigurableApplicationContext start(OssmcEmulatorCustomizer customizer, String... properties) {
		return start(customizer, (context) -> {
		}, properties);
	}

	private ConfigurableApplicationContext start(OssmcEmulatorCustomizer customizer,
			Consumer<ConfigurableApplicationContext> started, String... properties) {
		List<String> all = new ArrayList<>(
				List.of("ossmc.emulator.enabled=true", "ossmc.cache.root=" + this.folder.resolve("root"),
						"ossmc.cache.max-size=64MB", "ossmc.prepare.minilm.uri=oss://models/minilm"));
		all.addAll(List.of(properties));
		return TestApplication.start((context) -> {
			context.registerBean(OssmcEmulatorCustomizer.class, () -> customizer);
			started.accept(context);
		}, all.toArray(String[]::new));
	}

}
