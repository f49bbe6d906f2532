package io.ossmc.connector;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.ossmc.ModelLease;
import io.ossmc.ModelMode;
import io.ossmc.ModelSpec;
import io.ossmc.ModelState;
import io.ossmc.OssModel;
import io.ossmc.OssModelConnector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What nobody uses goes, and comes back. */
@Timeout(60)
class ExpiryTests {

	private static final int SIZE = 4 << 20;

	private static final Duration SHORT = Duration.ofMillis(100);

	@RegisterExtension
	final Oss oss = new Oss();

	@TempDir
	Path directory;

	private final Told told = new Told();

	@Test
	void aLazyModelGoesAfterItsTimeAndComesBackOnItsNextUse() {
		byte[] content = this.oss.put("model/file", 1000);
		try (OssModelConnector connector = connector(spec("model").expireAfterAccess(SHORT))) {
			OssModel model = connector.model("model");
			model.lease().close();
			await().until(() -> model.progress().state() == ModelState.ABSENT);
			await().untilAsserted(() -> assertThat(connector.stats().cache().usedBytes()).isZero());
			assertThat(model.progress().path()).doesNotExist();
			assertThat(connector.stats().cache().evictions()).isEqualTo(1);
			assertThat(connector.stats().cache().evictedBytes()).isEqualTo(1000);
			await().untilAsserted(() -> assertThat(this.told.events).containsExactly("model EXPIRED 1000"));
			try (ModelLease lease = model.lease()) {
				assertThat(lease.path("file")).hasBinaryContent(content);
			}
			assertThat(connector.stats().cache().misses()).isEqualTo(2);
		}
	}

	@Test
	void theTimeOfTheConnectorIsThatOfLazyModelsWithoutOne() {
		this.oss.put("lazy/file", 10);
		this.oss.put("eager/file", 10);
		this.oss.put("own/file", 10);
		try (OssModelConnector connector = this.oss.connector(this.directory)
			.expireAfterAccess(SHORT)
			.model(spec("lazy").build())
			.model(spec("eager").mode(ModelMode.EAGER).build())
			.model(spec("own").mode(ModelMode.EAGER).expireAfterAccess(SHORT).build())
			.listener(this.told)
			.build()) {
			connector.start();
			connector.model("lazy").await();
			connector.model("eager").await();
			await().until(() -> connector.model("lazy").progress().state() == ModelState.ABSENT
					&& this.told.states.contains("own READY")
					&& connector.model("own").progress().state() == ModelState.ABSENT);
			assertThat(connector.model("own").progress().serving()).as("never falls back").isTrue();
			assertThat(connector.model("eager").progress().state()).isEqualTo(ModelState.READY);
		}
	}

	@Test
	void aLeasedModelStaysHoweverLongAndItsTimeBeginsWithTheLastClose() {
		this.oss.put("model/file", 1000);
		try (OssModelConnector connector = connector(spec("model").expireAfterAccess(SHORT))) {
			OssModel model = connector.model("model");
			ModelLease first = model.lease();
			ModelLease second = model.lease();
			MemorySegment view = second.segment("file");
			first.close();
			await().during(SHORT.multipliedBy(4))
				.atMost(Duration.ofSeconds(10))
				.until(() -> model.progress().state() == ModelState.READY
						&& view.get(ValueLayout.JAVA_BYTE, 7) == view.get(ValueLayout.JAVA_BYTE, 7));
			second.close();
			await().until(() -> model.progress().state() == ModelState.ABSENT);
		}
	}

	@Test
	void aLoadedObjectIsClosedBeforeItsMemoryAndNeverDuringAUse() throws Exception {
		byte[] content = this.oss.put("model/file", 1 << 20);
		List<String> events = new CopyOnWriteArrayList<>();
		try (OssModelConnector connector = connector(spec("model").expireAfterAccess(SHORT))) {
			OssModel model = connector.model("model");
			var loaded = model.load((files) -> files.segment("file"),
					(memory) -> events.add("closed with " + memory.get(ValueLayout.JAVA_BYTE, 7)));
			CompletableFuture<Void> leave = new CompletableFuture<>();
			CompletableFuture<Byte> use = CompletableFuture
				.supplyAsync(() -> loaded.<Byte, RuntimeException>use((memory) -> {
					leave.join();
					return memory.get(ValueLayout.JAVA_BYTE, 9);
				}));
			await().until(() -> model.progress().leases() == 1);
			await().during(SHORT.multipliedBy(4)).until(() -> events.isEmpty() && loaded.isLoaded());
			leave.complete(null);
			assertThat(use.get(10, TimeUnit.SECONDS)).isEqualTo(content[9]);
			await().until(() -> model.progress().state() == ModelState.ABSENT);
			await().untilAsserted(() -> assertThat(connector.stats().cache().usedBytes()).isZero());
			assertThat(events).containsExactly("closed with " + content[7]);
			assertThat(loaded.isLoaded()).isFalse();
			assertThat(loaded.<Byte, RuntimeException>use((memory) -> memory.get(ValueLayout.JAVA_BYTE, 3)))
				.isEqualTo(content[3]);
		}
	}

	@Test
	void aLoadedObjectThatIsUsedAgainAndAgainIsBuiltOnce() {
		this.oss.put("model/file", 1000);
		List<String> events = new CopyOnWriteArrayList<>();
		try (OssModelConnector connector = connector(spec("model").expireAfterAccess(Duration.ofSeconds(2)))) {
			var loaded = connector.model("model").load((files) -> events.add("built"));
			long end = System.nanoTime() + Duration.ofSeconds(4).toNanos();
			await().atMost(Duration.ofSeconds(20)).until(() -> {
				loaded.use((built) -> built);
				return System.nanoTime() > end;
			});
			assertThat(events).containsExactly("built");
		}
	}

	@Test
	void whoWasUsedLongestAgoMakesRoom() {
		List.of("a", "b", "c").forEach((name) -> this.oss.put(name + "/file", SIZE));
		try (OssModelConnector connector = this.oss.connector(this.directory)
			.maxSize(2L * SIZE)
			.model(spec("a").build())
			.model(spec("b").build())
			.model(spec("c").build())
			.listener(this.told)
			.build()) {
			List.of("a", "b", "a").forEach((name) -> connector.model(name).lease().close());
			ModelLease lease = connector.model("c").lease();
			assertThat(connector.model("a").progress().state()).isEqualTo(ModelState.READY);
			assertThat(connector.model("b").progress().state()).isEqualTo(ModelState.ABSENT);
			await().untilAsserted(() -> assertThat(this.told.events).containsExactly("b CAPACITY " + SIZE));
			ModelLease kept = connector.model("a").lease();
			CompletableFuture<ModelLease> waits = CompletableFuture.supplyAsync(() -> connector.model("b").lease());
			await().during(Duration.ofMillis(200)).until(() -> !waits.isDone());
			lease.close();
			waits.join().close();
			assertThat(kept.path("file")).exists();
			kept.close();
		}
	}

	@Test
	void manyModelsInLittleMemoryFromManyThreads() {
		for (int i = 0; i < 6; i++) {
			this.oss.put("m" + i + "/file", 1 << 20);
		}
		OssModelConnectorBuilder builder = this.oss.connector(this.directory).maxSize(2L << 20);
		for (int i = 0; i < 6; i++) {
			builder.model(spec("m" + i).expireAfterAccess(Duration.ofMillis(20)).build());
		}
		try (OssModelConnector connector = builder.build()) {
			List<CompletableFuture<Void>> threads = new ArrayList<>();
			for (int t = 0; t < 4; t++) {
				int thread = t;
				threads.add(CompletableFuture.runAsync(() -> {
					for (int i = 0; i < 40; i++) {
						try (ModelLease lease = connector.model("m" + (i * 7 + thread * 5) % 6).lease()) {
							assertThat(lease.segment("file").byteSize()).isEqualTo(1 << 20);
							assertThat(lease.path("file")).exists();
						}
					}
				}, (task) -> Thread.ofPlatform().start(task)));
			}
			CompletableFuture.allOf(threads.toArray(CompletableFuture[]::new)).join();
			await().untilAsserted(() -> assertThat(connector.stats().cache().usedBytes()).isZero());
		}
	}

	@Test
	void whatWasLoadedForSomebodyIsNotGivenUpBeforeHeHasUsedIt() {
		for (int i = 0; i < 4; i++) {
			this.oss.put("m" + i + "/file", 1 << 20);
		}
		OssModelConnectorBuilder builder = this.oss.connector(this.directory).maxSize(1L << 20);
		for (int i = 0; i < 4; i++) {
			builder.model(spec("m" + i).build());
		}
		AtomicInteger built = new AtomicInteger();
		try (OssModelConnector connector = builder.build()) {
			List<CompletableFuture<Void>> threads = new ArrayList<>();
			for (int i = 0; i < 4; i++) {
				var loaded = connector.model("m" + i).load((files) -> {
					built.incrementAndGet();
					return files.segment("file");
				});
				threads.add(CompletableFuture.runAsync(() -> {
					for (int use = 0; use < 20; use++) {
						assertThat(loaded.<Long, RuntimeException>use(MemorySegment::byteSize)).isEqualTo(1 << 20);
					}
				}, (task) -> Thread.ofPlatform().start(task)));
			}
			CompletableFuture.allOf(threads.toArray(CompletableFuture[]::new)).join();
			assertThat(built.get()).as("each time for a use").isBetween(4, 80);
		}
	}

	private OssModelConnector connector(ModelSpec.Builder spec) {
		return this.oss.connector(this.directory).model(spec.build()).listener(this.told).build();
	}

	private static ModelSpec.Builder spec(String name) {
		return ModelSpec.builder(name, "oss://models/" + name + "/").mode(ModelMode.LAZY);
	}

}
