package io.ossmc.sample.page;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The real gateway's page when one model cannot be had. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = "ossmc.prepare.bge.uri=oss://models/no-such-folder/")
@DirtiesContext
@Tag("browser")
class FailedPageIT {

	@Test
	void aFailedModelShowsItsSentence(@LocalServerPort int port) throws Exception {
		try (Browser browser = Browser.start()) {
			browser.open("http://localhost:" + port + "/");
			await().untilAsserted(
					() -> assertThat(browser.text(".card[data-state=FAILED] .error")).contains("no-such-folder")
						.contains("failed. Next in"));
			await().untilAsserted(
					() -> assertThat(browser.text("#headline")).isEqualTo("bge failed, 1 of 2 ready, 1 on demand"));
			assertThat(browser.text("#subline")).endsWith("1 model needs attention");
			assertThat(browser.text("#traffic")).isEqualTo("Not ready for traffic");
			browser.screenshot("failed");
		}
	}

}
