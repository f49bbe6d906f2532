package io.ossmc.system;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

import io.ossmc.OssModelCapacityException;
import io.ossmc.OssModelDirectoryException;
import io.ossmc.OssModelException;
import io.ossmc.memory.SmallTmpfs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What is said of a failure, whatever the language of the system. */
class FileErrorsTests {

	@TempDir
	private Path directory;

	@Test
	void aFullFileSystemIsRecognisedInAnyLanguageWithAndWithoutNativeCalls() throws Exception {
		try (SmallTmpfs tmpfs = SmallTmpfs.mount("size=4m")) {
			Path file = tmpfs.directory().resolve("weights");
			fill(file);
			for (String text : List.of("设备上没有空间", "Auf dem Gerät ist kein Speicherplatz mehr verfügbar", "")) {
				IOException cause = new IOException(text);
				assertThat(FileErrors.unwritable(file, cause)).isInstanceOf(OssModelCapacityException.class)
					.hasMessageContaining("0 bytes of 4.00 MiB (4194304 bytes) left")
					.hasMessageContaining("ossmc.cache.root");
				assertThat(FileErrors.inRoot("It cannot be used", tmpfs.directory(), "?", cause))
					.isInstanceOf(OssModelCapacityException.class);
				assertThat(Refusal.of(tmpfs.directory(), 0, cause, Optional.empty())).isEqualTo(Refusal.ROOM);
				assertThat(Refusal.of(tmpfs.directory().resolve("not/there/yet"), 0, cause)).isEqualTo(Refusal.ROOM);
			}
			assertThat(tmpfs.directory().toFile().list()).as("asking leaves nothing").containsExactly("weights");
		}
	}

	@Test
	void whatIsNeededCountsAndNotOnlyWhetherThereIsSomethingLeft() throws Exception {
		try (SmallTmpfs tmpfs = SmallTmpfs.mount("size=64k")) {
			IOException cause = new IOException("空间");
			for (Optional<Libc> libc : List.of(Libc.instance(), Optional.<Libc>empty())) {
				assertThat(Refusal.of(tmpfs.directory(), 256 << 10, cause, libc)).isEqualTo(Refusal.ROOM);
				assertThat(Refusal.of(tmpfs.directory(), 32 << 10, cause, libc)).isEqualTo(Refusal.OTHER);
			}
		}
	}

	@Test
	void noRoomForOneMoreNameIsNoRoom() throws Exception {
		try (SmallTmpfs tmpfs = SmallTmpfs.mount("size=4m,nr_inodes=5")) {
			for (int i = 0; i < 10; i++) {
				try {
					Files.createFile(tmpfs.directory().resolve("file" + i));
				}
				catch (FileSystemException ex) {
					assertThat(FileErrors.inRoot("No directory can be made", tmpfs.directory(), "?",
							new IOException("没有")))
						.isInstanceOf(OssModelCapacityException.class)
						.hasMessageContaining("has no room");
					return;
				}
			}
			throw new AssertionError("Ten files where there are inodes for less");
		}
	}

	@Test
	void theTextOfAnExceptionDecidesNothing() {
		for (IOException cause : List.of(new IOException("No space left on device"),
				new FileSystemException("a", null, "Disk quota exceeded"),
				new FileNotFoundException("a (Too many open files)"))) {
			assertThat(FileErrors.unwritable(this.directory.resolve("a"), cause))
				.isInstanceOf(OssModelDirectoryException.class)
				.hasMessageContaining("cannot be written");
		}
	}

	@Test
	void whatHasATypeIsBelievedAlsoWhereThereIsNoRoom() throws Exception {
		try (SmallTmpfs tmpfs = SmallTmpfs.mount("size=4m")) {
			fill(tmpfs.directory().resolve("weights"));
			OssModelException error = FileErrors.elsewhere("The directory a cannot be used", tmpfs.directory(),
					"Make its parent writable.", new AccessDeniedException("a"));
			assertThat(error).isInstanceOf(OssModelDirectoryException.class)
				.hasMessage("The directory a cannot be used: AccessDenied a. Make its parent writable.");
		}
	}

	@Test
	void namesThatOthersChoseAreShownInOneLine() {
		Path file = this.directory.resolve("odd\nERROR forged\u001b[2J");
		IOException cause = new NoSuchFileException(file.toString());
		assertThat(List.of(FileErrors.unwritable(file, cause), FileErrors.full(file, 10, cause),
				FileErrors.inRoot("The link " + file + " cannot be made", file, "Look.", cause),
				FileErrors.elsewhere("The folder " + file + " cannot be made", file, "Look.", cause)))
			.allSatisfy((error) -> assertThat(error.getMessage()).contains("odd ERROR forged [2J")
				.doesNotContainPattern("\\p{Cc}"));
	}

	private static void fill(Path file) throws IOException {
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
			while (true) {
				channel.write(ByteBuffer.allocate(64 << 10));
			}
		}
		catch (IOException ex) {
			assertThat(Files.getFileStore(file).getUsableSpace()).isZero();
		}
	}

}
