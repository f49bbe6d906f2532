package io.ossmc.connector;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import io.ossmc.ModelLease;
import io.ossmc.ModelMode;
import io.ossmc.ModelSpec;
import io.ossmc.ModelState;
import io.ossmc.OssModel;
import io.ossmc.OssModelConnector;
import io.ossmc.OssModelDirectoryException;
import io.ossmc.OssModelException;
import io.ossmc.OssModelTransferException;
import io.ossmc.OssObject;
import io.ossmc.emulator.Reaction;
import io.ossmc.emulator.RequestKind;
import io.ossmc.spi.OssModelListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Starting, stopping, removing and closing at the worst moment. */
@Timeout(60)
class LifecycleTests {

	private static final ModelSpec MODEL = ModelSpec.builder("model", "oss://models/model/").build();

	@RegisterExtension
	final Oss oss = new Oss();

	@TempDir
	Path directory;

	@Test
	void startRightAfterStopFetchesHoweverFarTheStoppedFetchWas() {
		this.oss.put("model/file", 10);
		AtomicBoolean slow = new AtomicBoolean(true);
		this.oss.emulator()
			.requestHook((request) -> (slow.get() && request.kind() == RequestKind.LIST_OBJECTS)
					? Reaction.delay(Duration.ofSeconds(20)) : Reaction.proceed());
		try (OssModelConnector connector = this.oss.connector(this.directory).model(MODEL).build()) {
			for (int i = 0; i < 100; i++) {
				connector.start();
				connector.stop(Duration.ZERO);
			}
			slow.set(false);
			connector.start();
			connector.stop(Duration.ZERO);
			connector.start();
			await().atMost(Duration.ofSeconds(15))
				.until(() -> connector.model("model").progress().state() == ModelState.READY);
		}
	}

	@Test
	void whoWaitsIsToldWhenTheModelIsRemovedBetweenItsLastFileAndReady() throws Exception {
		this.oss.put("model/file", 10);
		try (OssModelConnector connector = this.oss.open(this.directory)) {
			for (int i = 0; i < 30; i++) {
				OssModel model = connector.prepare(MODEL);
				CompletableFuture<OssModel> ready = model.whenReady();
				model.whenReady("file").thenRun(() -> connector.remove("model"));
				assertThat(ready.handle((_, _) -> true).get(10, TimeUnit.SECONDS)).isTrue();
				await().until(() -> connector.models().isEmpty());
			}
			await().untilAsserted(() -> assertThat(connector.stats().cache().usedBytes()).isZero());
		}
	}

	@Test
	void aModelPreparedAgainDoesNotMeetWhatItsRemovedNamesakeLeavesBehind() throws Exception {
		byte[] content = this.oss.put("model/file", 4 << 20);
		Path place = this.directory.resolve("place");
		try (OssModelConnector connector = this.oss.open(this.directory)) {
			for (int i = 0; i < 10; i++) {
				connector.prepareDirectory("oss://models/model/", place).whenReady();
				connector.remove("model");
			}
			OssModel model = connector.prepareDirectory("oss://models/model/", place);
			try (ModelLease lease = model.lease()) {
				assertThat(lease.path("file")).hasBinaryContent(content);
				await().during(Duration.ofMillis(200))
					.untilAsserted(() -> assertThat(place.resolve("file")).hasBinaryContent(content));
			}
		}
	}

	@Test
	void listenersAreToldInOrderAndMayWaitForThreadsThatLookAtTheConnector() {
		this.oss.put("model/file", 10);
		List<String> told = new CopyOnWriteArrayList<>();
		OssModelConnector[] connector = new OssModelConnector[1];
		try (OssModelConnector built = this.oss.connector(this.directory).model(MODEL).listener(new OssModelListener() {
			@Override
			public void stateChanged(String model, ModelState from, ModelState to) {
				int entries = CompletableFuture
					.supplyAsync(
							() -> connector[0].model(model).progress().leases() + connector[0].stats().cache().leased())
					.orTimeout(5, TimeUnit.SECONDS)
					.join();
				told.add(from + "-" + to + "-" + entries);
			}
		}).build()) {
			connector[0] = built;
			built.start();
			built.model("model").await();
			await().until(() -> told.size() == 3);
			assertThat(built.model("model").evict()).isTrue();
			assertThat(told).containsExactly("ABSENT-QUEUED-0", "QUEUED-FETCHING-0", "FETCHING-READY-0",
					"READY-ABSENT-0");
		}
	}

	@Test
	void whatFollowsAnObjectDoesNotHoldTheThreadsThatFetch() throws Exception {
		this.oss.put("first", 10);
		this.oss.put("second", 10);
		CompletableFuture<Void> gate = new CompletableFuture<>();
		this.oss.onGet((request) -> Reaction.when(gate));
		try (OssModelConnector connector = this.oss.connector(this.directory)
			.minConnections(1)
			.maxConnections(1)
			.build();
				OssObject first = connector.open(Oss.uri("first"));
				OssObject second = connector.open(Oss.uri("second"))) {
			CompletableFuture<Long> both = first.whenReady()
				.thenApply((ready) -> ready.size() + second.segment().byteSize());
			gate.complete(null);
			assertThat(both.get(10, TimeUnit.SECONDS)).isEqualTo(20);
		}
	}

	@Test
	void whatFollowsOneFileDoesNotHoldTheOthers() throws Exception {
		this.oss.put("model/a", 10);
		this.oss.put("model/b", 10);
		CompletableFuture<Void> gate = new CompletableFuture<>();
		this.oss.onGet((request) -> Reaction.when(gate));
		try (OssModelConnector connector = this.oss.open(this.directory)) {
			OssModel model = connector.prepare(MODEL);
			CompletableFuture<Boolean> both = model.whenReady("a")
				.thenApply((a) -> Files.exists(a) && Files.exists(model.whenReady("b").join()));
			CompletableFuture<Boolean> reverse = model.whenReady("b")
				.thenApply((b) -> Files.exists(b) && Files.exists(model.whenReady("a").join()));
			gate.complete(null);
			assertThat(both.get(10, TimeUnit.SECONDS)).isTrue();
			assertThat(reverse.get(10, TimeUnit.SECONDS)).isTrue();
		}
	}

	@Test
	void nothingCanBeOpenedOrListedAfterClose() {
		this.oss.put("object", 10);
		OssModelConnector connector = this.oss.open(this.directory);
		Stream<?> listing = connector.list("oss://models/");
		connector.close();
		assertThatThrownBy(() -> connector.open(Oss.uri("object"))).isInstanceOf(IllegalStateException.class)
			.hasMessageContaining("closed");
		assertThatThrownBy(() -> connector.list("oss://models/")).isInstanceOf(IllegalStateException.class)
			.hasMessageContaining("closed");
		assertThatThrownBy(listing::toList).isInstanceOf(IllegalStateException.class).hasMessageContaining("closed");
		assertThat(connector.stats().cache().usedBytes()).isZero();
		assertThat(this.oss.emulator().requests()).isEmpty();
	}

	@Test
	void objectsThatWaitForMemoryAreClosedWithTheConnector() {
		this.oss.put("first", 4 << 20);
		this.oss.put("second", 4 << 20);
		OssModelConnector connector = this.oss.connector(this.directory).maxSize(6L << 20).build();
		connector.open(Oss.uri("first"));
		OssObject second = connector.open(Oss.uri("second"));
		CompletableFuture<MemorySegment> reader = CompletableFuture.supplyAsync(second::segment);
		CompletableFuture<OssObject> ready = second.whenReady();
		connector.close();
		assertThatThrownBy(reader::join).hasCauseInstanceOf(RuntimeException.class);
		assertThatThrownBy(ready::join).isInstanceOf(RuntimeException.class);
		await().untilAsserted(() -> assertThat(connector.stats().cache().usedBytes()).isZero());
	}

	@Test
	void aModelWhoseDirectoryWasTakenMeanwhileIsTriedAgainAndTheFilesAreKept() throws IOException {
		this.oss.put("model/file", 10);
		this.oss.onGet((request) -> Reaction.status(500, "InternalError"));
		Path place = this.directory.resolve("place");
		try (OssModelConnector connector = this.oss.connector(this.directory)
			.giveUpAfter(Duration.ofMillis(50))
			.build()) {
			OssModel model = connector.prepareDirectory("oss://models/model/", place);
			await().until(() -> model.progress().state() == ModelState.FAILED);
			Files.delete(place);
			Path mine = Files.writeString(Files.createDirectory(place).resolve("mine.txt"), "precious");
			await().atMost(Duration.ofSeconds(10)).until(() -> model.progress().error().contains("mine.txt"));
			await().until(() -> model.progress().state() == ModelState.FAILED);
			assertThat(model.progress().nextAttemptAt()).as("permanent causes are tried at the slow pace")
				.isAfter(Instant.now().plusSeconds(20));
			assertThat(mine).hasContent("precious");
			CompletableFuture<OssModel> ready = model.whenReady();
			assertThatThrownBy(ready::join).hasCauseInstanceOf(OssModelDirectoryException.class);
		}
	}

	@Test
	void thePathOfAFileIsNeverThatOfAnAbandonedVersion() throws Exception {
		byte[] small = this.oss.put("model/a", 10);
		this.oss.put("model/weights.bin", 4 << 20);
		CompletableFuture<Void> gate = new CompletableFuture<>();
		this.oss.onGet((request) -> request.key().endsWith("weights.bin") ? Reaction.when(gate) : Reaction.proceed());
		try (OssModelConnector connector = this.oss.open(this.directory)) {
			OssModel model = connector.prepare(MODEL);
			Path first = model.whenReady("a").get();
			assertThat(first).hasBinaryContent(small);
			this.oss.bucket().put("model/weights.bin", new byte[4 << 20]);
			gate.complete(null);
			model.await();
			assertThat(first).doesNotExist();
			assertThat(model.whenReady("a").get()).hasBinaryContent(small);
		}
	}

	@Test
	void aUseInProgressKeepsItsMemoryWhenTheConnectorIsClosed() throws Exception {
		byte[] content = this.oss.put("model/file", 1 << 20);
		List<String> events = new CopyOnWriteArrayList<>();
		OssModelConnector connector = this.oss.connector(this.directory).model(MODEL).build();
		var loaded = connector.model("model").load((files) -> files.segment("file"), (memory) -> {
			events.add("closed");
			assertThat(memory.get(ValueLayout.JAVA_BYTE, 9)).isEqualTo(content[9]);
		});
		CompletableFuture<Void> entered = new CompletableFuture<>();
		CompletableFuture<Void> leave = new CompletableFuture<>();
		CompletableFuture<Byte> use = CompletableFuture
			.supplyAsync(() -> loaded.<Byte, RuntimeException>use((memory) -> {
				entered.complete(null);
				leave.join();
				return memory.get(ValueLayout.JAVA_BYTE, 7);
			}));
		entered.get(10, TimeUnit.SECONDS);
		ModelLease lease = connector.model("model").lease();
		MemorySegment view = lease.segment("file");
		CompletableFuture<Void> closing = CompletableFuture.runAsync(connector::close);
		await().untilAsserted(() -> assertThatThrownBy(() -> view.get(ValueLayout.JAVA_BYTE, 0))
			.isInstanceOf(IllegalStateException.class));
		assertThat(events).isEmpty();
		leave.complete(null);
		assertThat(use.get(10, TimeUnit.SECONDS)).isEqualTo(content[7]);
		closing.get(10, TimeUnit.SECONDS);
		assertThat(events).containsExactly("closed");
		assertThat(connector.stats().cache().usedBytes()).isZero();
		assertThatThrownBy(() -> loaded.useAsync((memory) -> 1).get(10, TimeUnit.SECONDS))
			.hasCauseInstanceOf(OssModelTransferException.class);
	}

	@Test
	void closingInTheMiddleOfAFetchLeavesNothingBehind() throws IOException {
		for (int i = 0; i < 20; i++) {
			this.oss.put("model/file-" + i, 100_000);
		}
		this.oss.onGet((request) -> Reaction.throttle(100_000));
		Path place = this.directory.resolve("place");
		for (int i = 0; i < 10; i++) {
			OssModelConnector connector = this.oss.open(this.directory);
			OssModel model = connector.prepareDirectory("oss://models/model/", place);
			CompletableFuture<OssModel> ready = model.whenReady();
			int state = i;
			await().until(() -> model.progress().state().ordinal() >= state % 3);
			connector.close();
			assertThat(ready.handle((_, error) -> error != null).join()).isTrue();
			assertThat(Files.exists(place, LinkOption.NOFOLLOW_LINKS)).isFalse();
			try (Stream<Path> left = Files.list(this.directory.resolve("root"))) {
				assertThat(left).isEmpty();
			}
			assertThat(connector.stats().cache().usedBytes()).isZero();
		}
	}

	@Test
	void aFileThatTakesThePlaceOfALazyModelIsKept() throws IOException {
		byte[] content = this.oss.put("model/file", 10);
		Path place = this.directory.resolve("place");
		try (OssModelConnector connector = this.oss.open(this.directory)) {
			OssModel model = lazy(connector, place);
			Files.delete(place);
			Files.writeString(place, "precious");
			assertThatExceptionOfType(OssModelDirectoryException.class).isThrownBy(model::lease)
				.withMessageContaining("is a file");
			assertThat(place).hasContent("precious");
			Files.delete(place);
			Files.createDirectory(place);
			try (ModelLease lease = model.lease()) {
				assertThat(place.resolve("file")).hasBinaryContent(content);
				assertThat(lease.files()).hasSize(1);
			}
		}
	}

	@Test
	void whoRegistersTheDirectoryFirstHoldsItWhetherTheModelIsThereOrNot() {
		byte[] content = this.oss.put("model/file", 10);
		Path place = this.directory.resolve("place");
		try (OssModelConnector first = this.oss.open(this.directory)) {
			OssModel winner = lazy(first, place);
			try (OssModelConnector second = this.oss.open(this.directory)) {
				assertThat(place).isEmptyDirectory();
				assertRefused(second, place);
				winner.await();
				assertRefused(second, place);
				assertThat(place.resolve("file")).hasBinaryContent(content);
				assertThat(winner.evict()).isTrue();
				assertThat(place).isEmptyDirectory();
				assertRefused(second, place);
				assertThat(first.remove(winner.name())).isTrue();
				assertThat(Files.exists(place, LinkOption.NOFOLLOW_LINKS)).isFalse();
				lazy(second, place).await();
				assertThat(place.resolve("file")).hasBinaryContent(content);
			}
		}
		assertThat(Files.exists(place, LinkOption.NOFOLLOW_LINKS)).isFalse();
	}

	@Test
	void aModelMayBeNamedLikeTheDirectoryOfAConnector() {
		this.oss.put("model/file", 10);
		Path place = this.directory.resolve("place");
		try (OssModelConnector first = this.oss.open(this.directory);
				OssModelConnector second = this.oss.open(this.directory)) {
			first
				.prepare(ModelSpec.builder("c-1-0123456789abcdef", Oss.uri("model/"))
					.directory(place)
					.mode(ModelMode.LAZY)
					.build())
				.await();
			assertRefused(second, place);
		}
	}

	private static void assertRefused(OssModelConnector connector, Path place) {
		assertThatExceptionOfType(OssModelDirectoryException.class).isThrownBy(() -> lazy(connector, place))
			.withMessageContaining("process " + ProcessHandle.current().pid());
	}

	@Test
	void aDirectoryThatWasTakenAwayIsTakenOverAgainWithTheNextFetch() throws IOException {
		byte[] content = this.oss.put("model/file", 10);
		Path place = this.directory.resolve("place");
		try (OssModelConnector connector = this.oss.open(this.directory)) {
			OssModel model = lazy(connector, place).await();
			Files.delete(place);
			assertThat(model.evict()).isTrue();
			assertThat(Files.exists(place, LinkOption.NOFOLLOW_LINKS)).isFalse();
			model.await();
			assertThat(place.resolve("file")).hasBinaryContent(content);
		}
	}

	@Test
	void theOwnerIsRecognizedThroughALinkedParent() throws IOException {
		this.oss.put("model/file", 10);
		Path deep = Files.createDirectories(this.directory.resolve("one/two/three"));
		Path parent = Files.createSymbolicLink(this.directory.resolve("parent"), deep);
		try (OssModelConnector first = this.oss.open(this.directory);
				OssModelConnector second = this.oss.open(this.directory)) {
			lazy(first, parent.resolve("place")).await();
			assertThatExceptionOfType(OssModelDirectoryException.class)
				.isThrownBy(() -> lazy(second, parent.resolve("place")).await())
				.withMessageContaining("process " + ProcessHandle.current().pid());
			assertThat(parent.resolve("place/file")).exists();
		}
	}

	@Test
	void anObjectThatIsArrivingWhenTheConnectorStopsBeginsAgainWithTheNextRead() throws Exception {
		byte[] content = this.oss.put("object", 4 << 20);
		CompletableFuture<Void> gate = new CompletableFuture<>();
		this.oss.onGet((request) -> Reaction.when(gate));
		try (OssModelConnector connector = this.oss.open(this.directory);
				OssObject object = connector.open(Oss.uri("object"))) {
			CompletableFuture<OssObject> ready = object.whenReady();
			await().until(() -> !this.oss.gets().isEmpty());
			connector.stop(Duration.ZERO);
			assertThatThrownBy(() -> ready.get(10, TimeUnit.SECONDS))
				.hasCauseInstanceOf(OssModelTransferException.class)
				.hasMessageContaining("stopped");
			gate.complete(null);
			connector.start();
			assertThat(object.newInputStream().readAllBytes()).isEqualTo(content);
			assertThat(object.whenReady().get(10, TimeUnit.SECONDS).segment().byteSize()).isEqualTo(content.length);
			assertThat(connector.stats().cache().entries()).isEqualTo(1);
		}
	}

	@Test
	void anObjectOfWhichBytesWereReadBeforeTheStopSaysThatItHasToBeOpenedAgain() throws Exception {
		byte[] content = this.oss.put("object", 4 << 20);
		CompletableFuture<Void> gate = new CompletableFuture<>();
		this.oss
			.onGet((request) -> (request.range().orElseThrow().first() > 0) ? Reaction.when(gate) : Reaction.proceed());
		try (OssModelConnector connector = this.oss.open(this.directory)) {
			try (OssObject object = connector.open(Oss.uri("object"))) {
				ByteBuffer first = ByteBuffer.allocate(100);
				assertThat(object.read(0, first)).isPositive();
				connector.stop(Duration.ZERO);
				gate.complete(null);
				connector.start();
				for (int i = 0; i < 2; i++) {
					assertThatExceptionOfType(OssModelTransferException.class)
						.isThrownBy(() -> object.read(0, ByteBuffer.allocate(100)))
						.withMessageContaining("Open it again");
				}
			}
			try (OssObject again = connector.open(Oss.uri("object"))) {
				assertThat(again.newInputStream().readAllBytes()).isEqualTo(content);
			}
		}
	}

	@Test
	void anObjectWhoseFetchFailedBeforeAByteWasReadIsFetchedAgainByTheNextRead() throws Exception {
		byte[] content = this.oss.put("object", 1 << 20);
		AtomicBoolean broken = new AtomicBoolean(true);
		this.oss.onGet((request) -> broken.get() ? Reaction.status(500, "InternalError") : Reaction.proceed());
		try (OssModelConnector connector = this.oss.connector(this.directory)
			.giveUpAfter(Duration.ofMillis(100))
			.build(); OssObject object = connector.open(Oss.uri("object"))) {
			assertThatThrownBy(() -> object.whenReady().get(10, TimeUnit.SECONDS))
				.hasCauseInstanceOf(OssModelException.class);
			broken.set(false);
			await().ignoreExceptionsInstanceOf(OssModelException.class)
				.untilAsserted(() -> assertThat(object.newInputStream().readAllBytes()).isEqualTo(content));
		}
	}

	@Test
	void nothingOfARemovedModelStaysInTheRoot() throws Exception {
		this.oss.put("model/file", 10);
		Path place = this.directory.resolve("place");
		try (OssModelConnector connector = this.oss.open(this.directory)) {
			OssModel model = lazy(connector, place);
			ModelLease lease = model.lease();
			connector.remove(model.name());
			assertThat(lease.path("file")).exists();
			lease.close();
			try (OssModelConnector _ = connector) {
				await().untilAsserted(() -> {
					try (Stream<Path> walk = Files.walk(this.directory.resolve("root"))) {
						assertThat(walk.filter((path) -> path.getFileName().toString().equals("model"))).isEmpty();
					}
				});
			}
		}
	}

	private static OssModel lazy(OssModelConnector connector, Path place) {
		return connector.prepareDirectory("oss://models/model/", place, (spec) -> spec.mode(ModelMode.LAZY));
	}

}
