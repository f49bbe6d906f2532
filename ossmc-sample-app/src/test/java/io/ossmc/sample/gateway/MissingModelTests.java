package io.ossmc.sample.gateway;

import java.util.Map;

import io.ossmc.ModelState;
import io.ossmc.OssModelConnector;
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

/** One model cannot be had: the other one answers all the same. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = "ossmc.prepare.bge.uri=oss://models/no-such-folder/")
@DirtiesContext
class MissingModelTests {

	@Autowired
	OssModelConnector models;

	@Test
	void aModelThatCannotBeHadIsA503WithTheReason(@LocalServerPort int port) {
		RestTestClient gateway = RestTestClient.bindToServer().baseUrl("http://localhost:" + port).build();
		await().until(() -> this.models.model("bge").progress().state() == ModelState.FAILED);
		gateway.get()
			.uri("/similarity?model=bge&a=a&b=b")
			.exchange()
			.expectStatus()
			.isEqualTo(HttpStatus.SERVICE_UNAVAILABLE)
			.expectBody(new ParameterizedTypeReference<Map<String, Object>>() {
			})
			.value((problem) -> {
				assertThat(problem).containsEntry("state", "FAILED");
				assertThat(problem.get("detail")).asString().contains("no-such-folder");
			});
		await().untilAsserted(
				() -> gateway.get().uri("/similarity?model=minilm&a=a&b=b").exchange().expectStatus().isOk());
	}

}
