package io.ossmc.sample.gateway;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.ossmc.LoadedModel;
import io.ossmc.ModelState;
import io.ossmc.OssModelConnector;
import io.ossmc.sample.embedding.Embedder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Models that are not in memory: requests bring them here and wait. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@DirtiesContext
class LazyModelTests {

	@Autowired
	OssModelConnector connector;

	@Autowired
	List<LoadedModel<Embedder>> models;

	private RestTestClient gateway;

	@BeforeEach
	void connect(@LocalServerPort int port) {
		this.gateway = RestTestClient.bindToServer().baseUrl("http://localhost:" + port).build();
	}

	@Test
	void theFirstRequestBringsALazyModelHereAndIsAnswered() {
		assertThat(this.connector.model("e5").progress().state()).isEqualTo(ModelState.ABSENT);
		assertThat(statuses(List.of(similarity("e5"), similarity("e5")))).containsExactly(200, 200);
		assertThat(this.connector.model("e5").progress().state()).isEqualTo(ModelState.READY);
		this.gateway.get()
			.uri("/events")
			.exchange()
			.expectBody(new ParameterizedTypeReference<Map<String, List<Map<String, Object>>>>() {
			})
			.value((body) -> assertThat(body.get("events"))
				.anySatisfy((event) -> assertThat(event).containsEntry("kind", "READY").containsEntry("model", "e5")));
	}

	@Test
	void aModelThatWasEvictedComesBackForTheNextRequest() {
		await().until(() -> this.models.stream().anyMatch((model) -> named(model, "minilm") && model.isLoaded()));
		this.gateway.delete().uri("/actuator/ossmc/minilm").exchange().expectStatus().isNoContent();
		assertThat(this.connector.model("minilm").progress().state()).isEqualTo(ModelState.ABSENT);
		assertThat(statuses(List.of(similarity("minilm")))).containsExactly(200);
		this.gateway.get()
			.uri("/events")
			.exchange()
			.expectBody(new ParameterizedTypeReference<Map<String, List<Map<String, Object>>>>() {
			})
			.value((body) -> assertThat(body.get("events"))
				.anySatisfy((event) -> assertThat(event).containsEntry("kind", "EVICTED")
					.containsEntry("model", "minilm")
					.containsEntry("detail", "EXPLICIT")));
	}

	private static boolean named(LoadedModel<?> model, String name) {
		return model.model().name().equals(name);
	}

	private CompletableFuture<Integer> similarity(String model) {
		return CompletableFuture.supplyAsync(() -> this.gateway.get()
			.uri("/similarity?model={model}&a=a&b=b", model)
			.exchange()
			.returnResult()
			.getStatus()
			.value());
	}

	private static List<Integer> statuses(List<CompletableFuture<Integer>> requests) {
		return requests.stream().map(CompletableFuture::join).toList();
	}

}
