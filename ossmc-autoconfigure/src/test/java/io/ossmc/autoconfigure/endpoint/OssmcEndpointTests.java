package io.ossmc.autoconfigure.endpoint;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

import io.ossmc.ModelMode;
import io.ossmc.ModelSpec;
import io.ossmc.ModelState;
import io.ossmc.OssModelConnector;
import io.ossmc.autoconfigure.FakeConnector;
import io.ossmc.autoconfigure.FakeModel;
import io.ossmc.autoconfigure.TestApplication;
import io.ossmc.autoconfigure.WebClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.skyscreamer.jsonassert.JSONAssert;
import org.skyscreamer.jsonassert.JSONCompareMode;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/** The endpoint's JSON is a contract: fields may be added here, never renamed. */
class OssmcEndpointTests {

	private static final String READY = """
			{"uri":"oss://bucket/minilm/","path":"/models/minilm","mode":"EAGER","state":"READY","version":"abc",
			 "verified":true,"totalBytes":200,"fetchedBytes":200,"bytesPerSecond":25,
			 "startedAt":"2026-11-21T08:00:00Z","readyAt":"2026-11-21T08:00:01.500Z","etaSeconds":0,"leases":2,
			 "failures":0,"nextAttemptAt":null,"error":null,"waitingFor":null,"phases":{"list":"PT0.012S"},"load":null,"next":null,
			 "expireAfterAccess":null,"refreshInterval":null,
			 "files":[{"name":"model.onnx","bytes":200,"fetchedBytes":50,"state":"READY","etag":"E7"}]}""";

	private static final String FAILED = """
			{"uri":"oss://bucket/Qwen2.5-72B/","path":"/models/Qwen2.5-72B","mode":"LAZY","state":"FAILED",
			 "version":"abc","verified":false,"totalBytes":200,"fetchedBytes":50,"bytesPerSecond":25,
			 "startedAt":"2026-11-21T08:00:00Z","readyAt":null,"etaSeconds":2,"leases":2,"failures":1,
			 "nextAttemptAt":"2026-11-21T08:00:01Z","error":"It went wrong. Do something.","waitingFor":"2.00 MiB of memory",
			 "phases":{"list":"PT0.012S"},"load":null,"next":null,"expireAfterAccess":"PT1H","refreshInterval":"PT10M",
			 "files":[{"name":"model.onnx","bytes":200,"fetchedBytes":50,"state":"FAILED","etag":"E7"}]}""";

	private static final String FIGURES = """
			"cache":{"root":"/dev/shm/ossmc-0","pages":"4KiB","maxBytes":1000,"usedBytes":300,"lingeringBytes":20,
			 "retainedBytes":10,"entries":3,"leased":1,"hits":7,"misses":2,"evictions":4,"evictedBytes":400},
			"fetch":{"connections":5,"bytes":12345,"requests":12,"retries":2,"throttled":1,"crcMismatches":0,
			 "bytesPerSecond":99,"paused":0}""";

	private final FakeConnector connector = new FakeConnector();

	@ParameterizedTest
	@ValueSource(strings = { "spring.jackson.datatype.datetime.write-durations-as-timestamps=true",
			"management.endpoints.jackson.isolated-json-mapper=false" })
	void showsEverythingWhateverTheJsonSettingsAre(String jsonSetting) throws Exception {
		models();
		try (ConfigurableApplicationContext context = start(jsonSetting,
				"spring.jackson.default-property-inclusion=non_empty")) {
			WebClient web = WebClient.of(context);
			assertJson(web.get("/actuator/ossmc"),
					"{\"models\":{\"minilm\":" + READY + ",\"Qwen2.5-72B\":" + FAILED + "}," + FIGURES + "}");
			assertJson(web.get("/actuator/ossmc/minilm"), READY);
			assertJson(web.get("/actuator/ossmc/Qwen2.5-72B"), FAILED);
			assertThat(web.status("/actuator/ossmc/nobody")).isEqualTo(404);
		}
	}

	@Test
	void oneModelThatIsFetchedShowsHowThePartsOfItsLargeFilesFill() throws Exception {
		FakeModel model = models();
		try (ConfigurableApplicationContext context = start()) {
			WebClient web = WebClient.of(context);
			assertThat(web.get("/actuator/ossmc/minilm").body()).as("ready").doesNotContain("\"parts\"");
			model.state = ModelState.FETCHING;
			assertThat(web.get("/actuator/ossmc").body()).as("all models").doesNotContain("\"parts\"");
			JSONAssert.assertEquals("""
					{"parts":{"model.onnx":{"bytes":262144,"cellBytes":65536,"partBytes":131072,"connections":1,
					 "filled":"9940","marks":"..c."}}}""", web.get("/actuator/ossmc/minilm").body(),
					JSONCompareMode.LENIENT);
		}
	}

	@Test
	void isEmptyWithoutModels() throws Exception {
		try (ConfigurableApplicationContext context = start()) {
			assertJson(WebClient.of(context).get("/actuator/ossmc"), "{\"models\":{}," + FIGURES + "}");
		}
	}

	@Test
	void onlyReadsUnlessAccessIsUnrestricted() {
		FakeModel model = models();
		try (ConfigurableApplicationContext context = start()) {
			WebClient web = WebClient.of(context);
			assertThat(web.send("POST", "/actuator/ossmc/minilm").statusCode()).isEqualTo(405);
			assertThat(web.send("DELETE", "/actuator/ossmc/minilm").statusCode()).isEqualTo(405);
			assertThat(model.asked).isZero();
			assertThat(model.state).isEqualTo(ModelState.READY);
		}
	}

	@Test
	void fetchesAndEvictsWithUnrestrictedAccess() {
		FakeModel model = models();
		try (ConfigurableApplicationContext context = start("management.endpoint.ossmc.access=unrestricted")) {
			WebClient web = WebClient.of(context);
			assertThat(web.send("POST", "/actuator/ossmc/minilm").statusCode()).isEqualTo(202);
			assertThat(model.asked).isOne();

			model.leased = true;
			HttpResponse<String> conflict = web.send("DELETE", "/actuator/ossmc/minilm");
			assertThat(conflict.statusCode()).isEqualTo(409);
			assertThat(conflict.body()).contains("in use");

			model.leased = false;
			assertThat(web.send("DELETE", "/actuator/ossmc/minilm").statusCode()).isEqualTo(204);
			assertThat(model.state).isEqualTo(ModelState.ABSENT);

			assertThat(web.send("POST", "/actuator/ossmc/nobody").statusCode()).isEqualTo(404);
			assertThat(web.send("DELETE", "/actuator/ossmc/nobody").statusCode()).isEqualTo(404);
			assertThat(web.status("/actuator/ossmc/minilm")).isEqualTo(200);
		}
	}

	@Test
	void aLazyModelIsFetchedAndEvictedLikeAnyOther() {
		FakeModel lazy = this.connector.add("lazy", ModelMode.LAZY);
		try (ConfigurableApplicationContext context = start("management.endpoint.ossmc.access=unrestricted")) {
			WebClient web = WebClient.of(context);
			assertThat(web.send("POST", "/actuator/ossmc/lazy").statusCode()).isEqualTo(202);
			assertThat(lazy.asked).isOne();
			assertThat(web.send("DELETE", "/actuator/ossmc/lazy").statusCode()).isEqualTo(204);
			assertThat(web.send("DELETE", "/actuator/ossmc/lazy").statusCode()).as("absent already").isEqualTo(204);
		}
	}

	@ParameterizedTest
	@CsvSource({ "read_only, GET|HEAD|OPTIONS", "unrestricted, DELETE|GET|HEAD|OPTIONS|POST" })
	void saysWhatMayBeDone(String access, String methods) {
		models();
		try (ConfigurableApplicationContext context = start("management.endpoint.ossmc.access=" + access)) {
			HttpResponse<String> answer = WebClient.of(context).send("OPTIONS", "/actuator/ossmc/minilm");
			assertThat(answer.statusCode()).isEqualTo(200);
			assertThat(answer.headers().allValues("Allow")).flatMap((value) -> List.of(value.split(", *")))
				.containsExactlyInAnyOrder(methods.split("\\|"));
		}
	}

	@Test
	void showsModelsThatComeAndHidesThoseThatGo() {
		FakeModel before = this.connector.add("before", ModelMode.LAZY);
		try (ConfigurableApplicationContext context = start("management.endpoint.health.show-details=always")) {
			WebClient web = WebClient.of(context);
			this.connector.reconcile(List.of(ModelSpec.builder("after", "oss://bucket/after/").build()));
			assertThat(this.connector.models).doesNotContain(before);
			assertThat(web.get("/actuator/ossmc").body()).contains("\"after\":").doesNotContain("\"before\":");
			assertThat(web.status("/actuator/ossmc/before")).isEqualTo(404);
			assertThat(web.get("/actuator/health").body()).contains("\"after\":").doesNotContain("\"before\":");
		}
	}

	@Test
	void isNotThereWithAccessNone() {
		try (ConfigurableApplicationContext context = start("management.endpoint.ossmc.access=none")) {
			assertThat(WebClient.of(context).status("/actuator/ossmc")).isEqualTo(404);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "never", "always" })
	void otherEndpointsShowNoSecret(String show) {
		try (ConfigurableApplicationContext context = start("ossmc.credentials.access-key-id=LTAIid",
				"ossmc.credentials.access-key-secret=s3cret", "ossmc.credentials.security-token=t0ken",
				"ossmc.buckets.b.credentials.access-key-id=LTAIid",
				"ossmc.buckets.b.credentials.access-key-secret=s3cret", "alibaba.cloud.secret-key=s3cret",
				"OSS_ACCESS_KEY_SECRET=s3cret", "OSS_SESSION_TOKEN=t0ken",
				"ossmc.fetch.proxy=http://LTAIid:s3cret/t0ken@node:4001", "management.endpoint.env.show-values=" + show,
				"management.endpoint.configprops.show-values=" + show)) {
			WebClient web = WebClient.of(context);
			for (String path : new String[] { "/actuator/env", "/actuator/configprops", "/actuator/ossmc",
					"/actuator/beans", "/actuator/conditions", "/actuator/env/ossmc.credentials.access-key-secret",
					"/actuator/env/ossmc.fetch.proxy" }) {
				assertThat(web.get(path).body()).as(path).isNotEmpty().doesNotContain("s3cret", "LTAIid", "t0ken");
			}
			assertThat(web.get("/actuator/configprops").body()).contains("OssmcProperties");
			for (String path : List.of("/actuator/env/ossmc.fetch.proxy", "/actuator/configprops")) {
				assertThat(web.get(path).body().contains("http://******@node:4001")).as(path)
					.isEqualTo(show.equals("always"));
			}
		}
	}

	private FakeModel models() {
		FakeModel ready = this.connector.add("minilm", ModelMode.EAGER);
		ready.become(ModelState.READY);
		this.connector
			.add(ModelSpec.builder("Qwen2.5-72B", "oss://bucket/Qwen2.5-72B/")
				.mode(ModelMode.LAZY)
				.expireAfterAccess(Duration.ofHours(1))
				.refreshInterval(Duration.ofMinutes(10))
				.build())
			.become(ModelState.FAILED);
		return ready;
	}

	private ConfigurableApplicationContext start(String... properties) {
		return TestApplication.start((context) -> context.registerBean(OssModelConnector.class, () -> this.connector),
				properties);
	}

	private static void assertJson(HttpResponse<String> response, String expected) throws Exception {
		assertThat(response.statusCode()).isEqualTo(200);
		JSONAssert.assertEquals(expected, response.body(), JSONCompareMode.STRICT);
	}

}
