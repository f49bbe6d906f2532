package io.ossmc.connector;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

import io.ossmc.ModelLease;
import io.ossmc.ModelMode;
import io.ossmc.ModelSpec;
import io.ossmc.OssModel;
import io.ossmc.OssModelConnector;
import io.ossmc.emulator.Reaction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What a connector leaves that was closed with {@code keep-on-close}, and what the next
 * one makes of it. What is adopted of a process that died is {@link AdoptionTests}'.
 */
@Timeout(60)
class KeepOnCloseTests {

	@RegisterExtension
	final Oss oss = new Oss();

	@TempDir
	Path directory;

	private FilesOnOss files;

	@BeforeEach
	void putFiles() {
		this.files = new FilesOnOss(this.oss);
	}

	private OssModelConnector connector() {
		return this.oss.connector(this.directory).keepOnClose(true).build();
	}

	private OssModel prepared(OssModelConnector connector) {
		return connector.prepareDirectory("oss://models/model/", place());
	}

	private void serveAndClose() throws IOException {
		try (OssModelConnector connector = connector()) {
			this.files.assertServedBy(prepared(connector), place());
		}
	}

	@Test
	void filesStayAndAreServedAgainWithoutFetchingAByte() throws Exception {
		serveAndClose();
		assertThat(place()).as("the path that was shown")
			.satisfies((shown) -> assertThat(Files.exists(shown)).isFalse());
		List<Object> inodes = inodes();
		assertThat(inodes).hasSize(this.files.count());
		assertThat(left()).as("data and note of each, and the marker").hasSize(2 * this.files.count() + 1);
		for (int again = 0; again < 3; again++) {
			try (OssModelConnector connector = connector()) {
				OssModel model = prepared(connector);
				this.files.assertServedBy(model, place());
				assertThat(model.progress().verified()).isTrue();
				assertThat(connector.stats().fetch().bytes()).isZero();
			}
			assertThat(inodes()).containsExactlyInAnyOrderElementsOf(inodes);
		}
		try (OssModelConnector connector = this.oss.open(this.directory)) {
			this.files.assertServedBy(prepared(connector), place());
			assertThat(connector.stats().fetch().bytes()).isZero();
		}
		assertThat(this.directory.resolve("root")).as("after one that keeps nothing").isEmptyDirectory();
	}

	@Test
	void whatNobodyAskedForStaysToo() throws Exception {
		serveAndClose();
		List<Object> inodes = inodes();
		connector().close();
		assertThat(inodes()).containsExactlyInAnyOrderElementsOf(inodes);
	}

	@Test
	void alsoWhatIsLeasedOrSharedByModels() throws Exception {
		ModelLease lease;
		try (OssModelConnector connector = connector()) {
			lease = prepared(connector).lease();
			connector.prepare(ModelSpec.builder("same", "oss://models/model/").mode(ModelMode.LAZY).build()).await();
		}
		assertThat(inodes()).hasSize(this.files.count());
		lease.close();
		assertThat(inodes()).hasSize(this.files.count());
	}

	@Test
	void whatWasEvictedBeforeOrWasOpenedOrIsNotVerifiedGoes() throws Exception {
		this.oss.put("plain/file", 5000);
		this.oss.emulator()
			.requestHook((request) -> request.key().startsWith("plain/") ? Reaction.omitHeader("x-oss-hash-crc64ecma")
					: Reaction.proceed());
		try (OssModelConnector connector = connector()) {
			OssModel model = prepared(connector).await();
			connector.prepare(ModelSpec.builder("plain", "oss://models/plain/").build()).await();
			connector.open("oss://models/model/config.json").segment();
			assertThat(model.evict()).isTrue();
			await().until(() -> connector.stats().cache().entries() <= 2);
		}
		assertThat(this.directory.resolve("root")).isEmptyDirectory();
	}

	@Test
	void whatIsOnlyHalfThereGoes() throws Exception {
		this.oss.onGet(
				(request) -> request.key().endsWith("weights-4.bin") ? Reaction.stallAfter(1000) : Reaction.proceed());
		try (OssModelConnector connector = connector()) {
			OssModel model = prepared(connector);
			await().until(() -> model.progress().fetchedBytes() >= this.files.bytes() - (6 << 20));
		}
		assertThat(left("data").map((file) -> file.toFile().length())).doesNotContain((5L << 20) + 4);
	}

	@Test
	void aByteThatChangedMeanwhileIsFoundAndItsFileFetchedAgain() throws Exception {
		serveAndClose();
		Path wrong = left("data").filter((file) -> file.toFile().length() == (5 << 20) + 2).findAny().orElseThrow();
		Files.setPosixFilePermissions(wrong, PosixFilePermissions.fromString("rw-------"));
		try (RandomAccessFile file = new RandomAccessFile(wrong.toFile(), "rw")) {
			file.seek(4_000_000);
			int old = file.read();
			file.seek(4_000_000);
			file.write(old ^ 1);
		}
		Files.setPosixFilePermissions(wrong, PosixFilePermissions.fromString("r--------"));
		try (OssModelConnector connector = connector()) {
			this.files.assertServedBy(prepared(connector), place());
			assertThat(connector.stats().fetch().bytes()).isEqualTo((5 << 20) + 2);
		}
		assertThat(inodes()).hasSize(this.files.count());
	}

	@Test
	void whatWasFoundWrongIsNotLeftAgain() throws Exception {
		serveAndClose();
		Path wrong = left("data").filter((file) -> file.toFile().length() == (5 << 20) + 2).findAny().orElseThrow();
		Files.setPosixFilePermissions(wrong, PosixFilePermissions.fromString("rw-------"));
		try (RandomAccessFile file = new RandomAccessFile(wrong.toFile(), "rw")) {
			file.write(17);
			file.write(18);
		}
		Files.setPosixFilePermissions(wrong, PosixFilePermissions.fromString("r--------"));
		this.oss.onGet((_) -> Reaction.status(403, "AccessDenied"));
		try (OssModelConnector connector = connector()) {
			OssModel model = prepared(connector);
			await().until(() -> model.progress().error() != null);
		}
		assertThat(left("data").map((file) -> file.toFile().length())).doesNotContain((5L << 20) + 2);
	}

	@Test
	void anObjectThatChangedMeanwhileIsFetchedAndItsOldContentGoes() throws Exception {
		serveAndClose();
		byte[] fresh = new byte[(5 << 20) + 1];
		this.files.replace(this.oss, "weights-1.bin", fresh);
		try (OssModelConnector connector = connector()) {
			this.files.assertServedBy(prepared(connector), place());
			assertThat(connector.stats().fetch().bytes()).isEqualTo(fresh.length);
		}
		assertThat(inodes()).hasSize(this.files.count());
	}

	private Path place() {
		return this.directory.resolve("place");
	}

	private List<Path> left() throws IOException {
		try (Stream<Path> all = Files.walk(this.directory.resolve("root"))) {
			return all.filter((file) -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)).toList();
		}
	}

	private Stream<Path> left(String name) throws IOException {
		return left().stream().filter((file) -> file.endsWith(name));
	}

	private List<Object> inodes() throws IOException {
		return left("data").<Object>map((file) -> {
			try {
				return Files.getAttribute(file, "unix:ino");
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		}).toList();
	}

}
