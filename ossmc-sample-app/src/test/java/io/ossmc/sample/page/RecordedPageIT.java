package io.ossmc.sample.page;

import java.time.Duration;
import java.util.List;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The page in a browser, over recorded answers: every state, many models, bad times. */
@Tag("browser")
class RecordedPageIT {

	private static final String EMPTY = """
			{"models":{},
			 "cache":{"root":"/dev/shm/x","pages":"4KiB","maxBytes":268435456,"usedBytes":0,"lingeringBytes":0,"retainedBytes":0,
			  "entries":0,"leased":0,"hits":0,"misses":0,"evictions":0,"evictedBytes":0},
			 "fetch":{"connections":0,"bytes":0,"requests":0,"retries":0,"throttled":0,"crcMismatches":0,"bytesPerSecond":0}}""";

	private static final String EVENTS = """
			[{"number":4,"at":"2026-11-21T21:00:24Z","model":"e5","kind":"EVICTED","bytes":34393292,"millis":0,"detail":"EXPIRED"},
			 {"number":3,"at":"2026-11-21T21:00:20Z","model":"bge","kind":"REFRESHED","bytes":0,"millis":0,"detail":"85b6"},
			 {"number":2,"at":"2026-11-21T21:00:10Z","model":"<b>x</b>","kind":"FAILED","bytes":0,"millis":9,
			  "detail":"There is nothing below oss://models/x/."},
			 {"number":1,"at":"2026-11-21T21:00:00Z","model":"e5","kind":"READY","bytes":34393292,"millis":120,"detail":null}]""";

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
	void showFortyModels() throws Exception {
		this.gateway = RecordedGateway.of(RecordedGateway.recording("forty-models.json"));
		browser.theme("light");
		browser.size(1280, 900);
		browser.open(this.gateway.url());
		await().until(() -> browser.findAll(".card").size() == 40);
	}

	@AfterEach
	void stop() {
		this.gateway.close();
	}

	@ParameterizedTest
	@ValueSource(ints = { 320, 375, 768, 1280, 1920 })
	void fortyModelsFitIntoAnyWidth(int width) throws Exception {
		browser.size(width, 900);
		assertThat(overflow()).as("CSS pixels beyond %d", width).isZero();
		assertThat(sticksOut()).as("elements wider than the page at %d", width).isEmpty();
		browser.screenshot("forty-models-" + width);
	}

	@Test
	void fortyModelsFitWithEverythingOpen() throws Exception {
		browser.size(375, 900);
		browser.script("for (const details of document.querySelectorAll('details')) { details.open = true; }");
		await().until(() -> !browser.findAll(".card details table").isEmpty());
		assertThat(overflow()).isZero();
		assertThat(sticksOut()).isEmpty();
		browser.script("document.querySelector('#models').scrollIntoView()");
		browser.screenshot("forty-models-375-open");
	}

	@Test
	void eachStateHasItsBadge() {
		assertThat(
				browser.script("return [...new Set([...document.querySelectorAll('.badge')].map(b => b.textContent))]"))
			.asInstanceOf(InstanceOfAssertFactories.LIST)
			.containsExactlyInAnyOrder("Ready", "Fetching", "Queued", "Failed", "Not loaded");
	}

	@Test
	void aFailedModelShowsItsSentenceAndWhenItIsTriedAgain() throws Exception {
		browser.find(".chip[data-filter=FAILED]").click();
		WebElement error = browser.findAll(".card:not([hidden]) .error").getFirst();
		assertThat(error.getText()).contains("the signature does not match")
			.contains("Check ossmc.credentials.access-key-secret")
			.contains("3 attempts failed. Next in");
		assertThat(browser.findAll(".card:not([hidden])")).hasSize(4);
		browser.screenshot("failed-models");
	}

	@Test
	void aModelIsFoundByName() {
		browser.find("#search").sendKeys("whisper");
		assertThat(browser.findAll(".card:not([hidden])")).hasSize(4);
		browser.find("#search").sendKeys("-nothing");
		assertThat(browser.text("#empty")).isEqualTo("No model shown here has “whisper-nothing” in its name.");
	}

	@Test
	void everyControlIsReachedByKeyboardAndHasAName() {
		browser.script("document.body.focus()");
		WebElement first = browser.find("body");
		first.sendKeys(Keys.TAB);
		assertThat(browser.script("return document.activeElement.className")).isEqualTo("skip");
		assertThat(browser
			.script("""
					return [...document.querySelectorAll('input,select,button,summary,[role=progressbar],[role=meter],[role=region]')]
						.filter(e => !(e.labels?.length || e.getAttribute('aria-label') || e.getAttribute('aria-labelledby')
							|| (['BUTTON', 'SUMMARY'].includes(e.tagName) && e.textContent.trim())))
						.map(e => e.outerHTML)"""))
			.asInstanceOf(InstanceOfAssertFactories.LIST)
			.isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "light", "dark" })
	void textStandsOutFromWhatIsBehindIt(String theme) throws Exception {
		browser.theme(theme);
		assertThat(browser.script(RecordedGateway.recording("contrast.js"))).as("text below a contrast of 4.5:1")
			.asInstanceOf(InstanceOfAssertFactories.LIST)
			.isEmpty();
		browser.screenshot("forty-models-" + theme);
		browser.script("document.querySelector('h1').style.color = getComputedStyle(document.body).backgroundColor");
		assertThat(browser.script(RecordedGateway.recording("contrast.js"))).as("the probe itself")
			.asInstanceOf(InstanceOfAssertFactories.LIST)
			.hasSize(1);
	}

	@Test
	void whatAGatewaySaysIsNeverMarkup() throws Exception {
		String evil = "<img src=x onerror=document.title='broken'>";
		this.gateway.show(RecordedGateway.recording("forty-models.json")
			.replace("the signature does not match", evil)
			.replace("\"bge-m3\":", "\"" + evil.replace("'", "\\u0027") + "\":"));
		await().until(() -> browser.texts(".card h3").contains(evil));
		assertThat(browser.findAll(".card img")).isEmpty();
	}

	@Test
	void anUnreachableGatewayIsSaidAndAsksAgain() throws Exception {
		this.gateway.status(500);
		await().untilAsserted(() -> assertThat(browser.text("#notice")).contains("status 500")
			.contains("Figures are from")
			.contains("Trying again every second."));
		assertThat(browser.text("#live")).isEqualTo("Not live");
		browser.screenshot("unreachable");
		this.gateway.status(404);
		await().untilAsserted(() -> assertThat(browser.text("#notice"))
			.contains("Add ossmc to management.endpoints.web.exposure.include."));
		this.gateway.status(200);
		await().untilAsserted(() -> assertThat(browser.text("#live")).isEqualTo("Live"));
		assertThat(browser.find("#notice").isDisplayed()).isFalse();
	}

	@Test
	void aGatewayThatIsGoneIsSaid() {
		this.gateway.close();
		await().untilAsserted(() -> assertThat(browser.text("#notice")).startsWith("The gateway cannot be reached."));
	}

	@Test
	void aHiddenPageAsksNothing() {
		Runnable uncover = browser.cover();
		try {
			int[] last = { this.gateway.polls() };
			// Two looks, two seconds apart, with no question between them.
			await().pollInterval(Duration.ofSeconds(2)).atMost(Duration.ofSeconds(15)).until(() -> {
				int before = last[0];
				last[0] = this.gateway.polls();
				return before == last[0];
			});
		}
		finally {
			uncover.run();
		}
		int hidden = this.gateway.polls();
		await().until(() -> this.gateway.polls() > hidden);
	}

	@Test
	void openDetailsAndFocusOutliveTheNextAnswers() {
		WebElement summary = browser.findAll(".card summary").getFirst();
		summary.click();
		int polls = this.gateway.polls();
		await().until(() -> this.gateway.polls() > polls + 2);
		assertThat(browser.script("return document.activeElement === arguments[0]", summary)).isEqualTo(true);
		assertThat(browser.findAll(".card details[open] tbody tr")).isNotEmpty();
	}

	@Test
	void aGatewayWithoutModelsSaysHowToNameOne() throws Exception {
		this.gateway.show(EMPTY);
		await().untilAsserted(() -> assertThat(browser.text("#headline")).isEqualTo("No models configured"));
		assertThat(browser.text("#empty")).contains("Name a model in application.yml").contains("uri: oss://");
		browser.screenshot("no-models");
	}

	@Test
	void nothingCanBeDoneToModelsWhereTheEndpointOnlyReads() {
		assertThat(browser.findAll(".act")).hasSize(40).noneMatch(WebElement::isDisplayed);
		assertThat(browser.find("#free").isDisplayed()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(ints = { 320, 375, 1280 })
	void modelsAreLoadedAndUnloadedWhereTheEndpointLetsThem(int width) throws Exception {
		this.gateway.writable(202);
		browser.size(width, 900);
		browser.open(this.gateway.url());
		await().until(() -> browser.findAll(".card").size() == 40);
		assertThat(browser.findAll(".act")).allMatch(WebElement::isDisplayed);
		assertThat(overflow()).isZero();
		assertThat(sticksOut()).isEmpty();
		browser.screenshot("forty-models-writable-" + width);
		WebElement ready = browser.find(".card[data-state=READY] .act");
		assertThat(ready.getText()).isEqualTo("Unload");
		ready.click();
		WebElement absent = browser.find(".card[data-state=ABSENT] .act");
		assertThat(absent.getText()).isEqualTo("Load");
		absent.click();
		await().until(() -> this.gateway.writes().size() == 2);
		assertThat(this.gateway.writes().get(0)).startsWith("DELETE /actuator/ossmc/");
		assertThat(this.gateway.writes().get(1)).startsWith("POST /actuator/ossmc/");
	}

	@Test
	void aModelInUseSaysThatItCannotBeUnloaded() {
		this.gateway.writable(409);
		browser.open(this.gateway.url());
		await().until(() -> browser.findAll(".card").size() == 40);
		browser.find(".card[data-state=READY] .act").click();
		await().untilAsserted(() -> assertThat(browser.text(".card[data-state=READY] .refusal"))
			.isEqualTo("In use at this moment. Try again."));
	}

	@Test
	void aChangeCarriesTheProofThatALoginBeforeTheEndpointAsksFor() {
		this.gateway.writable(202);
		browser.open(this.gateway.url());
		await().until(() -> browser.findAll(".card").size() == 40);
		browser.script("document.cookie = 'XSRF-TOKEN=a-token; Max-Age=60'");
		browser.find(".card[data-state=READY] .act").click();
		await().untilAsserted(() -> assertThat(this.gateway.proofs()).containsExactly("a-token"));
	}

	@Test
	void theTimelineShowsTheModelsThatMovedLastAndHowManyMoreThereAre() {
		await().untilAsserted(() -> assertThat(browser.findAll(".band")).hasSize(6));
		assertThat(browser.text(".more-bands")).isEqualTo("and 34 more");
		assertThat(browser.attribute("#plot", "aria-label")).startsWith("Memory used over the last minutes: now ");
	}

	@Test
	void whatHappenedIsListedWithItsCause() throws Exception {
		this.gateway.events(EVENTS);
		browser.size(1280, 900);
		await().untilAsserted(() -> assertThat(browser.texts("#events li")).satisfiesExactly(
				(text) -> assertThat(text).startsWith("e5 expired").contains("nobody used it"),
				(text) -> assertThat(text).startsWith("bge refreshed").contains("version 85b6"),
				(text) -> assertThat(text).startsWith("<b>x</b> failed").contains("There is nothing below"),
				(text) -> assertThat(text).startsWith("e5 loaded").contains("32.8 MiB in 120 ms")));
		assertThat(browser.findAll("#events .what b b")).isEmpty();
		browser.screenshot("events");
	}

	@Test
	void anEventThatIsShownStaysWhereItIsWhenAnotherFollows() throws Exception {
		this.gateway.events(EVENTS);
		await().until(() -> browser.texts("#events li").size() == 4);
		WebElement shown = browser.find("#events li");
		this.gateway.events(EVENTS.replaceFirst("\\[",
				"""
						[{"number":5,"at":"2026-11-21T21:00:30Z","model":"e5","kind":"READY","bytes":34393292,"millis":90,"detail":null},
						"""));
		await().until(() -> browser.texts("#events li").size() == 5);
		assertThat(browser.script("return [...arguments[0].parentElement.children].indexOf(arguments[0])", shown))
			.isEqualTo(1L);
	}

	private static long overflow() {
		return ((Number) browser
			.script("return document.documentElement.scrollWidth - document.documentElement.clientWidth")).longValue();
	}

	private static List<?> sticksOut() {
		return (List<?>) browser.script("""
				return [...document.querySelectorAll('body *')].filter(e => !e.closest('.files, .skip, .unseen, svg'))
					.filter(e => { const r = e.getBoundingClientRect();
						return r.width > 0 && (r.right > innerWidth + 1 || r.left < -1); })
					.map(e => e.outerHTML.slice(0, 120))""");
	}

}
