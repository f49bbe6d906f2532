package io.ossmc.connector;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import io.ossmc.ModelMode;
import io.ossmc.OssModel;
import io.ossmc.OssModelConnector;
import io.ossmc.OssModelDirectoryException;
import io.ossmc.emulator.Reaction;
import io.ossmc.memory.SmallTmpfs;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What is left of processes that end, politely or not, and what the next one makes of it.
 */
@Timeout(120)
class KillTests {

	private static final long MAX_SIZE = 128L << 20;

	private static final String[] NATIVE = { "--enable-native-access=ALL-UNNAMED" };

	/** A machine without the native calls: locks and files work all the same. */
	private static final String[] NO_NATIVE = { "--illegal-native-access=deny" };

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
	void afterAKillInTheMiddleOfALoadNothingButCompleteFilesIsLeftAndTheModelIsRight() throws Exception {
		afterAKill(NATIVE);
	}

	@Test
	void theSameWithoutNativeAccess() throws Exception {
		afterAKill(NO_NATIVE);
	}

	private void afterAKill(String... jvmOptions) throws Exception {
		this.oss.emulator().bandwidth(2_000_000);
		Path place = this.directory.resolve("place");
		try (ConnectorProcess dying = ConnectorProcess.start(this.oss, root(), place, MAX_SIZE, jvmOptions)) {
			dying.await("STATE FETCHING");
			await().atMost(Duration.ofSeconds(20)).until(() -> Files.exists(place.resolve("config.json")));
			assertThat(owners()).hasSize(1).first().asString().contains("c-" + dying.pid() + "-");
			assertThat(place.resolve("weights-2.bin")).doesNotExist();
			dying.kill();
		}
		List<Path> dead = owners();
		assertThat(dead).as("what this test is about").hasSize(1);
		assertThat(Files.isSymbolicLink(place)).isTrue();
		assertThat(files(root())).as("half a model").hasSizeGreaterThan(2);
		this.oss.emulator().bandwidth(0);
		try (OssModelConnector connector = this.oss.open(this.directory)) {
			assertThat(dead.getFirst()).as("swept when the next one starts").doesNotExist();
			assertThat(Files.exists(place, LinkOption.NOFOLLOW_LINKS)).as("a dangling link").isTrue();
			List<Path> kept = files(root());
			assertThat(kept).as("config.json at least, with a note, and the new one's marker").hasSizeGreaterThan(2);
			assertThat(kept).filteredOn((file) -> file.endsWith("data"))
				.allSatisfy((file) -> assertThat(this.files.contents())
					.anySatisfy((content) -> assertThat(file).hasBinaryContent(content)))
				.hasSize((kept.size() - 1) / 2);
			this.files.assertServedBy(connector.prepareDirectory("oss://models/model/", place), place);
		}
		assertNothingLeft(place);
	}

	@Test
	void afterAKillOfAProcessThatServesTheNextOneTakesItsPlace() throws Exception {
		Path place = this.directory.resolve("place");
		try (ConnectorProcess dying = ConnectorProcess.start(this.oss, root(), place, MAX_SIZE, NATIVE)) {
			dying.await("PREPARED");
			dying.kill();
		}
		try (ConnectorProcess next = ConnectorProcess.start(this.oss, root(), place, MAX_SIZE, NATIVE)) {
			next.await("PREPARED");
			assertThat(owners()).hasSize(1).first().asString().contains("c-" + next.pid() + "-");
			this.files.assertIn(place);
			next.kill();
		}
	}

	@Test
	void aDeadProcessIsSweptByAConnectorThatUsesAnotherDirectory() throws Exception {
		try (ConnectorProcess dying = ConnectorProcess.start(this.oss, root(), this.directory.resolve("dead"), MAX_SIZE,
				NATIVE)) {
			dying.await("PREPARED");
			dying.kill();
		}
		this.oss.open(this.directory).close();
		assertThat(files(root())).isEmpty();
		assertThat(owners()).isEmpty();
	}

	@Test
	void twoLivingProcessesWithOneRootDoNotDisturbEachOther() throws Exception {
		doNotDisturbEachOther(NATIVE);
	}

	@Test
	void norIfOneHasNoNativeAccess() throws Exception {
		doNotDisturbEachOther(NO_NATIVE);
	}

	private void doNotDisturbEachOther(String... jvmOptions) throws Exception {
		Path theirs = this.directory.resolve("theirs");
		Path ours = this.directory.resolve("ours");
		try (ConnectorProcess other = ConnectorProcess.start(this.oss, root(), theirs, MAX_SIZE, jvmOptions)) {
			other.await("PREPARED");
			for (int round = 0; round < 3; round++) {
				try (OssModelConnector connector = this.oss.open(this.directory)) {
					assertThat(owners()).hasSize(2);
					this.files.assertServedBy(connector.prepareDirectory("oss://models/model/", ours), ours);
					assertThatExceptionOfType(OssModelDirectoryException.class)
						.isThrownBy(() -> connector.prepareDirectory("oss://models/model/", theirs,
								(options) -> options.name("theirs")))
						.withMessageContaining("process " + other.pid());
				}
				assertThat(owners()).hasSize(1);
				this.files.assertIn(theirs);
			}
			try (OssModelConnector connector = this.oss.open(this.directory)) {
				OssModel model = connector.prepareDirectory("oss://models/model/", ours);
				this.files.assertServedBy(model, ours);
				assertThat(other.terminate()).isLessThan(5_000);
				this.files.assertServedBy(model, ours);
				this.files.assertServedBy(
						connector.prepareDirectory("oss://models/model/", theirs, (options) -> options.name("theirs")),
						theirs);
			}
		}
		assertNothingLeft(ours);
		assertNothingLeft(theirs);
	}

	@Test
	void aModelThatIsNotInMemoryHoldsItsDirectoryAgainstAnotherProcess() throws Exception {
		Path place = this.directory.resolve("place");
		holdsItsDirectory(place);
		assertNothingLeft(place);
	}

	@Test
	void alsoADirectoryThatHasToStayOne() throws Exception {
		try (SmallTmpfs mount = SmallTmpfs.mount("size=1m")) {
			holdsItsDirectory(mount.directory());
			assertThat(mount.directory()).isEmptyDirectory();
		}
	}

	private void holdsItsDirectory(Path place) throws Exception {
		try (OssModelConnector connector = this.oss.open(this.directory)) {
			OssModel model = connector.prepareDirectory("oss://models/model/", place,
					(options) -> options.mode(ModelMode.LAZY));
			assertRefusedToAnotherProcess(place);
			this.files.assertServedBy(model, place);
			assertThat(model.evict()).isTrue();
			assertThat(place.resolve("config.json")).doesNotExist();
			assertRefusedToAnotherProcess(place);
			this.files.assertServedBy(model, place);
		}
	}

	private void assertRefusedToAnotherProcess(Path place) throws Exception {
		try (ConnectorProcess second = ConnectorProcess.start(this.oss, root(), place, MAX_SIZE, NATIVE)) {
			assertThat(second.await("Exception in thread \"main\""))
				.contains("belongs to process " + ProcessHandle.current().pid());
			second.terminate();
		}
	}

	@Test
	void twoProcessesThatLoadAtTheSameTimeWithOneRootBothGetTheModel() throws Exception {
		this.oss.emulator().bandwidth(20_000_000);
		Path first = this.directory.resolve("first");
		Path second = this.directory.resolve("second");
		try (ConnectorProcess one = ConnectorProcess.start(this.oss, root(), first, MAX_SIZE, NATIVE);
				ConnectorProcess two = ConnectorProcess.start(this.oss, root(), second, MAX_SIZE, NO_NATIVE)) {
			one.await("PREPARED");
			two.await("PREPARED");
			assertThat(owners()).hasSize(2);
			this.files.assertIn(first);
			this.files.assertIn(second);
			one.kill();
			assertThat(two.terminate()).isLessThan(5_000);
		}
		this.oss.open(this.directory).close();
		assertThat(files(root())).isEmpty();
	}

	@Test
	void sigtermInTheMiddleOfALoadEndsSoonAndLeavesNothing() throws Exception {
		sigterm(NATIVE);
	}

	@Test
	void sigtermWithoutNativeAccessTheSame() throws Exception {
		sigterm(NO_NATIVE);
	}

	private void sigterm(String... jvmOptions) throws Exception {
		this.oss.emulator().bandwidth(1_000_000);
		Path place = this.directory.resolve("place");
		try (ConnectorProcess ending = ConnectorProcess.start(this.oss, root(), place, MAX_SIZE, jvmOptions)) {
			ending.await("STATE FETCHING");
			await().atMost(Duration.ofSeconds(20)).until(() -> Files.exists(place.resolve("config.json")));
			assertThat(ending.terminate()).as(ending.output()).isLessThan(5_000);
			assertThat(ending.exitValue()).as("ended by SIGTERM").isEqualTo(128 + 15);
			assertThat(ending.output()).doesNotContain("WARN", "ERROR", "Exception in thread");
		}
		assertNothingLeft(place);
	}

	@Test
	void sigtermBeforeTheFirstAnswerEndsSoon() throws Exception {
		this.oss.emulator().requestHook((_) -> Reaction.when(new CompletableFuture<>()));
		Path place = this.directory.resolve("place");
		try (ConnectorProcess ending = ConnectorProcess.start(this.oss, root(), place, MAX_SIZE, NATIVE)) {
			await().atMost(Duration.ofSeconds(20)).until(() -> !this.oss.emulator().requests().isEmpty());
			assertThat(ending.terminate()).as(ending.output()).isLessThan(5_000);
		}
		assertNothingLeft(place);
	}

	private void assertNothingLeft(Path place) throws IOException {
		assertThat(Files.exists(place, LinkOption.NOFOLLOW_LINKS)).as("%s is left", place).isFalse();
		assertThat(root()).as("nothing is left in the root").isEmptyDirectory();
		try (Stream<Path> entries = Files.list(place.getParent())) {
			assertThat(entries).as("nothing is left beside it")
				.allSatisfy((entry) -> assertThat(entry.getFileName().toString()).doesNotStartWith("."));
		}
	}

	private Path root() {
		return this.directory.resolve("root");
	}

	private List<Path> owners() throws IOException {
		try (Stream<Path> entries = Files.list(root())) {
			return entries.toList();
		}
	}

	private static List<Path> files(Path tree) throws IOException {
		try (Stream<Path> walk = Files.walk(tree)) {
			return walk.filter(Files::isRegularFile).toList();
		}
	}

}
