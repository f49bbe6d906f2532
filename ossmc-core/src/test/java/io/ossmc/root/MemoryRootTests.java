package io.ossmc.root;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

import ch.qos.logback.classic.Level;
import io.ossmc.OssModelCapacityException;
import io.ossmc.OssModelConfigurationException;
import io.ossmc.OssModelDirectoryException;
import io.ossmc.memory.Logged;
import io.ossmc.memory.SmallTmpfs;
import io.ossmc.system.Mount;
import io.ossmc.system.OwnedDirectory;
import io.ossmc.system.Pages;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MemoryRootTests {

	@TempDir
	private Path directory;

	@Test
	void aConfiguredRootIsMadeForThisUserOnly() throws IOException {
		final Path path = this.directory.resolve("a/b/root");
		final MemoryRoot root = MemoryRoot.open(path, null);
		assertThat(root.directory()).isEqualTo(path.toRealPath());
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path))).isEqualTo("rwx------");
		assertThat(root.capacity()).isGreaterThanOrEqualTo(root.available()).isPositive();
		assertThat(root.pages()).isIn("4KiB", "16KiB", "64KiB", "huge");
	}

	@Test
	void aLinkAsRootIsRefusedAndTheRealDirectoryNamed() throws IOException {
		final Path link = Files.createSymbolicLink(this.directory.resolve("link"),
				Files.createDirectory(this.directory.resolve("real")));
		assertThatThrownBy(() -> MemoryRoot.open(link, null)).isInstanceOf(OssModelConfigurationException.class)
			.hasMessageContaining("symbolic link")
			.hasMessageContaining(link.toRealPath().toString());
	}

	@Test
	void aFileAsRootIsRefused() throws IOException {
		final Path file = Files.createFile(this.directory.resolve("file"));
		assertThatThrownBy(() -> MemoryRoot.open(file, null)).isInstanceOf(OssModelConfigurationException.class)
			.hasMessageContaining("not a directory");
	}

	@Test
	void aRootOfAnotherUserIsRefused() throws IOException {
		final Path other = Files.createDirectory(this.directory.resolve("other"));
		Assumptions.assumeTrue(RootRules.user().equals("0"), "Only root can give a directory away");
		Files.setAttribute(other, "unix:uid", 4711);
		assertThatThrownBy(() -> MemoryRoot.open(other, null)).isInstanceOf(OssModelDirectoryException.class)
			.hasMessageContaining("4711")
			.hasMessageContaining("chown 0");
	}

	@Test
	void aRootThatIsTooSmallIsRefusedWithBothSizesAndTheRemedies() throws Exception {
		try (SmallTmpfs tmpfs = SmallTmpfs.mount("size=4m")) {
			assertThatThrownBy(() -> MemoryRoot.open(tmpfs.directory(), 5L << 20))
				.isInstanceOf(OssModelCapacityException.class)
				.hasMessageContaining("5242880 bytes")
				.hasMessageContaining("4194304 bytes")
				.hasMessageContaining("ossmc.cache.max-size")
				.hasMessageContaining("ossmc.cache.root");
			assertThat(MemoryRoot.open(tmpfs.directory(), 4L << 20).capacity()).isEqualTo(4 << 20);
		}
	}

	@Test
	void unsetTakesATmpfsWithRoomAndElseTheTemporaryDirectory() throws Exception {
		try (SmallTmpfs tmpfs = SmallTmpfs.mount("size=4m")) {
			final var places = new MemoryRoot.Places(tmpfs.directory(), this.directory, "7", 1 << 30, 1 << 20);
			assertThat(MemoryRoot.open(null, 3L << 20, places).directory())
				.isEqualTo(tmpfs.directory().resolve("ossmc-7"));
			assertThat(MemoryRoot.open(null, 5L << 20, places).directory())
				.isEqualTo(this.directory.toRealPath().resolve("ossmc-7"));
			assertThat(MemoryRoot.open(null, null, places).directory()).as("less than 64 MiB is no room")
				.isEqualTo(this.directory.toRealPath().resolve("ossmc-7"));
		}
	}

	@Test
	void unsetTakesTheNextPlaceWhereATmpfsHasNoRoomForOneMoreName() throws Exception {
		try (SmallTmpfs tmpfs = SmallTmpfs.mount("size=4m,nr_inodes=2")) {
			Files.createFile(tmpfs.directory().resolve("somebody else's"));
			final var places = new MemoryRoot.Places(tmpfs.directory(), this.directory, "7", 1 << 30, 1 << 20);
			assertThat(MemoryRoot.open(null, 1L << 20, places).directory())
				.isEqualTo(this.directory.toRealPath().resolve("ossmc-7"));
		}
	}

	@Test
	void whatTheDeadLeftIsNotCountedAsTaken() throws Exception {
		try (SmallTmpfs tmpfs = SmallTmpfs.mount("size=4m")) {
			final var places = new MemoryRoot.Places(tmpfs.directory(), this.directory, "7", 1 << 30, 1 << 20);
			final Path dead = Files.createDirectories(tmpfs.directory().resolve("ossmc-7/c-1-0123456789abcdef"));
			Files.writeString(dead.resolve(OwnedDirectory.MARKER), "pid=1\n");
			Files.write(dead.resolve("model"), new byte[3 << 20]);
			assertThat(MemoryRoot.open(null, 3L << 20, places).directory()).startsWith(tmpfs.directory());
		}
	}

	@Test
	void aBudgetAboveTheContainersLimitIsNamedWithBothNumbers() {
		final var places = new MemoryRoot.Places(this.directory, this.directory, "7", 1 << 20, 1 << 19);
		try (Logged logged = new Logged()) {
			MemoryRoot.open(this.directory, 1L << 20, places);
			assertThat(logged.at(Level.WARN)).isEmpty();
			MemoryRoot.open(this.directory, (1L << 20) + 1, places);
			assertThat(logged.at(Level.WARN)).singleElement()
				.asString()
				.contains("ossmc.cache.max-size is 1.00 MiB (1048577 bytes)")
				.contains("1.00 MiB (1048576 bytes) in all");
		}
	}

	@Test
	void hugePagesAreReportedAsTheMountAndTheSwitchSay() throws IOException {
		final long device = 0x19;
		for (String[] row : new String[][] { { "huge=always", "never", "true", "2097152" },
				{ "huge=within_size", "never", "true", "4096" }, { "huge=advise", "advise", "false", "4096" },
				{ "size=1g", "never", "false", "4096" }, { "size=1g", "force", "true", "2097152" },
				{ "huge=always", "deny", "false", "4096" } }) {
			Files.writeString(this.directory.resolve("shmem_enabled"), "always [" + row[1] + "]");
			final List<Mount> mounts = List.of(new Mount("0:24", "/", "/dev", "devtmpfs", "rw"),
					new Mount("0:25", "/", "/dev/shm", "tmpfs", "rw," + row[0]));
			assertThat(Pages.of(device, mounts, this.directory, 4096)).as(String.join(" ", row))
				.isEqualTo(new Pages(Boolean.parseBoolean(row[2]), Long.parseLong(row[3])));
		}
	}

}
