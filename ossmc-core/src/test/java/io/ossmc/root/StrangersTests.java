package io.ossmc.root;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

import ch.qos.logback.classic.Level;
import io.ossmc.memory.Logged;
import io.ossmc.memory.SmallTmpfs;
import io.ossmc.system.OwnedDirectory;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Other users have a root in common with us. Only root can be several users, so that a
 * laptop leaves these tests out and {@code -Pci} does not.
 */
@Timeout(120)
class StrangersTests {

	private static final int STRANGER = 65534;

	@TempDir
	private Path directory;

	@Test
	@Tag("engine")
	void whatAnotherUserGaveOurNamesAndOurMarkerStays() throws Exception {
		Path outside = Files.createDirectory(this.directory.resolve("outside"));
		Files.writeString(outside.resolve("precious"), "x");
		Path root = shared("root");
		asStranger(root, """
				mkdir .c-1-0123456789abcdef c-2-0123456789abcdef .c-3-0123456789abcdef
				for d in .c-1-0123456789abcdef c-2-0123456789abcdef; do
					echo pid=1 > $d/.ossmc-owner; echo x > $d/theirs; ln -s ../../outside $d/files
				done
				ln -s c-2-0123456789abcdef c-4-0123456789abcdef
				""");
		Path ours = dead(root, "c-5-0123456789abcdef");
		Path theirMarker = dead(root, "c-6-0123456789abcdef");
		Files.delete(theirMarker.resolve(OwnedDirectory.MARKER));
		Files.setPosixFilePermissions(theirMarker, PosixFilePermissions.fromString("rwxrwxrwx"));
		asStranger(theirMarker, "echo pid=1 > .ossmc-owner");

		MemoryRoot.open(root, null).claim().close();

		assertThat(outside.resolve("precious")).exists();
		assertThat(root.resolve(".c-1-0123456789abcdef/theirs")).exists();
		assertThat(root.resolve("c-2-0123456789abcdef/theirs")).exists();
		assertThat(root.resolve(".c-3-0123456789abcdef")).exists();
		assertThat(root.resolve("c-4-0123456789abcdef")).isSymbolicLink();
		assertThat(theirMarker).exists();
		assertThat(ours).doesNotExist();
	}

	@Test
	@Tag("engine")
	void whatAnotherUserPutIntoOurDirectoryStaysWithWhatIsAroundIt() throws Exception {
		Path root = shared("root");
		Path ours = dead(root, "c-1-0123456789abcdef");
		Path version = Files.createDirectories(ours.resolve("versions/model"));
		Files.writeString(version.resolve("ours"), "x");
		Files.setPosixFilePermissions(version, PosixFilePermissions.fromString("rwxrwxrwx"));
		asStranger(version, "echo x > theirs");

		MemoryRoot.open(root, null).claim().close();

		Path hidden = root.resolve(".c-1-0123456789abcdef");
		assertThat(hidden.resolve("versions/model").toFile().list()).containsExactly("theirs");
		assertThat(hidden.resolve(OwnedDirectory.MARKER)).as("it can be swept later").exists();
	}

	@Test
	void whatThePlatformFindsInTheFolderIsOpenedThere() throws IOException {
		Files.createDirectory(this.directory.resolve("real"));
		Files.createSymbolicLink(this.directory.resolve("link"), Path.of("real"));
		try (Folder folder = Folder.open(this.directory)) {
			folder.enter(Path.of("real")).close();
			assertThatIOException().isThrownBy(() -> folder.enter(Path.of("link")).close());
			Folder.Entry real = folder.find(Path.of("real")).orElseThrow();
			assertThat(real.ours()).isTrue();
			assertThat(
					real.is(Files.readAttributes(this.directory.resolve("real"), BasicFileAttributes.class).fileKey()))
				.isTrue();
			assertThat(folder.find(Path.of("none"))).isEmpty();
		}
	}

	@Test
	void aDirectoryExchangedForALinkMeanwhileIsNotFollowed() throws IOException {
		Path elsewhere = Files.createDirectory(this.directory.resolve("elsewhere"));
		Files.writeString(elsewhere.resolve("precious"), "x");
		Path tree = Files.createDirectory(this.directory.resolve("tree"));
		Path sub = Files.createDirectory(tree.resolve("sub"));
		try (Folder folder = Folder.open(tree)) {
			Files.move(tree, tree.resolveSibling("renamed"));
			Files.createSymbolicLink(tree, elsewhere);
			FileTrees.clear(folder, (name) -> {
				exchange(tree.resolveSibling("renamed").resolve(sub.getFileName()), elsewhere);
				return false;
			});
		}
		assertThat(this.directory.resolve("renamed")).isEmptyDirectory();
		assertThat(elsewhere.resolve("precious")).exists();
	}

	private static void exchange(Path sub, Path elsewhere) {
		try {
			Files.delete(sub);
			Files.createSymbolicLink(sub, elsewhere);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Test
	void aDefaultRootThatSomebodyTookIsLeftToThem() throws Exception {
		try (SmallTmpfs tmpfs = SmallTmpfs.mount("size=4m")) {
			Path inMemory = tmpfs.directory().resolve("ossmc-7");
			Path temporary = this.directory.toRealPath().resolve("ossmc-7");
			var places = new MemoryRoot.Places(tmpfs.directory(), this.directory, "7", 1L << 40, 1 << 20);
			Files.createSymbolicLink(inMemory, Files.createDirectory(this.directory.resolve("elsewhere")));
			assertThat(warned(places, temporary)).contains(inMemory + " is a symbolic link");
			Files.delete(inMemory);
			Files.createFile(inMemory);
			assertThat(warned(places, temporary)).contains(inMemory + " is not a directory");
			Files.delete(inMemory);
			Files.createDirectory(inMemory);
			Files.setAttribute(inMemory, "unix:uid", STRANGER);
			assertThat(warned(places, temporary)).contains(inMemory + " belongs to the user with id 65534");
			Files.delete(temporary);
			Files.createFile(temporary);
			assertThat(MemoryRoot.open(null, 1L << 20, places).directory()).as("both are taken")
				.hasParent(this.directory.toRealPath())
				.isNotEqualTo(temporary)
				.isDirectory();
		}
	}

	private static String warned(MemoryRoot.Places places, Path expected) {
		try (Logged logged = new Logged()) {
			assertThat(MemoryRoot.open(null, 1L << 20, places).directory()).isEqualTo(expected);
			return logged.at(Level.WARN)
				.stream()
				.filter((line) -> line.contains("The next place is taken instead") && line.contains("ossmc.cache.root"))
				.findFirst()
				.orElseThrow();
		}
	}

	@Test
	void aRootThatEverybodyMayWriteIsNamedOnceWithARemedy() throws IOException {
		Path root = Files.createDirectory(this.directory.resolve("root"));
		Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxrwxrwx"));
		try (Logged logged = new Logged()) {
			MemoryRoot.open(root, null).claim().close();
			assertThat(logged.at(Level.WARN)).singleElement()
				.asString()
				.contains("Every user of this machine may write to the memory root " + root.toRealPath())
				.contains("ossmc.cache.root")
				.contains(root.toRealPath().resolve("ossmc").toString());
		}
		Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxrwxr-x"));
		try (Logged logged = new Logged()) {
			MemoryRoot.open(root, null).claim().close();
			assertThat(logged.at(Level.WARN)).isEmpty();
		}
	}

	/** A directory that everybody may write, as {@code /dev/shm}. */
	private Path shared(String name) throws Exception {
		Path shared = Files.createDirectory(this.directory.resolve(name));
		assertThat(new ProcessBuilder("chmod", "1777", shared.toString()).start().waitFor()).isZero();
		return shared;
	}

	/** What a connector of ours left that is gone. */
	private static Path dead(Path root, String name) throws IOException {
		Path dead = Files.createDirectory(root.resolve(name));
		Files.writeString(dead.resolve(OwnedDirectory.MARKER), "pid=1\n");
		return dead;
	}

	private static void asStranger(Path directory, String script) throws Exception {
		Assumptions.assumeTrue(RootRules.user().equals("0"), "Only root can be somebody else (setpriv)");
		Process stranger = new ProcessBuilder("setpriv", "--reuid=" + STRANGER, "--regid=" + STRANGER, "--clear-groups",
				"sh", "-ec", script)
			.directory(directory.toFile())
			.redirectErrorStream(true)
			.start();
		String output = new String(stranger.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(stranger.waitFor()).as(output).isZero();
	}

}
