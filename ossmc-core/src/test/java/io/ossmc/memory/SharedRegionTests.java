package io.ossmc.memory;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import io.ossmc.OssModelCapacityException;
import io.ossmc.OssModelDirectoryException;
import io.ossmc.system.Libc;
import io.ossmc.system.Pages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SharedRegionTests {

	@TempDir
	private Path directory;

	@Test
	void aPublishedFileHasTheBytesAndCannotBeWritten() throws IOException {
		final byte[] bytes = RegionTests.random(100_000);
		final Path target = this.directory.resolve("model.bin");
		try (SharedRegion region = SharedRegion.create(this.directory.resolve("staging"), bytes.length)) {
			RegionTests.fill(region, bytes, 30_000, 7_000);
			region.publish(target);
			assertThat(region.path()).isEqualTo(target);
			assertThat(this.directory.resolve("staging")).doesNotExist();
			assertThat(target).hasBinaryContent(bytes);
			assertThat(Files.getPosixFilePermissions(target).toString()).doesNotContain("WRITE");
			assertThatIllegalStateException().isThrownBy(() -> region.writer(0, 1, false))
				.withMessageContaining("published");
			try (RegionLease lease = region.lease()) {
				assertThat(lease.segment().get(ValueLayout.JAVA_BYTE, 99_999)).isEqualTo(bytes[99_999]);
			}
		}
		assertThat(target).as("closing removes the name at once").doesNotExist();
	}

	@Test
	void nothingIsPublishedWhileAWriterIsIn() {
		try (SharedRegion region = SharedRegion.create(this.directory.resolve("staging"), 10)) {
			try (RegionWriter writer = region.writer(0, 10, false)) {
				assertThatIllegalStateException().isThrownBy(() -> region.publish(this.directory.resolve("model")))
					.withMessageContaining("writer");
				assertThat(writer.buffer().remaining()).isEqualTo(10);
			}
			region.publish(this.directory.resolve("model"));
		}
	}

	@Test
	void aDirectlyWrittenRegionIsPublishedToo() throws IOException {
		final byte[] bytes = RegionTests.random(50_000);
		try (SharedRegion region = SharedRegion.create(this.directory.resolve("s"), bytes.length, Libc.instance(),
				new Pages(true, 4096))) {
			RegionTests.fill(region, bytes, 20_000, 20_000);
			region.publish(this.directory.resolve("t"));
			assertThat(this.directory.resolve("t")).hasBinaryContent(bytes);
		}
	}

	@Test
	void closingLeavesAFileAloneThatTookItsName() throws IOException {
		final SharedRegion region = SharedRegion.create(this.directory.resolve("a"), 10);
		region.publish(this.directory.resolve("b"));
		final Path users = Files.writeString(this.directory.resolve("users"), "mine");
		Files.move(users, this.directory.resolve("b"), StandardCopyOption.REPLACE_EXISTING);
		region.close();
		assertThat(this.directory.resolve("b")).hasContent("mine");
	}

	@Test
	void aLeaseReadsOnAfterTheFileWasUnlinked() throws Exception {
		final SharedRegion region = SharedRegion.create(this.directory.resolve("a"), 3);
		RegionTests.fill(region, new byte[] { 1, 2, 3 }, 3, 3);
		final RegionLease lease = region.lease();
		region.close();
		assertThat(this.directory).isEmptyDirectory();
		assertThat(lease.segment().get(ValueLayout.JAVA_BYTE, 2)).isEqualTo((byte) 3);
		lease.close();
		region.whenFreed().get(10, TimeUnit.SECONDS);
	}

	@Test
	void anExistingFileIsNeverOverwritten() throws IOException {
		final Path file = Files.writeString(this.directory.resolve("a"), "mine");
		assertThatThrownBy(() -> SharedRegion.create(file, 1)).isInstanceOf(OssModelDirectoryException.class);
		assertThat(file).hasContent("mine");
	}

	@Test
	void filesAreReadableByWhomTheDirectoryIsReadableBy() throws IOException {
		for (String[] modes : new String[][] { { "rwx------", "rw-------" }, { "rwxr-x---", "rw-r-----" },
				{ "rwxrwxrwx", "rw-r--r--" } }) {
			Files.setPosixFilePermissions(this.directory, PosixFilePermissions.fromString(modes[0]));
			try (SharedRegion region = SharedRegion.create(this.directory.resolve("a"), 1)) {
				assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(region.path())))
					.as("in a directory %s", modes[0])
					.isEqualTo(modes[1]);
			}
		}
	}

	@Test
	void aFileThatDoesNotFitIsRefusedWithBothSizesAndLeavesNothing() throws Exception {
		try (SmallTmpfs tmpfs = SmallTmpfs.mount("size=4m")) {
			assertThatThrownBy(() -> SharedRegion.create(tmpfs.directory().resolve("a"), 5 << 20))
				.isInstanceOf(OssModelCapacityException.class)
				.hasMessageContaining("5242880 bytes")
				.hasMessageContaining("4194304 bytes")
				.hasMessageContaining("ossmc.cache.root")
				.hasMessageContaining("sizeLimit");
			assertThat(tmpfs.directory()).isEmptyDirectory();
		}
	}

	@Test
	void hugePagesAreTakenBeforeTheFirstByteSoThatAFullTmpfsCannotHurtLater() throws Exception {
		try (SmallTmpfs tmpfs = SmallTmpfs.mount("size=8m,huge=always");
				SharedRegion region = SharedRegion.create(tmpfs.directory().resolve("a"), 6 << 20)) {
			assertThatThrownBy(() -> SharedRegion.create(tmpfs.directory().resolve("b"), 4 << 20))
				.isInstanceOf(OssModelCapacityException.class)
				.hasMessageContaining("no room");
			final byte[] bytes = RegionTests.random(6 << 20);
			RegionTests.fill(region, bytes, 2 << 20, 1 << 20);
			assertThat(region.path()).hasBinaryContent(bytes);
		}
	}

	@Test
	void ordinaryPagesComeWithTheWritesAndAFullTmpfsIsASentence() throws Exception {
		try (SmallTmpfs tmpfs = SmallTmpfs.mount("size=4m");
				SharedRegion first = SharedRegion.create(tmpfs.directory().resolve("a"), 3 << 20);
				SharedRegion second = SharedRegion.create(tmpfs.directory().resolve("b"), 2 << 20)) {
			final byte[] bytes = RegionTests.random(3 << 20);
			RegionTests.fill(first, bytes, 1 << 20, 1 << 20);
			assertThatThrownBy(() -> RegionTests.fill(second, new byte[2 << 20], 1 << 20, 1 << 20))
				.isInstanceOf(OssModelCapacityException.class)
				.hasMessageContaining("no room");
			assertThat(first.path()).hasBinaryContent(bytes);
		}
	}

	@Test
	void withoutReservationAFullTmpfsIsASentenceToo() throws Exception {
		try (SmallTmpfs tmpfs = SmallTmpfs.mount("size=4m");
				SharedRegion region = SharedRegion.create(tmpfs.directory().resolve("a"), 3 << 20, Optional.empty(),
						new Pages(false, 4096));
				FileChannel other = FileChannel.open(tmpfs.directory().resolve("b"), StandardOpenOption.CREATE_NEW,
						StandardOpenOption.WRITE)) {
			other.write(ByteBuffer.allocate(3 << 20));
			assertThatThrownBy(() -> RegionTests.fill(region, new byte[3 << 20], 3 << 20, 1 << 20))
				.isInstanceOf(OssModelCapacityException.class)
				.hasMessageContaining("no room");
		}
	}

	@Test
	void hugePagesAreSeenAndWrittenDirectly() throws Exception {
		try (SmallTmpfs tmpfs = SmallTmpfs.mount("size=16m,huge=always")) {
			assertThat(Pages.of(tmpfs.directory())).isEqualTo(new Pages(true, 2 << 20));
			final byte[] bytes = RegionTests.random(5 << 20);
			try (SharedRegion region = SharedRegion.create(tmpfs.directory().resolve("a"), bytes.length)) {
				try (RegionWriter writer = region.writer(0, 1, false)) {
					assertThat(writer).isInstanceOf(DirectWriter.class);
				}
				assertThat(region.charged()).isEqualTo(6 << 20);
				RegionTests.fill(region, bytes, 1 << 20, 1 << 20);
				assertThat(region.path()).hasBinaryContent(bytes);
			}
		}
	}

}
