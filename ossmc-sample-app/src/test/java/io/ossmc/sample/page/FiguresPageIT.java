package io.ossmc.sample.page;

import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Phases, speeds and memory on the page, over a recorded answer with a model in each
 * phase: no two figures contradict each other.
 */
@Tag("browser")
class FiguresPageIT {

	private static Browser browser;

	private RecordedGateway gateway;

	@BeforeAll
	static void startBrowser() throws Exception {
		browser = Browser.start();
	}

	@AfterAll
	static void closeBrowser() throws Exception {
		browser.close();
	}

	@BeforeEach
	void showAModelInEachPhase() throws Exception {
		this.gateway = RecordedGateway.of(RecordedGateway.recording("every-phase.json"));
		browser.theme("light");
		browser.size(1440, 900);
		browser.open(this.gateway.url());
		await().until(() -> browser.findAll(".card").size() == 8);
	}

	@AfterEach
	void stop() {
		this.gateway.close();
	}

	@ParameterizedTest
	@CsvSource({ "listing, Listing", "waiting, Waiting", "fetching, Fetching", "verifying, Verifying",
			"loading, Loading" })
	void aModelUnderWayNamesTheOnePhaseItIsIn(String model, String phase) {
		assertThat(browser.texts(card(model) + " .phases [aria-current=step]")).containsExactly(phase);
	}

	@Test
	void whatIsStillToComeIsNotSaidToBeDone() {
		assertThat(browser.texts(card("fetching") + " .phases li")).extracting(FiguresPageIT::oneLine)
			.containsExactly("Listed 12 ms", "Fetching", "Verify", "Link", "Load");
	}

	@Test
	void aReadyModelTellsHowLongEachPhaseTook() {
		assertThat(browser.texts(card("ready") + " .phases li")).extracting(FiguresPageIT::oneLine)
			.containsExactly("Listed 12 ms", "Fetched 460 ms", "Verified 10 ms", "Linked 1 ms", "Loaded 900 ms");
	}

	@Test
	void aModelThatWaitsSaysForWhat() {
		assertThat(browser.text(card("waiting") + " .note")).isEqualTo("Waiting: 20 MiB of memory.");
	}

	@Test
	void onlyWhatIsBeingFetchedHasASpeedAndTheNetworkShowsTheSum() {
		assertThat(browser.texts("#grid")).singleElement()
			.satisfies((text) -> assertThat(text.split("/s", -1)).as("speeds in the cards").hasSize(3));
		assertThat(browser.text(card("fetching") + " .facts")).contains("Speed3.00 MiB/s");
		assertThat(browser.text(card("refreshing") + " .next")).contains("1.00 MiB/s");
		assertThat(browser.text("#network-rate")).isEqualTo("4.00 MiB/s");
	}

	@Test
	void thereIsNoSpeedWhileNothingIsFetched() throws Exception {
		this.gateway.show(RecordedGateway.recording("every-phase.json").replace("FETCHING", "QUEUED"));
		await().untilAsserted(() -> assertThat(browser.text("#network-rate")).isEqualTo("Quiet"));
		assertThat(browser.text("#network-of")).isEqualTo("nothing is being fetched");
		assertThat(browser.texts("main")).singleElement().asString().doesNotContain("/s");
	}

	@Test
	void aVersionThatArrivesBesideTheOneThatServesShowsHowFarItIs() {
		assertThat(browser.attribute(card("refreshing") + " .next [role=progressbar]", "aria-valuenow"))
			.isEqualTo("40");
		assertThat(browser.text(card("refreshing") + " .next")).contains("this one serves until then")
			.contains("40 % · 4.00 of 10.0 MiB · 1.00 MiB/s · 6.0 s left");
		assertThat(browser.texts(card("refreshing") + " .next [aria-current=step]")).containsExactly("Fetching");
		assertThat(browser.findAll(card("ready") + " [role=progressbar]")).hasSize(1);
	}

	@Test
	void aModelWhoseLoaderFailedOrWorksIsNotCountedAsReady() {
		assertThat(browser.text("#headline")).isEqualTo("broken failed, 2 of 8 ready");
		assertThat(browser.text("#subline")).endsWith("1 model needs attention");
		assertThat(browser.text(card("broken") + " .badge")).isEqualTo("Loader failed");
		assertThat(browser.text(card("loading") + " .badge")).isEqualTo("Loading");
	}

	@Test
	void whatIsReservedAndHasNotArrivedIsNotInUse() {
		assertThat(browser.text("#memory-used")).isEqualTo("122 MiB");
		assertThat(browser.texts("#memory-legend > :not(.held, .plain)")).extracting(FiguresPageIT::oneLine)
			.containsExactly("In use 122 MiB", "Reserved, arriving 18.0 MiB", "Kept for reuse 10.0 MiB",
					"Free 106 MiB");
		assertThat(browser.text("#budget-figure")).isEqualTo("122 of 256 MiB");
		assertThat(browser.text("#budget-reserved")).isEqualTo("18.0 MiB reserved");
		assertThat(browser.attribute("#plot", "aria-label")).contains("now 122 MiB, at most 122 MiB of 256 MiB");
		for (String meter : List.of("#budget-bar", "#memory-bar")) {
			assertThat(browser.attribute(meter, "aria-valuetext"))
				.isEqualTo("122 MiB in use, 18.0 MiB reserved, of 256 MiB");
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 320, 390, 768, 1440 })
	void theBudgetIsInSightWhereverOneIsOnThePage(int width) throws Exception {
		browser.size(width, 700);
		browser.script("scrollTo(0, document.documentElement.scrollHeight)");
		assertThat(browser.script("return scrollY > 300")).as("scrolled").isEqualTo(true);
		assertThat(browser.script("""
				const box = document.getElementById('budget-figure').getBoundingClientRect();
				return document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)?.id""")).as("on top")
			.isEqualTo("budget-figure");
		browser.screenshot("budget-in-sight-" + width);
	}

	@ParameterizedTest
	@ValueSource(ints = { 320, 390, 1440 })
	void everyPhaseFits(int width) throws Exception {
		browser.size(width, (width < 500) ? 3400 : 1500);
		assertThat(browser.script("return document.documentElement.scrollWidth - innerWidth")).isEqualTo(0L);
		browser.screenshot("every-phase-" + width);
	}

	private static String card(String model) {
		return ".card:has(h3[title=MODEL])".replace("MODEL", model);
	}

	private static String oneLine(String text) {
		return text.replaceAll("\\s+", " ").strip();
	}

}
