package io.ossmc.sample.page;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.ossmc.emulator.OssEmulator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The real gateway's page while the models arrive slowly. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "sample.emulator.bandwidth=3MB")
@DirtiesContext
@Tag("browser")
class LoadingPageIT {

	@Autowired
	OssEmulator emulator;

	@Test
	void progressGrowsAndReadinessFollows(@LocalServerPort int port) throws Exception {
		try (Browser browser = Browser.start()) {
			browser.open("http://localhost:" + port + "/");
			await().until(() -> browser.findAll(".card").size() == 3);
			assertThat(browser.text("#traffic")).isEqualTo("Not ready for traffic");

			List<Integer> seen = new ArrayList<>();
			await().atMost(Duration.ofSeconds(30)).until(() -> {
				int now = percent(browser, 1) + percent(browser, 2);
				if (seen.isEmpty() || now != seen.getLast()) {
					seen.add(now);
				}
				return seen.size() >= 5;
			});
			assertThat(seen).as("percent of both models, as seen on the page").isSorted();
			await().untilAsserted(() -> assertThat(browser.findAll(".cells [data-filled]")).isNotEmpty());
			assertThat(browser.attribute(".cells", "aria-label")).startsWith("Parts of ").contains(" %, ");
			assertThat(browser.text("#headline")).isEqualTo("0 of 2 ready, 1 on demand");
			browser.screenshot("loading-light");
			browser.theme("dark");
			browser.screenshot("loading-dark");
			browser.theme("light");

			await().until(() -> browser.findAll("#choices input").size() == 3);
			browser.find("#compare button").click();
			await().untilAsserted(() -> assertThat(browser.text("#remark")).contains("is not ready")
				.contains("It is being fetched. Try again in "));
			browser.screenshot("compare-not-ready");

			this.emulator.bandwidth(0);
			await().atMost(Duration.ofSeconds(60))
				.untilAsserted(() -> assertThat(browser.text("#traffic")).isEqualTo("Ready for traffic"));
			await().untilAsserted(
					() -> assertThat(percent(browser, 1) + percent(browser, 2)).as("percent").isEqualTo(200));
			assertThat(browser.text("#headline")).isEqualTo("2 models ready, 1 on demand");
		}
	}

	private static int percent(Browser browser, int card) {
		return Integer.parseInt(browser.attribute(".card:nth-child(" + card + ") [role=progressbar]", "aria-valuenow"));
	}

}
