package io.ossmc.sample.page;

import java.util.List;

import io.ossmc.sample.Reference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

/** The real gateway's page in a browser, with both eager models ready. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@Tag("browser")
class PageIT {

	private Browser browser;

	@BeforeEach
	void open(@LocalServerPort int port) throws Exception {
		this.browser = Browser.start();
		this.browser.open("http://localhost:" + port + "/");
		await()
			.untilAsserted(() -> assertThat(this.browser.text("#headline")).isEqualTo("2 models ready, 1 on demand"));
	}

	@AfterEach
	void close() throws Exception {
		this.browser.close();
	}

	@Test
	void bothEagerModelsAreReadyWithFullBars() throws Exception {
		assertThat(this.browser.texts(".card .badge")).containsExactly("Ready", "Ready", "Not loaded");
		assertThat(this.browser.findAll(".card [role=progressbar]"))
			.extracting((bar) -> bar.getDomAttribute("aria-valuenow"))
			.containsExactly("100", "100", "0");
		assertThat(this.browser.findAll(".card[data-state=READY] .segment")).hasSize(4).allSatisfy((segment) -> {
			WebElement fill = segment.findElement(By.className("fill"));
			assertThat(fill.getSize().getWidth()).isEqualTo(segment.getSize().getWidth()).isPositive();
		});
		await().untilAsserted(() -> assertThat(this.browser.text("#traffic")).isEqualTo("Ready for traffic"));
		assertThat(this.browser.text("#subline")).isEqualTo("55.7 MiB from OSS, every byte verified");
		assertThat(this.browser.complaints()).isEmpty();
		this.browser.screenshot("ready-light");
	}

	@Test
	void comparingTwoSentencesShowsHowMuchAlikeTheyAre() throws Exception {
		await().until(() -> this.browser.findAll("#choices input").size() == 3);
		this.browser.find("#compare button").click();
		await().until(() -> !this.browser.text("#similarity").equals("–"));
		assertThat(Double.parseDouble(this.browser.text("#similarity"))).isEqualTo(Reference.SIMILARITY,
				within(Reference.TOLERANCE));
		assertThat(Double.parseDouble(this.browser.attribute("#gauge", "aria-valuenow")))
			.isEqualTo(Reference.SIMILARITY, within(Reference.TOLERANCE));
		assertThat(String.valueOf(this.browser
			.script("return getComputedStyle(document.getElementById('gauge-fill')).strokeDasharray.split(/[, ]/)[0]")))
			.as("per cent of the gauge")
			.satisfies((filled) -> assertThat(Double.parseDouble(filled.replace("px", "")))
				.isEqualTo(100 * Reference.SIMILARITY, within(100 * Reference.TOLERANCE)));
		this.browser.size(1280, 960);
		this.browser.screenshot("compared-light");
		this.browser.theme("dark");
		this.browser.screenshot("compared-dark");
		this.browser.theme("light");
		this.browser.size(375, 1900);
		this.browser.screenshot("compared-375");
		this.browser.size(1280, 900);

		this.browser.find(".choice:has([value=bge])").click();
		await().untilAsserted(() -> assertThat(this.browser.text("#remark")).startsWith("Cosine by bge"));
		assertThat(this.browser.findAll("#earlier li")).hasSize(1);
		assertThat(this.browser.complaints()).isEmpty();
	}

	@Test
	void aSentenceThatIsRefusedSaysWhatToDo() throws Exception {
		await().until(() -> this.browser.findAll("#choices input").size() == 3);
		this.browser.find("#a").clear();
		this.browser.find("#a").sendKeys("   ");
		this.browser.find("#compare button").click();
		await().untilAsserted(() -> assertThat(this.browser.text("#remark")).contains("Put a sentence into \"a\"."));
		this.browser.screenshot("refused");
	}

	@Test
	void twoModelsFitOnAPhone() {
		for (int width : List.of(320, 375, 1280)) {
			this.browser.size(width, 900);
			assertThat(this.browser
				.script("return document.documentElement.scrollWidth - document.documentElement.clientWidth"))
				.isEqualTo(0L);
		}
	}

}
