package io.ossmc.sample.gateway;

import java.time.Duration;
import java.util.Map;

import io.ossmc.emulator.OssEmulator;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpStatus;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The gateway while its models are still on their way. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "sample.emulator.bandwidth=1MB")
@DirtiesContext
class LoadingTests {

	@Autowired
	OssEmulator emulator;

	@Test
	void aModelOnItsWayIsA503ThatSaysHowFarAndReadinessFollows(@LocalServerPort int port) {
		RestTestClient gateway = RestTestClient.bindToServer().baseUrl("http://localhost:" + port).build();
		assertThat(status(gateway, "/actuator/health/readiness")).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
		assertThat(status(gateway, "/actuator/health/liveness")).isEqualTo(HttpStatus.OK);
		gateway.get()
			.uri("/similarity?model=minilm&a=a&b=b")
			.exchange()
			.expectStatus()
			.isEqualTo(HttpStatus.SERVICE_UNAVAILABLE)
			.expectHeader()
			.value("Retry-After", (seconds) -> assertThat(Integer.parseInt(seconds)).isBetween(1, 60))
			.expectBody(new ParameterizedTypeReference<Map<String, Object>>() {
			})
			.value((problem) -> {
				assertThat(problem).containsEntry("title", "Model \"minilm\" is not ready")
					.containsEntry("model", "minilm");
				assertThat(problem.get("state")).isIn("QUEUED", "FETCHING");
			});

		this.emulator.bandwidth(0);

		await().atMost(Duration.ofSeconds(60))
			.until(() -> status(gateway, "/actuator/health/readiness") == HttpStatus.OK);
		assertThat(status(gateway, "/similarity?model=minilm&a=a&b=b")).isEqualTo(HttpStatus.OK);
		assertThat(status(gateway, "/similarity?model=bge&a=a&b=b")).isEqualTo(HttpStatus.OK);
	}

	private static HttpStatus status(RestTestClient gateway, String uri) {
		return HttpStatus.valueOf(gateway.get().uri(uri).exchange().returnResult().getStatus().value());
	}

}
