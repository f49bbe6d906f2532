package io.ossmc.root;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.ossmc.memory.RegionLease;
import io.ossmc.memory.SharedRegion;
import io.ossmc.root.Shelf.Shelved;
import io.ossmc.system.OwnedDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** What passes from a dead owner to the next one. */
class ShelfTests {

	private static final String DEAD = "c-1-0123456789abcdef";

	@TempDir
	private Path directory;

	@Test
	void completeFilesOfTheDeadAreAdoptedAndTheRestIsSwept() throws IOException {
		final Shelf dead = dead(DEAD);
		final Path weights = publish(dead, "oss://models/model/weights ü\n=#.bin", "weights");
		final Path empty = publish(dead, "oss://models/model/empty", "");
		final Path version = Files.createDirectories(owner(DEAD).resolve("versions/model/one"));
		Files.createLink(version.resolve("weights.bin"), weights);
		Files.writeString(Files.createDirectories(owner(DEAD).resolve("staging/model")).resolve("half"), "ha");
		final Object inode = Files.getAttribute(weights, "unix:ino");

		final MemoryRoot root = open();
		assertThat(files(owner(DEAD))).as("opening the root keeps only what can be adopted").hasSize(5);
		try (Owner owner = root.claim()) {
			assertThat(owner(DEAD)).doesNotExist();
			assertThat(owner.shelf().files()).extracting(Shelved::note)
				.containsExactlyInAnyOrder(note("oss://models/model/weights ü\n=#.bin", "weights"),
						note("oss://models/model/empty", ""));
			assertThat(files(owner.directory())).as("two files with notes and the marker").hasSize(5);
			final Path adopted = data(owner, weights);
			assertThat(adopted).hasContent("weights");
			assertThat(Files.getAttribute(adopted, "unix:ino")).isEqualTo(inode);
			assertThat(Files.getAttribute(adopted, "unix:nlink")).as("no name but this").isEqualTo(1);
			owner.shelf().discard(adopted);
			assertThat(owner.shelf().files()).extracting((file) -> file.data()).containsExactly(data(owner, empty));
		}
		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void whatIsNotAsItWasLeftIsNotAdopted(@TempDir Path outside) throws IOException {
		final Shelf dead = dead(DEAD);
		final Path longer = publish(dead, "oss://models/model/longer", "longer");
		writable(longer);
		Files.writeString(longer, "longer than noted");
		readOnly(longer);
		writable(publish(dead, "oss://models/model/writable", "writable"));
		final Path link = publish(dead, "oss://models/model/link", "link");
		final Path target = Files.move(link, outside.resolve("precious"));
		Files.createSymbolicLink(link, target);
		final Path linkedNote = publish(dead, "oss://models/model/linked-note", "linked");
		final Path note = Files.move(linkedNote.resolveSibling("note"), outside.resolve("note"));
		Files.createSymbolicLink(linkedNote.resolveSibling("note"), note);
		Files.delete(publish(dead, "oss://models/model/no-note", "x").resolveSibling("note"));
		Files.delete(publish(dead, "oss://models/model/no-data", "x"));
		Files.writeString(publish(dead, "oss://models/model/nonsense", "x").resolveSibling("note"),
				"uri=oss://models/model/nonsense\netag=e\nsize=one\ncrc64=-\n");
		Files.writeString(publish(dead, "oss://models/model/bad-escape", "x").resolveSibling("note"), "uri=\\u12");
		Files.write(publish(dead, "oss://models/model/not-text", "x").resolveSibling("note"),
				new byte[] { (byte) 0xff, (byte) 0xfe, 0 });
		final Path folder = dead.newPlace();
		Files.createDirectory(folder);
		final Path linkedFolder = publish(dead(DEAD.replace("c-1", "c-2")), "oss://models/model/elsewhere", "else");
		Files.createSymbolicLink(owner(DEAD).resolve("files/linked"), linkedFolder.getParent());
		Files.delete(owner(DEAD.replace("c-1", "c-2")).resolve(OwnedDirectory.MARKER));

		try (Owner owner = open().claim()) {
			assertThat(owner.shelf().files()).isEmpty();
			assertThat(files(owner.directory())).hasSize(1);
			assertThat(owner(DEAD)).doesNotExist();
		}
		assertThat(target).hasContent("link");
		assertThat(note).exists();
		assertThat(linkedFolder).as("of a directory without a marker").hasContent("else");
	}

	@Test
	void whoeverDiesWhileAdoptingLeavesEachFileHereOrThere() throws IOException {
		final Shelf dead = dead(DEAD);
		final List<Path> left = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			left.add(publish(dead, "oss://models/model/file-" + i, "content " + i));
		}
		// It had taken two, and was hidden by one who was about to remove it.
		final Path second = owner("c-2-0123456789abcdef");
		dead(second.getFileName().toString());
		for (Path taken : left.subList(0, 2)) {
			Files.createDirectories(second.resolve("files"));
			Files.move(taken.getParent(), second.resolve("files").resolve(taken.getParent().getFileName()));
		}
		Files.move(owner(DEAD), this.directory.resolve("." + DEAD));
		try (Owner owner = open().claim()) {
			assertThat(owner.shelf().files()).hasSize(4);
			for (int i = 0; i < 4; i++) {
				assertThat(data(owner, left.get(i))).hasContent("content " + i);
			}
			assertThat(this.directory.toFile().list()).containsExactly(owner.directory().getFileName().toString());
		}
		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void noTwoThatStartAtOnceAdoptTheSameFile() throws Exception {
		for (int round = 0; round < 10; round++) {
			final List<String> left = new ArrayList<>();
			for (int owner = 0; owner < 3; owner++) {
				final Shelf dead = dead("c-" + owner + "-0123456789abcdef");
				for (int i = 0; i < 10; i++) {
					final String uri = "oss://models/model/" + owner + "/" + i;
					publish(dead, uri, uri);
					left.add(uri);
				}
			}
			final List<CompletableFuture<Owner>> claims = new ArrayList<>();
			for (int i = 0; i < 4; i++) {
				claims.add(CompletableFuture.supplyAsync(() -> open().claim(), (task) -> new Thread(task).start()));
			}
			final List<String> adopted = new ArrayList<>();
			for (CompletableFuture<Owner> claim : claims) {
				final Owner owner = claim.get(20, TimeUnit.SECONDS);
				owner.shelf().files().forEach((file) -> adopted.add(file.note().uri()));
			}
			assertThat(adopted).containsExactlyInAnyOrderElementsOf(left);
			claims.forEach((claim) -> claim.join().close());
			assertThat(this.directory).isEmptyDirectory();
		}
	}

	@Test
	void anAdoptedRegionReadsAsItDidAndGoesWithItsLastName() throws IOException {
		final Path data = publish(dead(DEAD), "oss://models/model/file", "content");
		try (Owner owner = open().claim()) {
			final SharedRegion region = SharedRegion.adopt(data(owner, data));
			assertThat(region.size()).isEqualTo(7);
			assertThat(catchThrowable(() -> region.writer(0, 1, false))).isInstanceOf(IllegalStateException.class);
			final Path name = owner.directory().resolve("name");
			region.link(name);
			try (RegionLease lease = region.lease()) {
				assertThat(lease.segment().get(ValueLayout.JAVA_BYTE, 6)).isEqualTo((byte) 't');
			}
			region.close();
			region.whenReleased().join();
			assertThat(data(owner, data)).doesNotExist();
			assertThat(name).as("the caller's to remove").hasContent("content");
			assertThat(region.lingers()).as("its pages are there as long as it has a name").isTrue();
			Files.delete(name);
			region.whenFreed().join();
		}
	}

	private MemoryRoot open() {
		return MemoryRoot.open(this.directory, null);
	}

	private Path owner(String name) {
		return this.directory.resolve(name);
	}

	/** The shelf of a process that was killed. */
	private Shelf dead(String name) throws IOException {
		Files.writeString(Files.createDirectory(owner(name)).resolve(OwnedDirectory.MARKER), "pid=1\n");
		return Shelf.of(owner(name));
	}

	private static Path data(Owner owner, Path left) {
		return owner.directory().resolve("files").resolve(left.getParent().getFileName()).resolve("data");
	}

	private static FileNote note(String uri, String content) {
		return new FileNote(uri, "etag", content.length(), -content.length());
	}

	private static Path publish(Shelf shelf, String uri, String content) throws IOException {
		final Path data = shelf.newPlace();
		Files.writeString(data, content);
		readOnly(data);
		shelf.note(data, note(uri, content));
		return data;
	}

	private static void readOnly(Path file) throws IOException {
		Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
	}

	private static void writable(Path file) throws IOException {
		Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
	}

	private static List<Path> files(Path tree) throws IOException {
		try (Stream<Path> walk = Files.walk(tree)) {
			return walk.filter(Files::isRegularFile).toList();
		}
	}

}
