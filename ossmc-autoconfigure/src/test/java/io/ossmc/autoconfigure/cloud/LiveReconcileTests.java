package io.ossmc.autoconfigure.cloud;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import io.ossmc.ModelLease;
import io.ossmc.ModelMode;
import io.ossmc.ModelSpec;
import io.ossmc.ModelState;
import io.ossmc.OssModel;
import io.ossmc.OssModelConnector;
import io.ossmc.autoconfigure.OssModelConnectorBuilderCustomizer;
import io.ossmc.autoconfigure.TestApplication;
import io.ossmc.autoconfigure.WebClient;
import io.ossmc.autoconfigure.emulator.OssmcEmulatorCustomizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.cloud.context.environment.EnvironmentChangeEvent;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A whole application, with models that come and go while it runs. */
class LiveReconcileTests {

	@TempDir
	private Path folder;

	private final Map<String, Object> nacos = new HashMap<>(Map.of("ossmc.prepare.one.uri", "oss://models/one/"));

	@Test
	void modelsComeChangeAndGoAndTrafficGoesOn() {
		try (ConfigurableApplicationContext context = start()) {
			OssModelConnector connector = context.getBean(OssModelConnector.class);
			connector.prepare(ModelSpec.builder("by-code", "oss://models/one/").mode(ModelMode.LAZY).build());
			OssModel one = connector.model("one").await(Duration.ofSeconds(20));
			WebClient web = WebClient.of(context);
			await().until(() -> web.status("/actuator/health/readiness") == 200);

			change(context, "ossmc.prepare.broken.uri", "oss://models/nowhere/");
			change(context, "ossmc.prepare.two.uri", "oss://models/two/");
			assertThat(web.status("/actuator/health/readiness")).isEqualTo(200);
			connector.model("two").await(Duration.ofSeconds(20));
			await().until(() -> web.get("/actuator/ossmc/broken").body().contains("\"FAILED\""));
			assertThat(web.status("/actuator/health/readiness")).isEqualTo(200);
			assertThat(web.get("/actuator/metrics/ossmc.model.state?tag=model:two&tag=state:ready").body())
				.contains("\"value\":1.0");
			assertThat(connector.models()).extracting(OssModel::name)
				.containsExactlyInAnyOrder("one", "two", "broken", "of-customizer", "by-code");

			change(context, "ossmc.prepare.one.uri", "oss://models/two/");
			assertThat(connector.model("one")).isSameAs(one);
			await().untilAsserted(() -> {
				try (ModelLease lease = one.lease()) {
					assertThat(lease.path("config.json")).hasContent("{\"two\":2}");
				}
			});

			this.nacos.remove("ossmc.prepare.broken.uri");
			change(context, "ossmc.prepare.two.uri", null);
			assertThat(connector.models()).extracting(OssModel::name)
				.containsExactlyInAnyOrder("one", "of-customizer", "by-code");
			assertThat(web.status("/actuator/ossmc/two")).isEqualTo(404);
			assertThat(web.status("/actuator/metrics/ossmc.model.state?tag=model:two")).isEqualTo(404);
			assertThat(web.get("/actuator/health/readiness").statusCode()).isEqualTo(200);
		}
	}

	/** An eager model that was unloaded by hand stays so when something else changes. */
	@Test
	void aChangeOfSomethingElseDisturbsNobody() {
		try (ConfigurableApplicationContext context = start()) {
			OssModelConnector connector = context.getBean(OssModelConnector.class);
			OssModel one = connector.model("one").await(Duration.ofSeconds(20));
			assertThat(one.evict()).isTrue();
			change(context, "something.else", "x");
			assertThat(one.progress().state()).isEqualTo(ModelState.ABSENT);

			connector.remove("one");
			change(context, "something.else", "y");
			connector.model("one").await(Duration.ofSeconds(20));
		}
	}

	private void change(ConfigurableApplicationContext context, String key, String value) {
		if (value == null) {
			this.nacos.remove(key);
		}
		else {
			this.nacos.put(key, value);
		}
		context.publishEvent(new EnvironmentChangeEvent(context, Set.of(key)));
	}

	private ConfigurableApplicationContext start() {
		return TestApplication.start((context) -> {
			context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("nacos", this.nacos));
			context.registerBean(OssmcEmulatorCustomizer.class, () -> (emulator) -> {
				emulator.bucket("models").put("one/config.json", "{\"one\":1}".getBytes());
				emulator.bucket("models").put("two/config.json", "{\"two\":2}".getBytes());
			});
			context.registerBean(OssModelConnectorBuilderCustomizer.class, () -> (builder) -> builder
				.model(ModelSpec.builder("of-customizer", "oss://models/two/").mode(ModelMode.LAZY).build()));
		}, "ossmc.emulator.enabled=true", "ossmc.cache.root=" + this.folder.resolve("root"),
				"ossmc.cache.max-size=16MB");
	}

}
