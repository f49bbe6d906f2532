package io.ossmc.connector;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import io.ossmc.ModelLease;
import io.ossmc.ModelMode;
import io.ossmc.ModelSpec;
import io.ossmc.ModelState;
import io.ossmc.OssModel;
import io.ossmc.OssModelCapacityException;
import io.ossmc.OssModelConnector;
import io.ossmc.emulator.Reaction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/** One object in two models is one inode, fetched and charged once. */
@Tag("environment")
@Timeout(60)
class SharingTests {

	private static final long PAGE = 4096;

	@RegisterExtension
	final Oss oss = new Oss();

	@TempDir
	Path directory;

	@Test
	void anObjectOfTwoModelsIsFetchedAndChargedOnceAndGoesWithTheLast() throws IOException {
		byte[] weights = this.oss.put("model/weights.bin", 3 << 20);
		byte[] config = this.oss.put("model/config.json", 100);
		try (OssModelConnector connector = this.oss.open(this.directory)) {
			connector.prepare(spec("one")).await();
			assertThat(connector.stats().fetch().bytes()).isEqualTo(weights.length + config.length);
			OssModel two = connector
				.prepare(ModelSpec.builder("two", "oss://models/model/").include(List.of("weights.bin")).build());
			two.await();
			assertThat(connector.stats().fetch().bytes()).as("nothing came again")
				.isEqualTo(weights.length + config.length);
			assertThat(connector.stats().cache().usedBytes()).isEqualTo(weights.length + PAGE);
			assertThat(two.progress().fetchedBytes()).isEqualTo(weights.length);
			assertThat(two.progress().verified()).isTrue();
			assertThat(two.progress().files()).singleElement()
				.satisfies((file) -> assertThat(file.state()).isEqualTo(ModelState.READY));
			try (ModelLease first = connector.model("one").lease(); ModelLease second = two.lease()) {
				Path file = first.path("weights.bin");
				assertThat(inode(file)).isEqualTo(inode(second.path("weights.bin")));
				assertThat(Files.getAttribute(file, "unix:nlink")).as("two versions and ours").isEqualTo(3);
				assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
					.as("nobody writes what was published")
					.doesNotContain("w");
			}
			connector.remove("one");
			await().untilAsserted(() -> assertThat(connector.stats().cache().usedBytes()).isEqualTo(weights.length));
			try (ModelLease lease = two.lease()) {
				assertThat(lease.path("weights.bin")).hasBinaryContent(weights);
				assertThat(lease.segment("weights.bin").toArray(ValueLayout.JAVA_BYTE)).isEqualTo(weights);
				assertThat(Files.getAttribute(lease.path("weights.bin"), "unix:nlink")).isEqualTo(2);
			}
			assertThat(two.evict()).isTrue();
			await().untilAsserted(() -> assertThat(connector.stats().cache().usedBytes()).isZero());
			assertThat(files()).as("nothing but the marker").hasSize(1);
		}
	}

	@Test
	void whatIsOnItsWayForOneModelIsNotFetchedForAnother() throws Exception {
		byte[] weights = this.oss.put("model/weights.bin", 3 << 20);
		CompletableFuture<Void> gate = new CompletableFuture<>();
		this.oss.onGet((_) -> Reaction.when(gate));
		try (OssModelConnector connector = this.oss.open(this.directory)) {
			OssModel one = connector.prepare(spec("one"));
			awaitFetching(one);
			OssModel two = connector.prepare(spec("two"));
			awaitFetching(two);
			assertThat(connector.stats().cache().usedBytes()).isEqualTo(weights.length);
			gate.complete(null);
			one.await();
			two.await();
			assertThat(connector.stats().fetch().bytes()).isEqualTo(weights.length);
			try (ModelLease first = one.lease(); ModelLease second = two.lease()) {
				assertThat(second.path("weights.bin")).hasBinaryContent(weights);
				assertThat(inode(first.path("weights.bin"))).isEqualTo(inode(second.path("weights.bin")));
			}
		}
	}

	@Test
	void whoCountedOnAFetchThatWasStoppedFetchesItself() throws Exception {
		byte[] weights = this.oss.put("model/weights.bin", 3 << 20);
		CompletableFuture<Void> gate = new CompletableFuture<>();
		this.oss.onGet((_) -> Reaction.when(gate));
		try (OssModelConnector connector = this.oss.open(this.directory)) {
			awaitFetching(connector.prepare(spec("one")));
			OssModel two = connector.prepare(spec("two"));
			awaitFetching(two);
			CompletableFuture<OssModel> ready = two.whenReady();
			connector.remove("one");
			gate.complete(null);
			ready.get(20, TimeUnit.SECONDS);
			try (ModelLease lease = two.lease()) {
				assertThat(lease.path("weights.bin")).hasBinaryContent(weights);
			}
			await().untilAsserted(() -> assertThat(connector.stats().cache().usedBytes()).isEqualTo(weights.length));
		}
	}

	@Test
	void anotherContentOfTheSameKeyIsAnotherFile() throws IOException {
		byte[] before = this.oss.put("model/weights.bin", 1 << 20);
		this.oss.put("model/config.json", 100);
		try (OssModelConnector connector = this.oss.open(this.directory)) {
			OssModel one = connector.prepare(spec("one")).await();
			byte[] after = new byte[1 << 20];
			this.oss.bucket().put("model/weights.bin", after);
			OssModel two = connector.prepare(spec("two")).await();
			try (ModelLease first = one.lease(); ModelLease second = two.lease()) {
				assertThat(first.path("weights.bin")).hasBinaryContent(before);
				assertThat(second.path("weights.bin")).hasBinaryContent(after);
				assertThat(inode(first.path("config.json"))).isEqualTo(inode(second.path("config.json")));
			}
			assertThat(connector.stats().cache().usedBytes()).isEqualTo((2 << 20) + PAGE);
		}
	}

	@Test
	void whoWaitsForMemoryKeepsNoneFromAnotherWhoWaits() throws Exception {
		for (String model : List.of("a", "b")) {
			this.oss.put(model + "/shared", 3 << 20);
			this.oss.put(model + "/rest", 2 << 20);
		}
		this.oss.put("c/file", 2 << 20);
		try (OssModelConnector connector = this.oss.connector(this.directory)
			.maxSize(8L << 20)
			.admissionTimeout(Duration.ofSeconds(20))
			.build()) {
			OssModel holdsA = lazy(connector, "holds-a", "a", "shared");
			OssModel holdsB = lazy(connector, "holds-b", "b", "shared");
			ModelLease leaseA = holdsA.lease();
			ModelLease leaseB = holdsB.lease();
			OssModel a = lazy(connector, "a", "a", "*");
			OssModel b = lazy(connector, "b", "b", "*");
			CompletableFuture<OssModel> first;
			CompletableFuture<OssModel> second;
			try (ModelLease _ = lazy(connector, "c", "c", "*").lease()) {
				first = a.whenReady();
				await().until(() -> "2.00 MiB of memory".equals(a.progress().waitingFor()));
				second = b.whenReady();
				await().until(() -> "another model that waits for memory".equals(b.progress().waitingFor()));
				leaseA.close();
				leaseB.close();
				holdsA.evict();
				holdsB.evict();
				assertThat(CompletableFuture.anyOf(first, second).get(15, TimeUnit.SECONDS))
					.as("did each keep what it has, there would be room for neither")
					.isIn(a, b);
			}
			(first.isDone() ? a : b).evict();
			connector.model("c").evict();
			first.get(15, TimeUnit.SECONDS);
			second.get(15, TimeUnit.SECONDS);
		}
	}

	@Test
	void whoWaitsForAnotherModelsFetchOfAFileSaysSoAndWhatThatWaitsFor() throws Exception {
		this.oss.put("model/shared", 3 << 20);
		AtomicBoolean throttled = new AtomicBoolean(true);
		this.oss.onGet((_) -> throttled.get() ? Reaction.qosDelay(Duration.ofMillis(300)) : Reaction.proceed());
		try (OssModelConnector connector = this.oss.open(this.directory)) {
			OssModel first = lazy(connector, "first", "model", "*");
			CompletableFuture<OssModel> firstReady = first.whenReady();
			await().untilAsserted(
					() -> assertThat(first.progress().waitingFor()).isNotNull().contains("asks to slow down"));
			OssModel second = lazy(connector, "second", "model", "*");
			CompletableFuture<OssModel> secondReady = second.whenReady();
			await().untilAsserted(() -> assertThat(second.progress().waitingFor()).isNotNull()
				.startsWith("the fetch of oss://models/model/shared for another model (")
				.contains("asks to slow down"));
			throttled.set(false);
			firstReady.get(15, TimeUnit.SECONDS);
			secondReady.get(15, TimeUnit.SECONDS);
			assertThat(first.progress().waitingFor()).isNull();
			assertThat(second.progress().waitingFor()).isNull();
		}
	}

	@Test
	void aModelThatIsLargerThanTheBudgetIsRefusedThoughPartOfItIsThere() {
		this.oss.put("model/half", 3 << 20);
		this.oss.put("model/other", 2 << 20);
		try (OssModelConnector connector = this.oss.connector(this.directory).maxSize(4L << 20).build()) {
			lazy(connector, "half", "model", "half").await();
			OssModel all = lazy(connector, "all", "model", "*");
			assertThatExceptionOfType(OssModelCapacityException.class).isThrownBy(all::await)
				.withMessageContaining("5.00 MiB")
				.withMessageContaining("4.00 MiB");
		}
	}

	@Test
	void whatIsSharedComesBackWithTheLastWhoHasItAndIsNotCountedOnBefore() {
		this.oss.put("model/shared", 4 << 20);
		this.oss.put("other/file", 8 << 20);
		try (OssModelConnector connector = this.oss.connector(this.directory)
			.maxSize(10L << 20)
			.admissionTimeout(Duration.ofSeconds(5))
			.build()) {
			OssModel one = lazy(connector, "one", "model", "*").await();
			OssModel two = lazy(connector, "two", "model", "*").await();
			OssModel other = lazy(connector, "other", "other", "*");
			other.lease().close();
			assertThat(one.progress().state()).isEqualTo(ModelState.ABSENT);
			assertThat(two.progress().state()).isEqualTo(ModelState.ABSENT);
			assertThat(connector.stats().cache().usedBytes()).isEqualTo(8 << 20);
		}
	}

	@Test
	void noMoreIsGivenUpThanIsNeededWhenSomeOfItIsShared() {
		this.oss.put("model/shared", 4 << 20);
		this.oss.put("third/file", 2 << 20);
		this.oss.put("other/file", 6 << 20);
		try (OssModelConnector connector = this.oss.connector(this.directory)
			.maxSize(10L << 20)
			.admissionTimeout(Duration.ofSeconds(5))
			.build()) {
			for (int round = 0; round < 20; round++) {
				lazy(connector, "one", "model", "*").await();
				lazy(connector, "two", "model", "*").await();
				OssModel third = lazy(connector, "third", "third", "*").await();
				lazy(connector, "other", "other", "*").lease().close();
				assertThat(third.progress().state()).as("there is room for it, round %d", round)
					.isEqualTo(ModelState.READY);
			}
		}
	}

	@Test
	void noMoreIsGivenUpThanIsNeededWhenAnEngineWroteSomeOfIt() throws IOException {
		this.oss.put("model/file", 1 << 20);
		this.oss.put("third/file", 1 << 20);
		this.oss.put("other/file", 4 << 20);
		try (OssModelConnector connector = this.oss.connector(this.directory)
			.maxSize(10L << 20)
			.admissionTimeout(Duration.ofSeconds(5))
			.build()) {
			try (ModelLease lease = lazy(connector, "one", "model", "*").lease()) {
				Files.write(lease.path().resolve("optimized"), new byte[6 << 20]);
				await().until(() -> connector.stats().cache().usedBytes() == 7 << 20);
			}
			OssModel third = lazy(connector, "third", "third", "*");
			third.lease().close();
			lazy(connector, "other", "other", "*").lease().close();
			assertThat(third.progress().state()).as("one took 7 of 10 MiB, third is used later, other needs 4")
				.isEqualTo(ModelState.READY);
		}
	}

	@Test
	void aRefreshMayCountOnWhatSeveralIdleModelsShare() throws Exception {
		this.oss.put("model/shared", 4 << 20);
		this.oss.put("other/file", 3 << 20);
		try (OssModelConnector connector = this.oss.connector(this.directory)
			.maxSize(10L << 20)
			.admissionTimeout(Duration.ofSeconds(5))
			.build()) {
			OssModel other = connector.prepare(ModelSpec.builder("other", "oss://models/other/").build()).await();
			OssModel one = lazy(connector, "one", "model", "*").await();
			OssModel two = lazy(connector, "two", "model", "*").await();
			this.oss.put("other/file", 4 << 20);
			assertThat(other.refresh().get(20, TimeUnit.SECONDS)).isTrue();
			assertThat(one.progress().state()).isEqualTo(ModelState.ABSENT);
			assertThat(two.progress().state()).isEqualTo(ModelState.ABSENT);
		}
	}

	private static OssModel lazy(OssModelConnector connector, String name, String folder, String include) {
		return connector.prepare(ModelSpec.builder(name, "oss://models/" + folder + "/")
			.mode(ModelMode.LAZY)
			.include(List.of(include))
			.build());
	}

	private static ModelSpec spec(String name) {
		return ModelSpec.builder(name, "oss://models/model/").build();
	}

	private static void awaitFetching(OssModel model) {
		await().until(() -> model.progress().state() == ModelState.FETCHING
				&& model.progress().files().stream().noneMatch((file) -> file.state() == ModelState.READY));
	}

	private static Object inode(Path file) throws IOException {
		return Files.getAttribute(file, "unix:ino");
	}

	private List<Path> files() throws IOException {
		try (Stream<Path> walk = Files.walk(this.directory.resolve("root"))) {
			return walk.filter(Files::isRegularFile).toList();
		}
	}

}
