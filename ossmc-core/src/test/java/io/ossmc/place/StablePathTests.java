package io.ossmc.place;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import io.ossmc.OssModelDirectoryException;
import io.ossmc.memory.SmallTmpfs;
import io.ossmc.root.FileTrees;
import io.ossmc.root.MemoryRoot;
import io.ossmc.root.Owner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The user's directory, as a link and where it has to stay a directory. */
class StablePathTests {

	@TempDir
	Path directory;

	private Owner owner;

	@BeforeEach
	void claimRoot() {
		this.owner = MemoryRoot.open(this.directory.resolve("root"), 1L << 20).claim();
	}

	@AfterEach
	void closeOwner() {
		this.owner.close();
	}

	@Test
	void aLinkShowsOneVersionAfterAnotherAndGoes() throws IOException {
		Path place = this.directory.resolve("place");
		StablePath stable = StablePath.claim(place, this.owner);
		assertThat(Files.exists(place, LinkOption.NOFOLLOW_LINKS)).isFalse();
		stable.point(version("one"));
		assertThat(place.resolve("file")).hasContent("one");
		assertThat(Files.readSymbolicLink(place)).as("same mount").isRelative();
		stable.point(version("two"));
		assertThat(place.resolve("file")).hasContent("two");
		assertThat(names(this.directory)).containsExactly("place", "root");
		stable.remove();
		assertThat(names(this.directory)).containsExactly("root");
	}

	@Test
	void aLinkThatIsNotOursAnyMoreIsNeitherReplacedNorRemoved() throws IOException {
		Path place = this.directory.resolve("place");
		StablePath stable = StablePath.claim(place, this.owner);
		stable.point(version("one"));
		Files.delete(place);
		Files.createSymbolicLink(place, version("somebody-else's"));
		assertThatExceptionOfType(FileAlreadyExistsException.class).isThrownBy(() -> stable.point(version("two")));
		stable.remove();
		assertThat(place.resolve("file")).hasContent("somebody-else's");
	}

	@Test
	void whatADeadOwnerLeftInTheMiddleOfASwitchIsTakenOver() throws IOException {
		Path place = this.directory.resolve("place");
		Path dead = this.directory.resolve("root/c-1-0123456789abcdef/versions/model/one");
		Files.createSymbolicLink(place, dead);
		Files.createSymbolicLink(StablePath.next(place), dead);
		StablePath stable = StablePath.claim(place, this.owner);
		assertThat(names(this.directory)).containsExactly("root");
		stable.point(version("one"));
		assertThat(place.resolve("file")).hasContent("one");
	}

	@Test
	void aUsersDirectoryWithALinkOfOurNameIsNotOurs() throws IOException {
		Path elsewhere = Files.createDirectory(this.directory.resolve("elsewhere"));
		for (String target : List.of("elsewhere", "root/c-1-0123456789abcdef", "root/c-1-0123456789abcdef/notes/mine",
				this.directory.relativize(strangers().resolve("versions/model/one")).toString())) {
			Path place = Files.createDirectories(this.directory.resolve("place"));
			Files.createSymbolicLink(place.resolve(LinkedDirectory.CURRENT), Path.of("..").resolve(target));
			Files.createSymbolicLink(place.resolve("mine"), Path.of(LinkedDirectory.CURRENT, "mine"));
			Files.createDirectory(place.resolve("empty"));
			List<String> before = tree(place);
			assertThatExceptionOfType(OssModelDirectoryException.class).as(target)
				.isThrownBy(() -> StablePath.claim(place, this.owner))
				.withMessageContaining("holds files that are not ours")
				.withMessageContaining(LinkedDirectory.CURRENT);
			assertThat(tree(place)).as(target).containsExactlyInAnyOrderElementsOf(before);
			FileTrees.delete(place);
			Path link = Files.createSymbolicLink(this.directory.resolve("place"), Path.of(target));
			assertThatExceptionOfType(OssModelDirectoryException.class).as(target)
				.isThrownBy(() -> StablePath.claim(link, this.owner))
				.withMessageContaining("which is not ours");
			assertThat(link).isSymbolicLink();
			Files.delete(link);
		}
		assertThat(elsewhere).exists();
	}

	/** Has a name as ours have, and no marker. */
	private Path strangers() throws IOException {
		Path strangers = this.directory.resolve("root/c-2-0123456789abcdef");
		Files.createDirectories(strangers.resolve("versions/model/one"));
		return strangers;
	}

	@Test
	void aLinkThatAnotherUserMadeIsNotOurs() throws IOException {
		Path dead = this.directory.resolve("root/c-1-0123456789abcdef/versions/model/one");
		Path link = Files.createSymbolicLink(this.directory.resolve("place"), dead);
		try {
			Files.setAttribute(link, "unix:uid", 65534, LinkOption.NOFOLLOW_LINKS);
		}
		catch (IOException ex) {
			Assumptions.abort("Only root can give a link away");
		}
		assertThatExceptionOfType(OssModelDirectoryException.class).isThrownBy(() -> StablePath.claim(link, this.owner))
			.withMessageContaining("which is not ours");
		assertThat(link).isSymbolicLink();
	}

	@Test
	void aMountPointStaysADirectoryWithOneLinkPerFile() throws IOException {
		try (SmallTmpfs mount = SmallTmpfs.mount("size=1m")) {
			Path place = mount.directory();
			StablePath stable = StablePath.claim(place, this.owner);
			assertThat(stable).isInstanceOf(LinkedDirectory.class);
			fills(stable);
			stable.remove();
			assertThat(names(place)).isEmpty();
			assertThat(StablePath.claim(place, this.owner)).isInstanceOf(LinkedDirectory.class);
		}
	}

	@Test
	void aDirectoryOfLinksWorksWithinOneMountToo() throws IOException {
		StablePath stable = new LinkedDirectory(Files.createDirectory(this.directory.resolve("place")));
		fills(stable);
		assertThat(Files.readSymbolicLink(stable.path().resolve(LinkedDirectory.CURRENT))).isRelative();
		stable.remove();
		assertThat(names(stable.path())).isEmpty();
	}

	private void fills(StablePath stable) throws IOException {
		Path one = version("one");
		Files.createDirectories(one.resolve("sub/deeper"));
		Files.writeString(one.resolve("sub/deeper/file"), "deep one");
		stable.point(one);
		stable.published("file");
		stable.published("sub/deeper/file");
		assertThat(stable.path().resolve("file")).hasContent("one");
		assertThat(stable.path().resolve("sub/deeper/file")).hasContent("deep one");
		stable.point(version("two"));
		stable.published("file");
		assertThat(stable.path().resolve("file")).as("one rename swaps all").hasContent("two");
	}

	@Test
	void aSwitchToACompleteVersionAddsTheNamesItGainsAndDropsThoseItLacks() throws IOException {
		StablePath stable = new LinkedDirectory(Files.createDirectory(this.directory.resolve("place")));
		Path one = version("one", "kept", "gone", "sub/gone", "file-then-folder", "folder-then-file/deep");
		stable.point(one);
		for (String name : List.of("kept", "gone", "sub/gone", "file-then-folder", "folder-then-file/deep")) {
			stable.published(name);
		}
		Files.writeString(stable.path().resolve("mine.txt"), "precious");
		List<String> names = List.of("kept", "gained", "other/gained", "file-then-folder/deep", "folder-then-file");
		stable.point(version("two", names.toArray(String[]::new)), names);
		assertThat(tree(stable.path())).containsExactlyInAnyOrder(LinkedDirectory.CURRENT, "mine.txt", "kept", "gained",
				"other", "other/gained", "file-then-folder", "file-then-folder/deep", "folder-then-file");
		for (String name : names) {
			assertThat(stable.path().resolve(name)).hasContent("two");
		}
		Files.delete(stable.path().resolve("mine.txt"));
		stable.remove();
		assertThat(names(stable.path())).isEmpty();
	}

	@Test
	void aSwitchThatAUsersFileForbidsLeavesTheVersionThatIsShown() throws IOException {
		StablePath stable = new LinkedDirectory(Files.createDirectory(this.directory.resolve("place")));
		stable.point(version("one", "kept"));
		stable.published("kept");
		Files.writeString(stable.path().resolve("mine"), "precious");
		List<String> names = List.of("also", "kept", "mine");
		assertThatExceptionOfType(FileAlreadyExistsException.class)
			.isThrownBy(() -> stable.point(version("two", "also", "kept", "mine"), names));
		assertThat(tree(stable.path())).containsExactlyInAnyOrder(LinkedDirectory.CURRENT, "kept", "mine");
		assertThat(stable.path().resolve("kept")).hasContent("one");
		assertThat(stable.path().resolve("mine")).hasContent("precious");
	}

	@Test
	void aUsersFilesInADirectoryOfLinksAreKept() throws IOException {
		Path place = Files.createDirectories(this.directory.resolve("place"));
		StablePath stable = new LinkedDirectory(place);
		Path one = version("one");
		Files.createDirectory(one.resolve("sub"));
		Files.writeString(one.resolve("sub/file"), "deep one");
		stable.point(one);
		stable.published("file");
		stable.published("sub/file");
		Files.writeString(place.resolve("mine.txt"), "precious");
		Files.writeString(place.resolve("sub/mine.txt"), "precious");
		Path elsewhere = Files.writeString(this.directory.resolve("elsewhere"), "precious");
		Files.createSymbolicLink(place.resolve("sub/link"), elsewhere);
		stable.remove();
		assertThat(names(place)).containsExactly("mine.txt", "sub");
		assertThat(names(place.resolve("sub"))).containsExactly("link", "mine.txt");
		assertThat(place.resolve("sub/link")).hasContent("precious");
		assertThatExceptionOfType(OssModelDirectoryException.class)
			.isThrownBy(() -> StablePath.claim(place, this.owner))
			.withMessageContaining("mine.txt");
	}

	@Test
	void aUsersFileIsNotHiddenBehindTheNameOfAModelsFile() throws IOException {
		Path place = Files.createDirectories(this.directory.resolve("place"));
		StablePath stable = new LinkedDirectory(place);
		stable.point(version("one"));
		Files.writeString(place.resolve("file"), "precious");
		assertThatExceptionOfType(FileAlreadyExistsException.class).isThrownBy(() -> stable.published("file"));
		stable.remove();
		assertThat(place.resolve("file")).hasContent("precious");
	}

	@Test
	void aDirectoryOfLinksOfADeadOwnerIsTakenOverHoweverItDied() throws IOException {
		Path place = Files.createDirectories(this.directory.resolve("place"));
		Path dead = this.directory.resolve("root/c-1-0123456789abcdef/versions/model/one");
		Path current = Files.createSymbolicLink(place.resolve(LinkedDirectory.CURRENT), dead);
		Files.createSymbolicLink(StablePath.next(current), dead);
		Files.createSymbolicLink(place.resolve("file"), Path.of(LinkedDirectory.CURRENT, "file"));
		Files.createDirectories(place.resolve("sub/empty"));
		StablePath.claim(place, this.owner);
		assertThat(place).doesNotExist();
	}

	@Test
	void aDirectoryOfLinksOfALivingOwnerIsRefused() throws IOException {
		Path place = Files.createDirectories(this.directory.resolve("place"));
		new LinkedDirectory(place).point(version("one"));
		Owner other = MemoryRoot.open(this.directory.resolve("root"), 1L << 20).claim();
		try {
			assertThatExceptionOfType(OssModelDirectoryException.class).isThrownBy(() -> StablePath.claim(place, other))
				.withMessageContaining("belongs to process " + ProcessHandle.current().pid());
			assertThatExceptionOfType(FileAlreadyExistsException.class)
				.isThrownBy(() -> new LinkedDirectory(place).point(version("two")));
			new LinkedDirectory(place).remove();
		}
		finally {
			other.close();
		}
		assertThat(place.resolve(LinkedDirectory.CURRENT).resolve("file")).hasContent("one");
	}

	/** A version with one file that holds its name. */
	private Path version(String name) throws IOException {
		Path version = this.owner.directory().resolve("versions/model").resolve(name + "-" + UUID.randomUUID());
		Files.createDirectories(version);
		Files.writeString(version.resolve("file"), name);
		return version;
	}

	/** A version with these files, each of which holds the version's name. */
	private Path version(String name, String... files) throws IOException {
		Path version = version(name);
		for (String file : files) {
			Files.createDirectories(version.resolve(file).getParent());
			Files.writeString(version.resolve(file), name);
		}
		return version;
	}

	/** Everything in it, links not followed. */
	private static List<String> tree(Path directory) throws IOException {
		try (Stream<Path> walk = Files.walk(directory)) {
			return walk.filter((path) -> !path.equals(directory))
				.map((path) -> directory.relativize(path).toString())
				.toList();
		}
	}

	private static List<String> names(Path directory) throws IOException {
		try (Stream<Path> entries = Files.list(directory)) {
			return entries.map((entry) -> entry.getFileName().toString()).sorted().toList();
		}
	}

}
