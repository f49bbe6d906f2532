package io.ossmc.connector;

import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.ossmc.OssModel;
import io.ossmc.OssModelConnector;
import io.ossmc.emulator.Reaction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Bad objects that were submitted before healthy ones. Were each of them waited for by
 * itself, the healthy ones would come after minutes, long after these tests have ended.
 */
@Timeout(60)
class FairTurnsTests {

	private static final Duration NEVER = Duration.ofHours(1);

	@RegisterExtension
	final Oss oss = new Oss();

	@TempDir
	Path directory;

	private final CompletableFuture<Void> end = new CompletableFuture<>();

	@AfterEach
	void letGo() {
		this.end.complete(null);
	}

	@ParameterizedTest
	@CsvSource({ "40, 1, silent", "40, 2, silent", "40, 4, silent", "200, 4, silent", "200, 4, failing",
			"40, 4, trickling", "200, 16, trickling" })
	void aHealthyModelDoesNotWaitForTheObjectsOfABadOne(int bad, int connections, String how) throws Exception {
		comesBeside(bad, connections, how);
	}

	@ParameterizedTest
	@CsvSource({ "1000, 4, silent", "1000, 16, silent", "1000, 64, silent", "1000, 16, failing",
			"1000, 64, trickling" })
	@Tag("large")
	void norForThoseOfALargeOne(int bad, int connections, String how) throws Exception {
		comesBeside(bad, connections, how);
	}

	private void comesBeside(int bad, int connections, String how) throws Exception {
		IntStream.range(0, bad).forEach((i) -> this.oss.put("bad/" + i, 4000));
		IntStream.range(0, 20).forEach((i) -> this.oss.put("good/" + i, 100_000));
		bad(how);
		try (OssModelConnector connector = connector(connections)) {
			connector.prepareDirectory("oss://models/bad/", this.directory.resolve("bad")).whenReady();
			await().until(() -> this.oss.gets().size() >= 4);
			OssModel good = connector.prepareDirectory("oss://models/good/", this.directory.resolve("good"));
			assertThat(good.whenReady().get(20, TimeUnit.SECONDS)).isNotNull();
		}
	}

	@Test
	void healthyObjectsDoNotWaitForBadOnesThatWereOpenedBefore() throws Exception {
		comeAfter(200, 4, "silent");
	}

	@ParameterizedTest
	@CsvSource({ "1000, 16, silent", "200, 4, failing", "200, 4, trickling" })
	@Tag("large")
	void norForManyOrForOthers(int bad, int connections, String how) throws Exception {
		comeAfter(bad, connections, how);
	}

	private void comeAfter(int bad, int connections, String how) throws Exception {
		IntStream.range(0, bad).forEach((i) -> this.oss.put("bad/" + i, 4000));
		List<byte[]> contents = IntStream.range(0, 5).mapToObj((i) -> this.oss.put("good/" + i, 100_000)).toList();
		bad(how);
		try (OssModelConnector connector = connector(connections)) {
			for (int i = 0; i < bad; i++) {
				connector.open(Oss.uri("bad/" + i)).whenReady();
			}
			for (byte[] content : contents) {
				String uri = Oss.uri("good/" + contents.indexOf(content));
				assertThat(connector.open(uri)
					.whenReady()
					.get(20, TimeUnit.SECONDS)
					.segment()
					.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(content);
			}
		}
	}

	@Test
	void twoHealthyModelsComeBesideABadOne() throws Exception {
		IntStream.range(0, 40).forEach((i) -> this.oss.put("bad/" + i, 4000));
		IntStream.range(0, 10).forEach((i) -> this.oss.put("first/" + i, 100_000));
		IntStream.range(0, 10).forEach((i) -> this.oss.put("second/" + i, 100_000));
		bad("silent");
		try (OssModelConnector connector = connector(4)) {
			List<CompletableFuture<?>> ready = new ArrayList<>();
			connector.prepareDirectory("oss://models/bad/", this.directory.resolve("bad")).whenReady();
			await().until(() -> this.oss.gets().size() >= 4);
			for (String name : List.of("first", "second")) {
				ready.add(connector.prepareDirectory("oss://models/" + name + "/", this.directory.resolve(name))
					.whenReady());
			}
			CompletableFuture.allOf(ready.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);
		}
	}

	private void bad(String how) {
		this.oss.onGet((request) -> !request.key().startsWith("bad") ? Reaction.proceed() : switch (how) {
			case "silent" -> Reaction.when(this.end);
			case "failing" -> Reaction.delay(Duration.ofMillis(900)).then(Reaction.status(500, "InternalError"));
			default -> Reaction.throttle(20);
		});
	}

	private OssModelConnector connector(int connections) {
		return this.oss.connector(this.directory)
			.minConnections(Math.min(4, connections))
			.maxConnections(connections)
			.stallTimeout(NEVER)
			.giveUpAfter(NEVER)
			.build();
	}

}
