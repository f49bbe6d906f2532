package io.ossmc.connector;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.ossmc.ModelMode;
import io.ossmc.ModelSpec;
import io.ossmc.ModelState;
import io.ossmc.OssModelConnector;
import io.ossmc.emulator.Reaction;
import io.ossmc.emulator.RequestKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Models that are to stay in memory have to fit together. */
@Timeout(60)
class PinnedTests {

	@RegisterExtension
	final Oss oss = new Oss();

	@TempDir
	Path directory;

	@Test
	void thoseThatDoNotFitBesideTheOthersFailWithATableOfAllAndAreNotFetched() {
		List.of("first", "second", "third").forEach((name) -> this.oss.put(name + "/file", 4 << 20));
		this.oss.put("small/file", 1 << 20);
		try (OssModelConnector connector = connector(10L << 20, "first", "second", "third", "small")) {
			connector.start();
			await().until(() -> state(connector, "third") == ModelState.FAILED);
			for (String name : List.of("first", "second", "small")) {
				connector.model(name).await();
			}
			assertThat(connector.model("third").progress().error())
				.contains("do not fit together: they need 13.0 MiB, the whole budget is 10.0 MiB")
				.containsPattern("first +4.00 MiB\n")
				.containsPattern("second +4.00 MiB\n")
				.containsPattern("third +4.00 MiB  does not fit\n")
				.containsPattern("small +1.00 MiB\n")
				.contains("mode: lazy");
			assertThat(this.oss.gets()).noneMatch((get) -> get.key().startsWith("third"));
			assertThat(connector.remove("second")).isTrue();
			connector.model("third").await();
		}
	}

	@Test
	void anObjectThatTwoOfThemHaveIsCountedOnce() {
		this.oss.put("shared/file", 4 << 20);
		try (OssModelConnector connector = this.oss.connector(this.directory)
			.maxSize(6L << 20)
			.model(ModelSpec.builder("one", "oss://models/shared/").build())
			.model(ModelSpec.builder("two", "oss://models/shared/").build())
			.build()) {
			connector.start();
			connector.model("one").await();
			connector.model("two").await();
		}
	}

	@Test
	void onesThatCannotBeListedHoldNobodyUp() {
		List.of("first", "second").forEach((name) -> this.oss.put(name + "/file", 4 << 20));
		CompletableFuture<Void> gate = new CompletableFuture<>();
		this.oss.emulator()
			.requestHook(
					(request) -> (request.kind() == RequestKind.LIST_OBJECTS && request.toString().contains("silent"))
							? Reaction.when(gate) : Reaction.proceed());
		try (OssModelConnector connector = connector(6L << 20, "silent", "missing", "first", "second")) {
			connector.start();
			await().atMost(Duration.ofSeconds(15))
				.until(() -> state(connector, "first") == ModelState.READY
						&& state(connector, "second") == ModelState.FAILED);
			assertThat(connector.model("second").progress().error()).containsPattern("missing +not listed yet");
			gate.complete(null);
		}
	}

	@Test
	void lazyOnesAndThoseWithATimeOfTheirOwnTakeTurns() {
		List.of("a", "b", "c").forEach((name) -> this.oss.put(name + "/file", 4 << 20));
		try (OssModelConnector connector = this.oss.connector(this.directory)
			.maxSize(9L << 20)
			.model(spec("a").build())
			.model(spec("b").expireAfterAccess(Duration.ofMinutes(1)).build())
			.model(spec("c").mode(ModelMode.LAZY).build())
			.build()) {
			connector.start();
			connector.model("a").await();
			connector.model("b").await();
			connector.model("c").lease().close();
			connector.model("b").lease().close();
			assertThat(state(connector, "a")).isEqualTo(ModelState.READY);
			assertThat(state(connector, "c")).isEqualTo(ModelState.ABSENT);
		}
	}

	private static ModelState state(OssModelConnector connector, String name) {
		return connector.model(name).progress().state();
	}

	private OssModelConnector connector(long budget, String... names) {
		OssModelConnectorBuilder builder = this.oss.connector(this.directory).maxSize(budget);
		List.of(names).forEach((name) -> builder.model(spec(name).build()));
		return builder.build();
	}

	private static ModelSpec.Builder spec(String name) {
		return ModelSpec.builder(name, "oss://models/" + name + "/");
	}

}
