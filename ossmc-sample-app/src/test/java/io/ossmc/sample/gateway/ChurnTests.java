package io.ossmc.sample.gateway;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.ossmc.ModelState;
import io.ossmc.OssModel;
import io.ossmc.OssModelConnector;
import io.ossmc.emulator.OssEmulator;
import io.ossmc.sample.bundled.BundledModel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The gateway answers as ever while its models are refreshed, evicted and given up. An
 * engine that lost its memory in the middle of an answer would end this process.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "ossmc.prepare.e5.expire-after-access=1s")
@DirtiesContext
class ChurnTests {

	private static final List<String> MODELS = List.of("minilm", "bge");

	private static final int ROUNDS = 14;

	@Autowired
	OssModelConnector connector;

	@Autowired
	OssEmulator emulator;

	private final HttpClient client = HttpClient.newHttpClient();

	private URI gateway;

	@BeforeEach
	void awaitReadiness(@LocalServerPort int port) {
		this.gateway = URI.create("http://localhost:" + port);
		await().atMost(Duration.ofSeconds(60)).until(() -> status("/actuator/health/readiness") == 200);
	}

	@Test
	void noRequestFailsAndNoAnswerChangesWhileModelsAreRefreshedAndEvicted() throws Exception {
		Map<String, String> expected = new ConcurrentHashMap<>();
		for (String model : MODELS) {
			expected.put(model, embed(model).join().body());
		}
		Queue<CompletableFuture<String>> answers = new ConcurrentLinkedQueue<>();
		AtomicInteger refreshed = new AtomicInteger();
		AtomicInteger evicted = new AtomicInteger();
		CountDownLatch rounds = new CountDownLatch(ROUNDS);
		try (ScheduledExecutorService clock = Executors.newScheduledThreadPool(2)) {
			clock.scheduleAtFixedRate(() -> MODELS.forEach((model) -> answers.add(outcome(model, expected))), 0, 40,
					TimeUnit.MILLISECONDS);
			clock.scheduleWithFixedDelay(() -> {
				long round = rounds.getCount();
				OssModel model = this.connector.model(MODELS.get((int) (round / 2 % 2)));
				if (round % 2 == 0) {
					refreshed.addAndGet(refresh(model) ? 1 : 0);
				}
				else {
					evicted.addAndGet(model.evict() ? 1 : 0);
				}
				rounds.countDown();
			}, 500, 700, TimeUnit.MILLISECONDS);
			assertThat(rounds.await(60, TimeUnit.SECONDS)).as("rounds left: %d", rounds.getCount()).isTrue();
			clock.shutdownNow();
		}
		assertThat(answers).hasSizeGreaterThan(300)
			.allSatisfy((answer) -> assertThat(answer).succeedsWithin(Duration.ofSeconds(35)).isEqualTo("as expected"));
		assertThat(refreshed.get()).as("refreshes").isEqualTo(ROUNDS / 2);
		assertThat(evicted.get()).as("evictions").isPositive();
		await().untilAsserted(() -> assertThat(this.connector.stats().cache().lingeringBytes()).isZero());
	}

	@Test
	void trafficGoesOnThroughThreeTimesTheExpiryOfAModelThatNobodyUses() throws Exception {
		String before = embed("e5").join().body();
		Queue<Integer> probes = new ConcurrentLinkedQueue<>();
		CountDownLatch idle = new CountDownLatch(30);
		try (ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor()) {
			clock.scheduleAtFixedRate(() -> {
				probes.add(status("/actuator/health/readiness"));
				idle.countDown();
			}, 0, 100, TimeUnit.MILLISECONDS);
			assertThat(idle.await(30, TimeUnit.SECONDS)).isTrue();
			clock.shutdownNow();
		}
		assertThat(probes).containsOnly(200);
		await().until(() -> this.connector.model("e5").progress().state() == ModelState.ABSENT);
		assertThat(get("/events").body()).contains("\"model\":\"e5\",\"kind\":\"EVICTED\"").contains("EXPIRED");
		assertThat(embed("e5").join().body()).isEqualTo(before);
	}

	/** The same tokenizer with a blank more: another version that answers the same. */
	private boolean refresh(OssModel model) {
		try {
			BundledModel.File tokenizer = BundledModel.ALL.stream()
				.filter((each) -> each.name().equals(model.name()))
				.flatMap((each) -> each.files().stream())
				.filter((file) -> file.name().equals("tokenizer.json"))
				.findFirst()
				.orElseThrow();
			byte[] same = tokenizer.read();
			byte[] other = Arrays.copyOf(same, same.length + ThreadLocalRandom.current().nextInt(1, 1000));
			Arrays.fill(other, same.length, other.length, (byte) ' ');
			this.emulator.bucket("models").put(model.name() + "/tokenizer.json", other);
			model.await();
			return model.refresh().get(30, TimeUnit.SECONDS);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private CompletableFuture<String> outcome(String model, Map<String, String> expected) {
		return embed(model)
			.thenApply((answer) -> (answer.statusCode() != 200) ? answer.statusCode() + " " + answer.body()
					: answer.body().equals(expected.get(model)) ? "as expected" : "another answer: " + answer.body());
	}

	private CompletableFuture<HttpResponse<String>> embed(String model) {
		HttpRequest request = HttpRequest.newBuilder(this.gateway.resolve("/embed"))
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers
				.ofString("{\"model\":\"" + model + "\",\"texts\":[\"eating food\",\"eating bread\"]}"))
			.build();
		return this.client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
	}

	private int status(String path) {
		return get(path).statusCode();
	}

	private HttpResponse<String> get(String path) {
		return this.client
			.sendAsync(HttpRequest.newBuilder(this.gateway.resolve(path)).build(), HttpResponse.BodyHandlers.ofString())
			.join();
	}

}
