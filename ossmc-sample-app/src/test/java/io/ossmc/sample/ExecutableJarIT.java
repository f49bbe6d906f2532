package io.ossmc.sample;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

/** The jar that people run, in a process of its own. */
class ExecutableJarIT {

	private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

	private static final Pattern SIMILARITY = Pattern.compile("\"similarity\":([\\d.]+)");

	@TempDir
	Path folder;

	private final HttpClient client = HttpClient.newHttpClient();

	private Process process;

	@AfterEach
	void kill() {
		this.process.destroyForcibly();
	}

	@Test
	void answersWithTheKnownSimilarityAndWarnsOfNoNativeAccess() throws Exception {
		URI gateway = start();
		await().atMost(Duration.ofSeconds(60)).until(() -> status(gateway, "/actuator/health/readiness") == 200);
		Matcher similarity = SIMILARITY
			.matcher(get(gateway, "/similarity?model=minilm&a=eating+food&b=eating+bread").body());
		assertThat(similarity.find()).isTrue();
		assertThat(Double.parseDouble(similarity.group(1))).isEqualTo(Reference.SIMILARITY,
				within(Reference.TOLERANCE));
		assertThat(get(gateway, "/similarity?model=bge&a=eating+food&b=eating+bread").statusCode()).isEqualTo(200);
		assertThat(output()).doesNotContain("restricted method").doesNotContain(" ERROR ");
	}

	@Test
	void endsWithinFiveSecondsInTheMiddleOfALoad() throws Exception {
		URI gateway = start("--sample.emulator.bandwidth=1MB");
		await().until(() -> get(gateway, "/actuator/ossmc").body().contains("\"FETCHING\""));
		assertThat(status(gateway, "/actuator/health/readiness")).isEqualTo(503);

		this.process.destroy();

		assertThat(this.process.waitFor(5, TimeUnit.SECONDS)).as("ended 5 s after SIGTERM").isTrue();
		assertThat(this.process.exitValue()).isEqualTo(143);
		assertThat(output()).doesNotContain(" ERROR ");
		try (var left = Files.list(root())) {
			assertThat(left.filter(Files::isDirectory)).as("directories left in the memory root").isEmpty();
		}
	}

	private URI start(String... arguments) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(), "-Xmx384m", "-jar",
						System.getProperty("sample.jar"), "--server.port=0", "--ossmc.cache.root=" + root()));
		command.addAll(List.of(arguments));
		this.process = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(this.folder.resolve("output").toFile())
			.start();
		await().atMost(Duration.ofSeconds(60)).until(() -> !this.process.isAlive() || PORT.matcher(output()).find());
		Matcher port = PORT.matcher(output());
		assertThat(port.find()).as("a port in: %s", output()).isTrue();
		return URI.create("http://localhost:" + port.group(1));
	}

	private Path root() throws IOException {
		return Files.createDirectories(this.folder.resolve("root"));
	}

	private String output() throws IOException {
		return Files.readString(this.folder.resolve("output"));
	}

	private int status(URI gateway, String path) throws IOException, InterruptedException {
		return get(gateway, path).statusCode();
	}

	private HttpResponse<String> get(URI gateway, String path) throws IOException, InterruptedException {
		return this.client.send(HttpRequest.newBuilder(gateway.resolve(path)).build(),
				HttpResponse.BodyHandlers.ofString());
	}

}
