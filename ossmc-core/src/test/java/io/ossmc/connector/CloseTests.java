package io.ossmc.connector;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import io.ossmc.ModelSpec;
import io.ossmc.OssModelConnector;
import io.ossmc.OssObject;
import io.ossmc.emulator.Reaction;
import io.ossmc.emulator.RequestKind;
import io.ossmc.spi.OssModelListener;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** A connector that is closed at whatever moment leaves nothing. */
@Timeout(60)
class CloseTests {

	@RegisterExtension
	final Oss oss = new Oss();

	@TempDir
	Path directory;

	@Test
	void closedWhileTheListingIsUnderWay() {
		for (int i = 0; i < 40; i++) {
			this.oss.put("model/file-" + i, 10_000);
		}
		CompletableFuture<Void> gate = new CompletableFuture<>();
		this.oss.emulator()
			.requestHook((request) -> (request.kind() == RequestKind.LIST_OBJECTS) ? Reaction.when(gate)
					: Reaction.proceed());
		OssModelConnector connector = started();
		await().until(() -> !this.oss.emulator().requests().isEmpty());
		CompletableFuture<Void> closed = CompletableFuture.runAsync(connector::close);
		gate.complete(null);
		closed.join();
		assertNothingLeft();
	}

	@RepeatedTest(20)
	void closedAnyTimeAfterTheListing(RepetitionInfo repetition) {
		for (int i = 0; i < 40; i++) {
			this.oss.put("model/file-" + i, 10_000);
		}
		int request = 2 * repetition.getCurrentRepetition();
		CompletableFuture<Void> reached = new CompletableFuture<>();
		this.oss.emulator().requestHook((next) -> {
			if (next.number() == request) {
				reached.complete(null);
			}
			return Reaction.proceed();
		});
		OssModelConnector connector = started();
		reached.join();
		connector.close();
		assertNothingLeft();
	}

	@RepeatedTest(10)
	void closedAndThenNoMemoryOfItsObjectsIsTaken() throws IOException {
		this.oss.bucket().putSynthetic("file", 32 << 20, 1);
		OssModelConnector connector = this.oss.open(this.directory);
		connector.open("oss://models/file").segment();
		connector.open("oss://models/file").read(0, ByteBuffer.allocate(1));
		connector.close();
		assertThat(connector.stats().cache().usedBytes()).isZero();
		assertThat(PrivatePages.bytes()).isZero();
	}

	@Test
	void closedThoughWhatTheUserGaveThrowsEverywhere() {
		this.oss.put("model/file", 10_000);
		this.oss.put("other/file", 10_000);
		OssModelConnector connector = this.oss.connector(this.directory)
			.model(ModelSpec.builder("model", "oss://models/model/")
				.directory(this.directory.resolve("place/model"))
				.build())
			.model(ModelSpec.builder("other", "oss://models/other/")
				.directory(this.directory.resolve("place/other"))
				.build())
			.listener(new OssModelListener() {
				@Override
				public void evicted(String model, EvictionCause cause, long bytes) {
					throw new NoClassDefFoundError("of the listener");
				}
			})
			.build();
		for (String name : List.of("model", "other")) {
			var loaded = connector.model(name).load((files) -> files.segment("file"), (memory) -> {
				throw new NoClassDefFoundError("of the closer");
			});
			assertThat(loaded.<Long, RuntimeException>use(MemorySegment::byteSize)).isEqualTo(10_000);
		}
		OssObject object = connector.open("oss://models/other/file");
		connector.close();
		assertThatThrownBy(object::segment).isInstanceOf(RuntimeException.class);
		assertNothingLeft();
		assertThat(connector.stats().cache().usedBytes()).isZero();
		assertThatThrownBy(() -> connector.open("oss://models/other/file")).isInstanceOf(IllegalStateException.class);
	}

	@Test
	void aCloserThatNeverReturnsKeepsNoMoreThanItsOwn() {
		this.oss.put("model/file", 10_000);
		this.oss.put("other/file", 10_000);
		CompletableFuture<Void> never = new CompletableFuture<>();
		OssModelConnector connector = started();
		connector.prepare(ModelSpec.builder("other", "oss://models/other/").build()).await();
		var loaded = connector.model("model").load((files) -> files.segment("file"), (_) -> never.join());
		assertThat(loaded.<Long, RuntimeException>use(MemorySegment::byteSize)).isEqualTo(10_000);
		CompletableFuture<Void> closing = CompletableFuture.runAsync(connector::close);
		try {
			assertThat(closing).as("waits for memory in use, but not for ever").succeedsWithin(Duration.ofSeconds(20));
		}
		finally {
			never.complete(null);
			closing.join();
		}
	}

	@Test
	void whatFailsToBeBuiltLeavesNothing() {
		OssModelConnectorBuilder broken = this.oss.connector(this.directory);
		Set<Thread> before = Thread.getAllStackTraces().keySet();
		broken.settings().idle = (_) -> {
			throw new NoClassDefFoundError("a dependency that is missing");
		};
		assertThatThrownBy(broken::build).isInstanceOf(NoClassDefFoundError.class);
		OssModelConnectorBuilder wrong = this.oss.connector(this.directory);
		Path shared = this.directory.resolve("place/shared");
		wrong.model(ModelSpec.builder("one", "oss://models/model/").directory(shared).build());
		wrong.model(ModelSpec.builder("two", "oss://models/model/").directory(shared).build());
		assertThatThrownBy(wrong::build).isInstanceOf(RuntimeException.class);
		assertNothingLeft();
		await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet()).filteredOn(Thread::isAlive)
			.filteredOn((thread) -> thread.getName().startsWith("ossmc-") && !before.contains(thread))
			.extracting(Thread::getName)
			.isSubsetOf("ossmc-reaper"));
	}

	private OssModelConnector started() {
		OssModelConnector connector = this.oss.connector(this.directory)
			.maxConnections(4)
			.model(ModelSpec.builder("model", "oss://models/model/")
				.directory(this.directory.resolve("place/model"))
				.build())
			.build();
		connector.start();
		return connector;
	}

	private void assertNothingLeft() {
		await().during(Duration.ofMillis(100)).untilAsserted(() -> {
			assertThat(entries(this.directory.resolve("root"))).as("in the root").isEmpty();
			assertThat(entries(this.directory.resolve("place"))).as("where the model's link was").isEmpty();
		});
	}

	private static List<Path> entries(Path directory) throws IOException {
		if (!Files.exists(directory)) {
			return List.of();
		}
		try (Stream<Path> entries = Files.walk(directory)) {
			return entries.filter((entry) -> !entry.equals(directory)).toList();
		}
	}

}
