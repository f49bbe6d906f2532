package io.ossmc.sample.page;

import java.time.Duration;
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

/** The real gateway's page while models come and go. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "ossmc.prepare.e5.expire-after-access=8s")
@DirtiesContext
@Tag("browser")
class CyclePageIT {

	@Autowired
	OssEmulator emulator;

	@Test
	void choosingAModelLoadsItAnswersFromItAndLetsTheOldOneGoAndSoDoesIdleness(@LocalServerPort int port)
			throws Exception {
		try (Browser browser = Browser.start()) {
			browser.size(1280, 1170);
			browser.open("http://localhost:" + port + "/");
			await().untilAsserted(() -> assertThat(browser.text("#headline")).isEqualTo("2 models ready, 1 on demand"));
			await().until(() -> browser.findAll("#choices input").size() == 3);
			browser.find("#compare button").click();
			await().untilAsserted(() -> assertThat(browser.text("#remark")).startsWith("Cosine by minilm"));
			browser.screenshot("cycle-1-before");

			this.emulator.bandwidth(8_000_000);
			browser.find("#free-previous").click();
			browser.find(".choice:has([value=e5])").click();
			await().untilAsserted(() -> assertThat(browser.text("#similarity")).matches("[1-9][0-9]? %"));
			assertThat(browser.text("#remark")).isEqualTo("e5 is on its way into memory");
			browser.screenshot("cycle-2-loading");

			await().atMost(Duration.ofSeconds(30))
				.untilAsserted(
						() -> assertThat(browser.text("#remark")).startsWith("Cosine by e5, loaded and answered"));
			await().untilAsserted(() -> assertThat(state(browser, "minilm")).isEqualTo("ABSENT"));
			assertThat(state(browser, "e5")).isEqualTo("READY");
			await().untilAsserted(
					() -> assertThat(browser.texts("#events li")).anyMatch((text) -> text.startsWith("e5 loaded"))
						.anyMatch((text) -> text.startsWith("minilm unloaded")));
			assertThat(browser.text("#headline")).isEqualTo("2 models ready, 1 on demand");
			assertThat(browser.text("#subline")).endsWith("every byte verified");
			await().untilAsserted(() -> assertThat(browser.text("#memory-gone-what")).isEqualTo("minilm, on request"));
			assertThat(browser.texts("#memory-legend .held dt")).containsExactlyInAnyOrder("bge", "e5");
			browser.screenshot("cycle-3-switched");

			this.emulator.bandwidth(0);
			browser.find(card("minilm") + " .act").click();
			await().untilAsserted(() -> assertThat(state(browser, "minilm")).isEqualTo("READY"));
			browser.find(card("bge") + " .act").click();
			await().untilAsserted(() -> assertThat(state(browser, "bge")).isEqualTo("ABSENT"));
			assertThat(browser.findAll(".band")).hasSize(3);
			assertThat(browser.findAll(".band:nth-child(2) rect[data-state=READY]")).isNotEmpty();
			browser.screenshot("cycle-4-by-hand");
			browser.theme("dark");
			browser.screenshot("cycle-4-by-hand-dark");
			browser.theme("light");

			await().atMost(Duration.ofSeconds(30))
				.untilAsserted(() -> assertThat(state(browser, "e5")).isEqualTo("ABSENT"));
			await().untilAsserted(() -> assertThat(browser.texts("#events li"))
				.anyMatch((text) -> text.startsWith("e5 expired") && text.contains("nobody used it")));
			assertThat(browser.text(".choice:has([value=e5]) .choice-state")).isEqualTo("On demand");
			await().untilAsserted(() -> assertThat(browser.text("#memory-gone-what")).isEqualTo("e5, nobody used it"));
			assertThat(browser.text("#headline")).isEqualTo("1 model ready, 2 on demand");
			browser.screenshot("cycle-5-expired");
			browser.size(375, 800);
			assertThat(browser
				.script("return document.documentElement.scrollWidth - document.documentElement.clientWidth"))
				.isEqualTo(0L);
			for (String part : List.of("side", "compare", "timeline", "grid")) {
				browser.script("document.querySelector('.' + arguments[0]).scrollIntoView()", part);
				browser.screenshot("cycle-5-expired-375-" + part);
			}
			assertThat(browser.complaints()).isEmpty();
		}
	}

	private static String state(Browser browser, String model) {
		return browser.attribute(card(model), "data-state");
	}

	private static String card(String model) {
		return ".card:has(h3[title=MODEL])".replace("MODEL", model);
	}

}
