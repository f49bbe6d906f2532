package io.ossmc.connector;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import io.ossmc.ModelLease;
import io.ossmc.ModelSpec;
import io.ossmc.ModelState;
import io.ossmc.OssModel;
import io.ossmc.OssModelCapacityException;
import io.ossmc.OssModelConnector;
import io.ossmc.OssModelDirectoryException;
import io.ossmc.memory.SmallTmpfs;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Real file systems that are too small, fill up, or may not be replaced by a link: needs
 * root, so that a laptop leaves it out and {@code -Pci} does not.
 */
@Tag("engine")
@Tag("environment")
@Timeout(120)
class FullRootTests {

	private static final long MIB = 1 << 20;

	@RegisterExtension
	final Oss oss = new Oss();

	@TempDir
	Path directory;

	@Test
	void aRootSmallerThanConfiguredIsRefusedWithBothSizesAndTheRemedies() throws IOException {
		try (SmallTmpfs tmpfs = SmallTmpfs.mount("size=64m")) {
			assertThatExceptionOfType(OssModelCapacityException.class)
				.isThrownBy(() -> connector(tmpfs).maxSize(100 * MIB).build())
				.withMessageContaining("100.0 MiB")
				.withMessageContaining("64.0 MiB")
				.withMessageContaining("ossmc.cache.max-size")
				.withMessageContaining("ossmc.cache.root")
				.withMessageContaining("sizeLimit");
			assertThat(owners(tmpfs)).isEmpty();
		}
	}

	@Test
	void aRootThatSomebodyElseFilledIsASentenceAndHealsByItself() throws IOException {
		byte[] small = this.oss.put("model/config.json", 1000);
		byte[] large = this.oss.put("model/weights.bin", 40 << 20);
		try (SmallTmpfs tmpfs = SmallTmpfs.mount("size=64m")) {
			try (OssModelConnector connector = connector(tmpfs).build()) {
				Path theirs = fill(tmpfs, "theirs", 30 * MIB);
				OssModel model = connector.prepare(ModelSpec.builder("model", "oss://models/model/").build());
				assertThatExceptionOfType(OssModelCapacityException.class).isThrownBy(model::await)
					.withMessageContaining("no room")
					.withMessageContaining("model")
					.withMessageContaining("40.0 MiB")
					.withMessageContaining("tmpfs")
					.withMessageContaining("ossmc.cache.root");
				assertThat(model.progress().nextAttemptAt()).as("it is tried again").isNotNull();
				assertThat(files(tmpfs)).as("nothing is left but their file and the marker").hasSize(2);
				await().untilAsserted(() -> assertThat(connector.stats().cache().usedBytes()).isZero());
				assertThat(theirs).hasSize(30 * MIB);
				Files.delete(theirs);
				await().atMost(Duration.ofSeconds(30)).until(() -> model.progress().state() == ModelState.READY);
				assertFile(model, "config.json", small);
				assertFile(model, "weights.bin", large);
				assertThat(model.progress().error()).isNull();
			}
			assertThat(owners(tmpfs)).isEmpty();
		}
	}

	@Test
	void filesThatFitOneByOneButNotTogetherAreRefusedBeforeTheFirstByte() throws IOException {
		this.oss.put("model/a.bin", 24 << 20);
		this.oss.put("model/b.bin", 24 << 20);
		try (SmallTmpfs tmpfs = SmallTmpfs.mount("size=64m")) {
			fill(tmpfs, "theirs", 30 * MIB);
			try (OssModelConnector connector = connector(tmpfs).build()) {
				OssModel model = connector.prepare(ModelSpec.builder("model", "oss://models/model/").build());
				assertThatExceptionOfType(OssModelCapacityException.class).isThrownBy(model::await)
					.withMessageContaining("no room for model")
					.withMessageContaining("48.0 MiB");
				assertThat(connector.stats().fetch().bytes()).isZero();
			}
		}
	}

	@Test
	void aRootThatSomebodyFillsDuringALoadIsASentenceAndHealsByItself() throws IOException {
		byte[] large = this.oss.put("model/weights.bin", 32 << 20);
		this.oss.emulator().bandwidth(8_000_000);
		try (SmallTmpfs tmpfs = SmallTmpfs.mount("size=64m")) {
			try (OssModelConnector connector = connector(tmpfs).build()) {
				OssModel model = connector.prepare(ModelSpec.builder("model", "oss://models/model/").build());
				await().until(() -> model.progress().fetchedBytes() > 0);
				fillUp(tmpfs);
				assertThat(tmpfs.directory().toFile().getUsableSpace()).isZero();
				this.oss.emulator().bandwidth(0);
				assertThatExceptionOfType(OssModelCapacityException.class).isThrownBy(model::await)
					.withMessageContaining("no room")
					.withMessageContaining("ossmc.cache.root");
				assertThat(files(tmpfs)).as("nothing is left but their file and the marker").hasSize(2);
				Files.delete(tmpfs.directory().resolve("filler"));
				await().atMost(Duration.ofSeconds(30)).until(() -> model.progress().state() == ModelState.READY);
				assertFile(model, "weights.bin", large);
			}
			assertThat(owners(tmpfs)).isEmpty();
		}
	}

	@Test
	void withoutNativeCallsNothingIsReservedAndARootThatFillsUpIsASentenceTooAndNoCrash() throws Exception {
		byte[] large = this.oss.put("model/weights.bin", 32 << 20);
		this.oss.emulator().bandwidth(8_000_000);
		Path place = this.directory.resolve("place");
		try (SmallTmpfs tmpfs = SmallTmpfs.mount("size=64m")) {
			try (ConnectorProcess loading = ConnectorProcess.start(this.oss, tmpfs.directory().resolve("root"), place,
					60 * MIB, "--illegal-native-access=deny")) {
				loading.await("STATE FETCHING");
				fillUp(tmpfs);
				this.oss.emulator().bandwidth(0);
				assertThat(loading.await("ERROR")).contains("OssModelCapacityException", "no room", "ossmc.cache.root");
				Files.delete(tmpfs.directory().resolve("filler"));
				loading.await("PREPARED");
				assertThat(Files.readAllBytes(place.resolve("weights.bin"))).isEqualTo(large);
				assertThat(loading.terminate()).isLessThan(5_000);
			}
			assertThat(owners(tmpfs)).isEmpty();
		}
		try (Stream<Path> entries = Files.list(this.directory)) {
			assertThat(entries).as("no hs_err file").isEmpty();
		}
	}

	@Test
	void aRootWithoutRoomForNamesIsASentence() throws IOException {
		for (int i = 0; i < 30; i++) {
			this.oss.put("model/file-" + i, 10);
		}
		try (SmallTmpfs tmpfs = SmallTmpfs.mount("size=64m,nr_inodes=20")) {
			try (OssModelConnector connector = connector(tmpfs).build()) {
				OssModel model = connector.prepare(ModelSpec.builder("model", "oss://models/model/").build());
				assertThatExceptionOfType(OssModelCapacityException.class).isThrownBy(model::await)
					.withMessageContaining("no room");
				assertThat(files(tmpfs)).as("nothing is left but the marker").hasSize(1);
				await().untilAsserted(() -> assertThat(connector.stats().cache().usedBytes()).isZero());
			}
			assertThat(owners(tmpfs)).isEmpty();
		}
	}

	@Test
	void aMountPointBecomesADirectoryOfLinksAndIsEmptyAfterwards() throws IOException {
		byte[] small = this.oss.put("model/config.json", 1000);
		byte[] inside = this.oss.put("model/sub/inside.bin", 1000);
		byte[] large = this.oss.put("model/weights.bin", 8 << 20);
		this.oss.emulator().bandwidth(2_000_000);
		try (SmallTmpfs tmpfs = SmallTmpfs.mount("size=1m")) {
			Path place = tmpfs.directory();
			try (OssModelConnector connector = this.oss.open(this.directory)) {
				OssModel model = connector.prepareDirectory("oss://models/model/", place);
				await().until(() -> Files.exists(place.resolve("config.json")));
				assertThat(place.resolve("config.json")).hasBinaryContent(small);
				assertThat(Files.exists(place.resolve("weights.bin"), LinkOption.NOFOLLOW_LINKS))
					.as("no name before the file is complete")
					.isFalse();
				assertThat(model.progress().state()).isEqualTo(ModelState.FETCHING);
				this.oss.emulator().bandwidth(0);
				assertFile(model, "weights.bin", large);
				assertThat(Files.readAllBytes(place.resolve("weights.bin"))).isEqualTo(large);
				assertThat(place.resolve("sub/inside.bin")).hasBinaryContent(inside);
				assertThat(Files.isSymbolicLink(place.resolve("weights.bin"))).isTrue();
				assertThat(model.evict()).isTrue();
				assertThat(entries(place)).as("it is held, and shows nothing").containsExactly(".ossmc-current");
				assertFile(model, "weights.bin", large);
				assertThat(place.resolve("sub/inside.bin")).hasBinaryContent(inside);
			}
			assertThat(place).isEmptyDirectory();
		}
	}

	@Test
	void aMountPointWithSomebodysFileIsRefusedAndAFileThatComesLaterIsKept() throws IOException {
		this.oss.put("model/sub/file", 1000);
		try (SmallTmpfs tmpfs = SmallTmpfs.mount("size=1m")) {
			Path mine = Files.writeString(tmpfs.directory().resolve("mine.txt"), "precious");
			try (OssModelConnector connector = this.oss.open(this.directory)) {
				assertThatExceptionOfType(OssModelDirectoryException.class)
					.isThrownBy(() -> connector.prepareDirectory("oss://models/model/", tmpfs.directory()))
					.withMessageContaining("mine.txt")
					.withMessageContaining("Nothing was deleted");
				Files.delete(mine);
				connector.prepareDirectory("oss://models/model/", tmpfs.directory()).await();
				Files.writeString(mine, "precious");
				Files.writeString(tmpfs.directory().resolve("sub/mine.txt"), "precious");
			}
			assertThat(mine).hasContent("precious");
			assertThat(tmpfs.directory().resolve("sub/mine.txt")).hasContent("precious");
			assertThat(files(tmpfs)).hasSize(2);
		}
	}

	@Test
	void emptyFoldersOfAMountPointThatAreNotOursStay() throws IOException {
		this.oss.put("model/sub/deeper/file", 1000);
		try (SmallTmpfs tmpfs = SmallTmpfs.mount("size=1m")) {
			Path lost = Files.createDirectory(tmpfs.directory().resolve("lost+found"));
			Path mine = tmpfs.directory().resolve("mine/empty");
			try (OssModelConnector connector = this.oss.open(this.directory)) {
				connector.prepareDirectory("oss://models/model/", tmpfs.directory()).await();
				Files.createDirectories(mine);
				assertThat(tmpfs.directory().resolve("sub/deeper/file")).hasSize(1000);
			}
			assertThat(lost).as("every fresh ext4 volume has one").isDirectory();
			assertThat(mine).isDirectory();
			assertThat(tmpfs.directory().resolve("sub")).doesNotExist();
		}
	}

	@Test
	void aMountPointLeftByAKilledProcessIsTakenOver() throws Exception {
		byte[] small = this.oss.put("model/config.json", 1000);
		byte[] large = this.oss.put("model/weights.bin", 8 << 20);
		this.oss.emulator().bandwidth(1_000_000);
		try (SmallTmpfs tmpfs = SmallTmpfs.mount("size=1m")) {
			Path place = tmpfs.directory();
			try (ConnectorProcess dying = ConnectorProcess.start(this.oss, this.directory.resolve("root"), place,
					60 * MIB, "--enable-native-access=ALL-UNNAMED")) {
				await().atMost(Duration.ofSeconds(20)).until(() -> Files.exists(place.resolve("config.json")));
				try (OssModelConnector connector = this.oss.open(this.directory)) {
					assertThatExceptionOfType(OssModelDirectoryException.class)
						.isThrownBy(() -> connector.prepareDirectory("oss://models/model/", place))
						.withMessageContaining("process " + dying.pid());
				}
				dying.kill();
			}
			assertThat(Files.isSymbolicLink(place.resolve("config.json"))).isTrue();
			this.oss.emulator().bandwidth(0);
			try (OssModelConnector connector = this.oss.open(this.directory)) {
				assertThat(Files.exists(place.resolve("config.json"))).as("a dangling link").isFalse();
				OssModel model = connector.prepareDirectory("oss://models/model/", place);
				assertFile(model, "config.json", small);
				assertFile(model, "weights.bin", large);
				assertThat(place.resolve("config.json")).hasBinaryContent(small);
			}
			assertThat(place).isEmptyDirectory();
			assertThat(this.directory.resolve("root")).isEmptyDirectory();
		}
	}

	@Test
	void hugePagesOfTheRootAreUsedAndShown() throws IOException {
		byte[] small = this.oss.put("model/config.json", 1000);
		byte[] large = this.oss.put("model/weights.bin", (16 << 20) + 17);
		boolean huge = Files.exists(Path.of("/sys/kernel/mm/transparent_hugepage/shmem_enabled"));
		try (SmallTmpfs tmpfs = SmallTmpfs.mount(huge ? "size=64m,huge=always" : "size=64m")) {
			try (OssModelConnector connector = connector(tmpfs).build()) {
				assertThat(connector.stats().cache().pages()).isEqualTo(huge ? "huge" : "4KiB");
				OssModel model = connector.prepare(ModelSpec.builder("model", "oss://models/model/").build());
				assertFile(model, "weights.bin", large);
				assertFile(model, "config.json", small);
				long taken = 64 * MIB - tmpfs.directory().toFile().getFreeSpace();
				assertThat(connector.stats().cache().usedBytes()).as("charged, of which the kernel gave %d", taken)
					.isGreaterThanOrEqualTo(large.length + small.length)
					.isLessThanOrEqualTo(24 * MIB);
			}
			assertThat(owners(tmpfs)).isEmpty();
		}
	}

	private OssModelConnectorBuilder connector(SmallTmpfs tmpfs) {
		return this.oss.connector(this.directory).root(tmpfs.directory().resolve("root")).maxSize(60 * MIB);
	}

	private static void assertFile(OssModel model, String name, byte[] content) throws IOException {
		try (ModelLease lease = model.lease()) {
			assertThat(Arrays.equals(Files.readAllBytes(lease.path(name)), content)).as("the bytes of %s", name)
				.isTrue();
		}
	}

	private static Path fill(SmallTmpfs tmpfs, String name, long bytes) throws IOException {
		Path file = tmpfs.directory().resolve(name);
		try (OutputStream out = Files.newOutputStream(file)) {
			for (long written = 0; written < bytes; written += MIB) {
				out.write(new byte[(int) MIB]);
			}
		}
		return file;
	}

	/** Somebody writes until there is nothing left. */
	private static void fillUp(SmallTmpfs tmpfs) {
		try (OutputStream out = Files.newOutputStream(tmpfs.directory().resolve("filler"))) {
			while (true) {
				out.write(new byte[4096]);
			}
		}
		catch (IOException _) {
			// Full.
		}
	}

	private static List<String> entries(Path directory) throws IOException {
		try (Stream<Path> entries = Files.list(directory)) {
			return entries.map((entry) -> entry.getFileName().toString()).toList();
		}
	}

	private static List<Path> owners(SmallTmpfs tmpfs) throws IOException {
		Path root = tmpfs.directory().resolve("root");
		if (!Files.exists(root)) {
			return List.of();
		}
		try (Stream<Path> entries = Files.list(root)) {
			return entries.toList();
		}
	}

	private static List<Path> files(SmallTmpfs tmpfs) throws IOException {
		try (Stream<Path> walk = Files.walk(tmpfs.directory())) {
			return walk.filter((path) -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)).toList();
		}
	}

}
