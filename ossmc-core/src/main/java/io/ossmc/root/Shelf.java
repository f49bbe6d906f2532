package io.ossmc.root;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.ossmc.system.Modes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where an owner keeps the one name of each published file that is not in any version's
 * directory; versions have further names of it (hard links). Each file is in a folder of
 * its own with its {@link FileNote}, so that one rename hands both to another owner:
 * whoever is killed at that moment leaves the file here or there, whole. Thread-safe.
 */
public final class Shelf {

	private static final Logger logger = LoggerFactory.getLogger("io.ossmc.cache");

	private static final String NAME = "files";

	private static final String DATA = "data";

	private static final String NOTE = "note";

	private static final Set<PosixFilePermission> WRITE = Set.of(PosixFilePermission.OWNER_WRITE,
			PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

	private final SecureRandom random = new SecureRandom();

	private final Path directory;

	private Shelf(Path directory) {
		this.directory = directory;
	}

	/** The shelf of an owner's directory, made when it is needed. */
	static Shelf of(Path owner) {
		return new Shelf(owner.resolve(NAME));
	}

	/**
	 * A place for one more file.
	 * @return where to publish it; nothing is there yet
	 * @throws IOException if the place cannot be made
	 */
	public Path newPlace() throws IOException {
		// Never one that another owner has: folders move from shelf to shelf.
		final byte[] name = new byte[12];
		this.random.nextBytes(name);
		final Path folder = this.directory.resolve(HexFormat.of().formatHex(name));
		try {
			Files.createDirectory(folder);
		}
		catch (NoSuchFileException ex) {
			logger.trace("The first one: {}", folder, ex);
			Files.createDirectories(folder);
		}
		return folder.resolve(DATA);
	}

	/**
	 * Says what a file is; from now on the next owner may adopt it.
	 * @param data a complete, verified file at one of our {@linkplain #newPlace() places}
	 * @param note what it is
	 * @throws IOException if the note cannot be written
	 */
	public void note(Path data, FileNote note) throws IOException {
		note.write(data.resolveSibling(NOTE));
	}

	/**
	 * Whether a file is in one of our places.
	 * @param data any path
	 * @return whether it is below this shelf
	 */
	public boolean holds(Path data) {
		return data.startsWith(this.directory);
	}

	/**
	 * Clears a place: the file, if it is still there, its note and the folder. Logs what
	 * cannot be removed.
	 * @param data the file
	 */
	public void discard(Path data) {
		FileTrees.delete(data.resolveSibling(""));
	}

	/**
	 * Whether a file here can have a second name.
	 * @return false where the file system has no hard links
	 */
	public boolean hardLinks() {
		try {
			final Path one = newPlace();
			try {
				Files.createFile(one);
				Files.createLink(one.resolveSibling("link"), one);
				return true;
			}
			finally {
				discard(one);
			}
		}
		catch (IOException | UnsupportedOperationException ex) {
			logger.info("No hard links in {} ({}): models with the same objects do not share their memory",
					this.directory.getParent(), ex.toString());
			return false;
		}
	}

	/**
	 * What is complete and has a note: after a claim, what was adopted.
	 * @return the files
	 */
	public List<Shelved> files() {
		final List<Shelved> found = new ArrayList<>();
		if (Files.isDirectory(this.directory, LinkOption.NOFOLLOW_LINKS)) {
			try (DirectoryStream<Path> folders = Files.newDirectoryStream(this.directory)) {
				folders.forEach((folder) -> complete(folder).ifPresent(found::add));
			}
			catch (IOException | DirectoryIteratorException ex) {
				logger.debug("Cannot look for files to adopt in {}", this.directory, ex);
			}
		}
		return found;
	}

	/**
	 * Takes the complete files of a shelf whose owner is dead; the caller has its lock.
	 */
	void adopt(Shelf dead) {
		for (Shelved file : dead.files()) {
			final Path folder = file.data().resolveSibling("");
			try {
				receive(folder);
			}
			catch (IOException ex) {
				logger.debug("Not adopted: {}", folder, ex);
			}
		}
	}

	/** Takes a file of another shelf, with its note, in one step. */
	void receive(Path folder) throws IOException {
		Files.createDirectories(this.directory);
		Files.move(folder, this.directory.resolve(folder.getFileName()));
	}

	private static Optional<Shelved> complete(Path folder) {
		try {
			final Path data = folder.resolve(DATA);
			final BasicFileAttributes attributes = Files.readAttributes(data, BasicFileAttributes.class,
					LinkOption.NOFOLLOW_LINKS);
			if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS) || !attributes.isRegularFile()
					|| !Ownership.isOurs(data) || Modes.any(data, WRITE)) {
				return Optional.empty();
			}
			return FileNote.read(folder.resolve(NOTE))
				.filter((note) -> note.size() == attributes.size())
				.map((note) -> new Shelved(data, note));
		}
		catch (IOException ex) {
			// Half a publication, or half a removal.
			logger.debug("Not complete: {}", folder, ex);
			return Optional.empty();
		}
	}

	/**
	 * A complete file with its note.
	 *
	 * @param data the file, read-only
	 * @param note what it is
	 */
	public record Shelved(Path data, FileNote note) {
	}

}
