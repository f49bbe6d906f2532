package io.ossmc.connector;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import io.ossmc.ModelLease;
import io.ossmc.ModelMode;
import io.ossmc.ModelSpec;
import io.ossmc.ModelState;
import io.ossmc.OssModel;
import io.ossmc.OssModelConnector;
import io.ossmc.emulator.Reaction;
import io.ossmc.memory.SmallTmpfs;
import io.ossmc.spi.OssModelListener;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What a killed process had in memory is used again by the next one. */
@Timeout(120)
class AdoptionTests {

	private static final long MAX_SIZE = 64L << 20;

	private static final String NATIVE = "--enable-native-access=ALL-UNNAMED";

	@RegisterExtension
	final Oss oss = new Oss();

	@TempDir
	Path directory;

	private FilesOnOss files;

	@BeforeEach
	void putFiles() {
		this.files = new FilesOnOss(this.oss);
	}

	@Test
	void aModelOfAKilledProcessIsReadyAgainWithoutFetchingAByte() throws Exception {
		serveAndKill(NATIVE);
		adopts();
	}

	@Test
	void alsoOfAProcessWithoutNativeAccess() throws Exception {
		serveAndKill("--illegal-native-access=deny");
		adopts();
	}

	private void adopts() throws Exception {
		List<Object> inodes = inodes(files("data"));
		assertThat(inodes).hasSize(this.files.count());
		int gets = this.oss.gets().size();
		try (OssModelConnector connector = this.oss.open(this.directory)) {
			assertThat(connector.stats().cache().usedBytes()).as("charged before anybody asks for it")
				.isEqualTo(charge());
			OssModel model = connector.prepareDirectory("oss://models/model/", place());
			this.files.assertServedBy(model, place());
			assertThat(this.oss.gets()).as("requests for objects").hasSize(gets);
			assertThat(connector.stats().fetch().bytes()).isZero();
			assertThat(connector.stats().cache().usedBytes()).isEqualTo(charge());
			assertThat(model.progress().verified()).isTrue();
			assertThat(model.progress().bytesPerSecond()).as("nothing came").isZero();
			assertThat(model.progress().fetchedBytes()).isEqualTo(model.progress().totalBytes()).isPositive();
			assertThat(model.progress().files())
				.allSatisfy((file) -> assertThat(file.state()).isEqualTo(ModelState.READY));
			assertThat(inodes(files("data"))).containsExactlyInAnyOrderElementsOf(inodes);
			assertThat(model.evict()).isTrue();
			await().untilAsserted(() -> assertThat(connector.stats().cache().usedBytes()).isZero());
			assertThat(files("")).as("only the marker").hasSize(1);
			this.files.assertServedBy(model, place());
			assertThat(connector.stats().fetch().bytes()).as("now it was fetched").isPositive();
		}
		assertThat(root()).isEmptyDirectory();
	}

	@Test
	void itIsAlsoLinkedIntoADirectoryThatHasToStayOne() throws Exception {
		try (SmallTmpfs mount = SmallTmpfs.mount("size=1m")) {
			Path mounted = mount.directory();
			try (ConnectorProcess dying = ConnectorProcess.start(this.oss, root(), mounted, MAX_SIZE, NATIVE)) {
				dying.await("PREPARED");
				this.files.assertIn(mounted);
				dying.kill();
			}
			try (OssModelConnector connector = this.oss.open(this.directory)) {
				connector.prepareDirectory("oss://models/model/", mounted).await();
				this.files.assertIn(mounted);
				assertThat(connector.stats().fetch().bytes()).isZero();
			}
			assertThat(mounted).isEmptyDirectory();
		}
	}

	@Test
	void aByteThatChangedMeanwhileIsFoundAndItsFileFetchedAgain() throws Exception {
		serveAndKill(NATIVE);
		Path wrong = files("data").stream().filter((file) -> file.toFile().length() == (5 << 20) + 2).findAny().get();
		Files.setPosixFilePermissions(wrong, PosixFilePermissions.fromString("rw-------"));
		try (RandomAccessFile file = new RandomAccessFile(wrong.toFile(), "rw")) {
			file.seek(4_000_000);
			int old = file.read();
			file.seek(4_000_000);
			file.write(old ^ 1);
		}
		Files.setPosixFilePermissions(wrong, PosixFilePermissions.fromString("r--------"));
		try (OssModelConnector connector = this.oss.open(this.directory)) {
			this.files.assertServedBy(connector.prepareDirectory("oss://models/model/", place()), place());
			assertThat(connector.stats().fetch().bytes()).isEqualTo((5 << 20) + 2);
			await().untilAsserted(() -> assertThat(connector.stats().cache().usedBytes()).isEqualTo(charge()));
			assertThat(files("data")).hasSize(this.files.count());
		}
	}

	@Test
	void anObjectThatChangedMeanwhileIsFetchedAndItsOldContentGoes() throws Exception {
		serveAndKill(NATIVE);
		byte[] fresh = new byte[(5 << 20) + 1];
		this.files.replace(this.oss, "weights-1.bin", fresh);
		try (OssModelConnector connector = this.oss.open(this.directory)) {
			this.files.assertServedBy(connector.prepareDirectory("oss://models/model/", place()), place());
			assertThat(connector.stats().fetch().bytes()).isEqualTo(fresh.length);
			await().untilAsserted(() -> assertThat(connector.stats().cache().usedBytes()).isEqualTo(charge()));
			await().untilAsserted(() -> assertThat(files("data")).hasSize(this.files.count()));
		}
	}

	@Test
	void whatNobodyAsksForGoesAfterTheTimeOfIdleModels() throws Exception {
		serveAndKill(NATIVE);
		List<String> evicted = new CopyOnWriteArrayList<>();
		try (OssModelConnector connector = this.oss.connector(this.directory)
			.expireAfterAccess(Duration.ofMillis(500))
			.listener(new OssModelListener() {
				@Override
				public void evicted(String model, EvictionCause cause, long bytes) {
					evicted.add(model + " " + cause + " " + bytes);
				}
			})
			.model(ModelSpec.builder("tokenizer", "oss://models/model/sub/").build())
			.build()) {
			connector.model("tokenizer").await();
			await().atMost(Duration.ofSeconds(10))
				.untilAsserted(() -> assertThat(connector.stats().cache().usedBytes()).isEqualTo(charge(70_000)));
			assertThat(connector.stats().fetch().bytes()).as("what was asked for in time is kept").isZero();
			assertThat(files("data")).hasSize(1);
			await().untilAsserted(() -> assertThat(evicted).contains("oss://models/model/weights-1.bin EXPIRED 5242881")
				.hasSize(this.files.count() - 1));
		}
	}

	@Test
	void whatNobodyAsksForMakesRoomForWhatIsAskedFor() throws Exception {
		serveAndKill(NATIVE);
		byte[] other = this.oss.put("other/large.bin", 20 << 20);
		try (OssModelConnector connector = this.oss.connector(this.directory)
			.maxSize(charge())
			.admissionTimeout(Duration.ofSeconds(10))
			.build()) {
			try (ModelLease lease = connector.prepareDirectory("oss://models/other/", this.directory.resolve("other"))
				.lease()) {
				assertThat(lease.path("large.bin")).hasBinaryContent(other);
			}
			assertThat(connector.stats().cache().usedBytes()).isLessThanOrEqualTo(charge());
		}
	}

	@Test
	void whatDoesNotFitAnyMoreGoesAtOnce() throws Exception {
		serveAndKill(NATIVE);
		try (OssModelConnector connector = this.oss.connector(this.directory).maxSize(11L << 20).build()) {
			long used = connector.stats().cache().usedBytes();
			assertThat(used).isBetween(10L << 20, 11L << 20);
			long there = files("data").stream().mapToLong((file) -> charge(file.toFile().length())).sum();
			assertThat(there).isEqualTo(used);
		}
	}

	@Test
	void whoeverIsKilledAtAnyMomentOfTheStartLosesNothing() throws Exception {
		serveAndKill(NATIVE);
		long asked = this.oss.gets().size();
		for (String moment : List.of("STATE QUEUED", "STATE FETCHING", "PREPARED", "STATE QUEUED", "STATE READY")) {
			try (ConnectorProcess next = ConnectorProcess.start(this.oss, root(), place(), MAX_SIZE, NATIVE)) {
				next.await(moment);
				next.kill();
			}
		}
		try (OssModelConnector connector = this.oss.open(this.directory)) {
			this.files.assertServedBy(connector.prepareDirectory("oss://models/model/", place()), place());
			assertThat(this.oss.gets()).hasSize((int) asked);
		}
		assertThat(root()).isEmptyDirectory();
	}

	@Test
	void twoThatStartAtOnceBothGetTheModel() throws Exception {
		serveAndKill(NATIVE);
		List<CompletableFuture<OssModelConnector>> starting = new ArrayList<>();
		for (int i = 0; i < 2; i++) {
			starting.add(CompletableFuture.supplyAsync(() -> this.oss.open(this.directory),
					(task) -> new Thread(task).start()));
		}
		long used = 0;
		long fetched = 0;
		for (CompletableFuture<OssModelConnector> connector : starting) {
			used += connector.join().stats().cache().usedBytes();
		}
		assertThat(used).as("each file is adopted by one of them").isEqualTo(charge());
		for (CompletableFuture<OssModelConnector> connector : starting) {
			try (ModelLease lease = connector.join()
				.prepare(ModelSpec.builder("model", "oss://models/model/").build())
				.lease()) {
				this.files.assertIn(lease.path());
			}
			fetched += connector.join().stats().fetch().bytes();
		}
		assertThat(fetched).isEqualTo(this.files.bytes());
		starting.forEach((connector) -> connector.join().close());
		assertThat(root()).isEmptyDirectory();
	}

	@Test
	void aLazyModelFindsItsFilesToo() throws Exception {
		serveAndKill(NATIVE);
		try (OssModelConnector connector = this.oss.open(this.directory)) {
			OssModel model = connector
				.prepare(ModelSpec.builder("lazy", "oss://models/model/").mode(ModelMode.LAZY).build());
			try (ModelLease lease = model.lease()) {
				this.files.assertIn(lease.path());
			}
			assertThat(connector.stats().fetch().bytes()).isZero();
		}
	}

	@Test
	void anAttemptThatFailsLosesNothingOfIt() throws Exception {
		serveAndKill(NATIVE);
		this.files.put(this.oss, "new.bin", 1 << 20);
		AtomicBoolean refused = new AtomicBoolean(true);
		this.oss.onGet((_) -> refused.get() ? Reaction.status(403, "AccessDenied") : Reaction.proceed());
		try (OssModelConnector connector = this.oss.open(this.directory)) {
			OssModel model = connector.prepareDirectory("oss://models/model/", place());
			await().until(() -> model.progress().state() == ModelState.FAILED);
			await().untilAsserted(
					() -> assertThat(connector.stats().cache().usedBytes()).isEqualTo(charge() - charge(1 << 20)));
			refused.set(false);
			this.files.assertServedBy(model, place());
			assertThat(connector.stats().fetch().bytes()).isEqualTo(1 << 20);
		}
	}

	@Test
	void whatWasNotVerifiedIsNotAdopted() throws Exception {
		this.oss.emulator().requestHook((_) -> Reaction.omitHeader("x-oss-hash-crc64ecma"));
		serveAndKill(NATIVE);
		try (OssModelConnector connector = this.oss.open(this.directory)) {
			assertThat(connector.stats().cache().usedBytes()).isEqualTo(0);
			this.files.assertServedBy(connector.prepareDirectory("oss://models/model/", place()), place());
		}
	}

	@Test
	@Tag("large")
	@Timeout(300)
	void threeGigabytesAreReadyAgainInUnderASecondPerGigabyte() throws Exception {
		Path memory = Files.createTempDirectory(Path.of("/dev/shm"), "ossmc-adopt-");
		try {
			for (int i = 0; i < 6; i++) {
				this.oss.bucket().putSynthetic("model/weights-" + i, 500_000_000 + i, i);
			}
			Path root = memory.resolve("root");
			long size = 3_100_000_000L;
			try (ConnectorProcess dying = ConnectorProcess.start(this.oss, root, place(), size, NATIVE)) {
				dying.await("PREPARED");
				dying.kill();
			}
			long start = System.nanoTime();
			try (OssModelConnector connector = this.oss.connector(this.directory).root(root).maxSize(size).build()) {
				OssModel model = connector.prepareDirectory("oss://models/model/", place());
				model.await();
				Duration took = Duration.ofNanos(System.nanoTime() - start);
				assertThat(connector.stats().fetch().bytes()).isZero();
				assertThat(took).as("3 GB, from the beginning of the connector to READY")
					.isLessThan(Duration.ofSeconds(3));
				System.out.println("Adopted 3 GB in " + took.toMillis() + " ms: " + model.progress().phases());
			}
			Files.delete(root);
		}
		finally {
			Files.delete(memory);
		}
	}

	private void serveAndKill(String jvmOption) throws Exception {
		try (ConnectorProcess dying = ConnectorProcess.start(this.oss, root(), place(), MAX_SIZE, jvmOption)) {
			dying.await("PREPARED");
			dying.kill();
		}
	}

	private long charge() {
		return this.files.contents().stream().mapToLong((content) -> charge(content.length)).sum();
	}

	private static long charge(long bytes) {
		return Math.ceilDiv(bytes, 4096) * 4096;
	}

	private Path root() {
		return this.directory.resolve("root");
	}

	private Path place() {
		return this.directory.resolve("place");
	}

	/** Files of that name, or all. */
	private List<Path> files(String name) throws IOException {
		try (Stream<Path> walk = Files.walk(root())) {
			return walk.filter(Files::isRegularFile).filter((file) -> name.isEmpty() || file.endsWith(name)).toList();
		}
	}

	private static List<Object> inodes(List<Path> files) throws IOException {
		List<Object> inodes = new ArrayList<>();
		for (Path file : files) {
			inodes.add(Files.getAttribute(file, "unix:ino"));
		}
		return inodes;
	}

}
