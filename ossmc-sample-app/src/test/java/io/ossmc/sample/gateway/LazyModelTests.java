package io.ossmc.sample.gateway;

import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatus;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.awaitility.Awaitility.await;

/** A lazy model: the first request brings it here, later ones get their answer. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "ossmc.prepare.bge.mode=lazy")
@DirtiesContext
class LazyModelTests {

	@Test
	void theFirstRequestIsA503AndBringsTheModelHere(@LocalServerPort int port) {
		RestTestClient gateway = RestTestClient.bindToServer().baseUrl("http://localhost:" + port).build();
		gateway.get()
			.uri("/similarity?model=bge&a=a&b=b")
			.exchange()
			.expectStatus()
			.isEqualTo(HttpStatus.SERVICE_UNAVAILABLE)
			.expectBody()
			.jsonPath("$.state")
			.isEqualTo("ABSENT");
		await()
			.untilAsserted(() -> gateway.get().uri("/similarity?model=bge&a=a&b=b").exchange().expectStatus().isOk());
	}

}
