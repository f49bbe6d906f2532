package io.ossmc.sample.gateway;

import java.util.Collections;
import java.util.List;
import java.util.Map;

import io.ossmc.LoadedModel;
import io.ossmc.ModelMode;
import io.ossmc.sample.Reference;
import io.ossmc.sample.embedding.Embedder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

/** The gateway over HTTP, with models that came from the embedded emulator. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class GatewayTests {

	@Autowired
	List<LoadedModel<Embedder>> models;

	private RestTestClient gateway;

	@BeforeEach
	void awaitModels(@LocalServerPort int port) {
		this.gateway = RestTestClient.bindToServer().baseUrl("http://localhost:" + port).build();
		await().until(() -> this.models.stream()
			.filter((model) -> model.model().spec().mode() == ModelMode.EAGER)
			.allMatch(LoadedModel::isLoaded));
	}

	@Test
	void minilmAnswersWithTheKnownSimilarity() {
		this.gateway.get()
			.uri("/similarity?model=minilm&a={a}&b={b}", Reference.A, Reference.B)
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.model")
			.isEqualTo("minilm")
			.jsonPath("$.similarity")
			.value(Double.class,
					(value) -> assertThat(value).isEqualTo(Reference.SIMILARITY, within(Reference.TOLERANCE)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "minilm", "bge", "e5" })
	void embedGivesOneVectorForEachText(String model) {
		embed(Map.of("model", model, "texts", List.of("eating food", "a bond's interest rate"))).expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.model")
			.isEqualTo(model)
			.jsonPath("$.vectors.length()")
			.isEqualTo(2)
			.jsonPath("$.vectors[1].length()")
			.isEqualTo(384);
	}

	@Test
	void theModelsThatAnswerAreListed() {
		this.gateway.get().uri("/models").exchange().expectBody().json("""
				{"models":[{"name":"bge","loaded":true},{"name":"e5"},{"name":"minilm","loaded":true}]}""");
	}

	@Test
	void anUnknownModelIsRefusedWithThoseThereAre() {
		problem(embed(Map.of("model", "gpt", "texts", List.of("a"))), 404,
				"There is no model \"gpt\". Use one of: bge, e5, minilm.");
	}

	@Test
	void aRequestWithoutModelIsRefused() {
		problem(embed(Map.of("texts", List.of("a"))), 400, "Name a \"model\": one of bge, e5, minilm.");
	}

	@Test
	void aRequestWithoutTextsIsRefused() {
		problem(embed(Map.of("model", "minilm", "texts", List.of())), 400, "Send at least one sentence in \"texts\".");
		problem(embed(Map.of("model", "minilm")), 400, "Send at least one sentence in \"texts\".");
	}

	@Test
	void anEmptyTextIsRefused() {
		problem(embed(Map.of("model", "minilm", "texts", Collections.singletonList(null))), 400,
				"Put a sentence into each of \"texts\".");
		problem(this.gateway.get().uri("/similarity?model=minilm&a=x").exchange(), 400, "Put a sentence into \"b\".");
	}

	@Test
	void tooManyTextsAreRefused() {
		problem(embed(Map.of("model", "minilm", "texts", Collections.nCopies(65, "a"))), 400,
				"65 sentences are too many. Send at most 64 in one request.");
	}

	@Test
	void aTextThatIsTooLongIsRefused() {
		problem(embed(Map.of("model", "minilm", "texts", List.of("a".repeat(4001)))), 400,
				"A sentence of 4001 characters is too long. Send at most 4000 and split what is longer.");
	}

	@Test
	void aBodyThatIsNotWhatWasExpectedIsRefusedWithAnExample() {
		problem(this.gateway.post()
			.uri("/embed")
			.contentType(MediaType.APPLICATION_JSON)
			.body("{\"model\":")
			.exchange(), 400,
				"The body is not what was expected. Send JSON such as {\"model\":\"minilm\",\"texts\":[\"eating food\"]}.");
	}

	@Test
	void theEndpointShowsTheEagerModelsComplete() {
		for (String model : List.of("minilm", "bge")) {
			this.gateway.get()
				.uri("/actuator/ossmc/{model}", model)
				.exchange()
				.expectStatus()
				.isOk()
				.expectBody(new ParameterizedTypeReference<Map<String, Object>>() {
				})
				.value((body) -> {
					assertThat(body).containsEntry("state", "READY").containsEntry("verified", true);
					assertThat(body.get("fetchedBytes")).isEqualTo(body.get("totalBytes"));
				});
		}
	}

	@Test
	void thePageMayRunNothingButItsOwnScripts() {
		this.gateway.get()
			.uri("/")
			.exchange()
			.expectStatus()
			.isOk()
			.expectHeader()
			.value("Content-Security-Policy",
					(policy) -> assertThat(policy).contains("script-src 'self'").doesNotContain("unsafe"));
	}

	private RestTestClient.ResponseSpec embed(Object body) {
		return this.gateway.post().uri("/embed").contentType(MediaType.APPLICATION_JSON).body(body).exchange();
	}

	private static void problem(RestTestClient.ResponseSpec answer, int status, String detail) {
		answer.expectStatus()
			.isEqualTo(status)
			.expectHeader()
			.contentType(MediaType.APPLICATION_PROBLEM_JSON)
			.expectBody()
			.jsonPath("$.detail")
			.isEqualTo(detail)
			.jsonPath("$.status")
			.isEqualTo(status)
			.jsonPath("$.title")
			.isNotEmpty();
	}

}
