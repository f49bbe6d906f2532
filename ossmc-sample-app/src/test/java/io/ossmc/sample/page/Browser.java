package io.ossmc.sample.page;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;

import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

import org.springframework.util.FileSystemUtils;

/** A real browser: Debian's chromium with a profile of its own. */
final class Browser implements AutoCloseable {

	private static final Path DRIVER = Path.of(System.getProperty("sample.chromedriver", "/usr/bin/chromedriver"));

	private static final Path SCREENSHOTS = Path.of(System.getProperty("sample.screenshots", "target/screenshots"));

	private final Path profile;

	private final ChromeDriver driver;

	private Browser(Path profile, ChromeDriver driver) {
		this.profile = profile;
		this.driver = driver;
	}

	static Browser start() throws IOException {
		if (!Files.isExecutable(DRIVER)) {
			throw new IllegalStateException("There is no " + DRIVER + ", which the tests tagged \"browser\" need. "
					+ "Install it with: apt-get install chromium chromium-driver (or name another one with "
					+ "-Dsample.chromedriver=…).");
		}
		Path profile = Files.createTempDirectory("browser");
		ChromeOptions options = new ChromeOptions();
		options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
				"--disable-background-networking", "--disable-component-update", "--disable-sync",
				"--disable-dev-shm-usage", "--hide-scrollbars", "--user-data-dir=" + profile);
		LoggingPreferences logs = new LoggingPreferences();
		logs.enable(LogType.BROWSER, Level.ALL);
		options.setCapability("goog:loggingPrefs", logs);
		ChromeDriverService service = new ChromeDriverService.Builder()
			.usingDriverExecutable(new File(DRIVER.toString()))
			.usingAnyFreePort()
			.build();
		Browser browser = new Browser(profile, new ChromeDriver(service, options));
		browser.driver.executeCdpCommand("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
		browser.size(1280, 900);
		return browser;
	}

	/** The page's own size in CSS pixels, not that of a window around it. */
	void size(int width, int height) {
		this.driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
	}

	void theme(String name) {
		this.driver.executeCdpCommand("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", name),
						Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
	}

	void open(String url) {
		this.driver.get(url);
	}

	/** Opens an empty tab in front of this page, which is hidden from then on. */
	Runnable cover() {
		String page = this.driver.getWindowHandle();
		this.driver.switchTo().newWindow(WindowType.TAB);
		return () -> {
			this.driver.close();
			this.driver.switchTo().window(page);
		};
	}

	WebElement find(String css) {
		return this.driver.findElement(By.cssSelector(css));
	}

	List<WebElement> findAll(String css) {
		return this.driver.findElements(By.cssSelector(css));
	}

	String text(String css) {
		return String.valueOf(script("return document.querySelector(arguments[0])?.textContent ?? ''", css));
	}

	/**
	 * What one sees of each, all at one moment: an element found first and read later may
	 * have left the page in between.
	 */
	List<String> texts(String css) {
		List<?> texts = (List<?>) script(
				"return [...document.querySelectorAll(arguments[0])].map(element => element.innerText)", css);
		return texts.stream().map(String::valueOf).toList();
	}

	String attribute(String css, String name) {
		return String.valueOf(
				script("return document.querySelector(arguments[0])?.getAttribute(arguments[1]) ?? ''", css, name));
	}

	Object script(String script, Object... arguments) {
		return this.driver.executeScript(script, arguments);
	}

	/** What the console complained about: scripts that broke, policies that were hit. */
	List<String> complaints() {
		return this.driver.manage()
			.logs()
			.get(LogType.BROWSER)
			.getAll()
			.stream()
			.filter((entry) -> entry.getLevel().intValue() >= Level.WARNING.intValue())
			.map(Object::toString)
			.toList();
	}

	/** Writes what is visible to a file in the folder of screenshots. */
	void screenshot(String name) throws IOException {
		Files.createDirectories(SCREENSHOTS);
		Files.write(SCREENSHOTS.resolve(name + ".png"), this.driver.getScreenshotAs(OutputType.BYTES));
	}

	@Override
	public void close() throws IOException {
		this.driver.quit();
		FileSystemUtils.deleteRecursively(this.profile);
	}

}
