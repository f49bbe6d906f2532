package io.ossmc.place;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.ossmc.OssModelDirectoryException;
import io.ossmc.OssModelException;
import io.ossmc.root.Owner;
import io.ossmc.system.FileErrors;
import org.jspecify.annotations.Nullable;

/**
 * The directory that a user asked for. Best it is a link to the current version; where
 * the place is a directory that cannot be replaced (a mount point), it becomes a
 * {@link LinkedDirectory}. Only what is ours is ever removed from it: a link into a
 * connector's directory, or a directory that carries our marker. Not thread-safe.
 */
public abstract sealed class StablePath permits SymbolicLink, LinkedDirectory {

	/** Every fresh ext4 volume has one. */
	static final String LOST_AND_FOUND = "lost+found";

	private static final String NEXT = ".ossmc-next";

	final Path path;

	/** Where our link leads; null while there is none. */
	private @Nullable Path shown;

	StablePath(Path path) {
		this.path = path;
	}

	/** The place, absolute. */
	Path path() {
		return this.path;
	}

	/**
	 * Lets the place show a version from now on, at once.
	 * @param version where its files will appear
	 * @throws java.nio.file.FileAlreadyExistsException if somebody took the place since
	 * it was claimed
	 */
	abstract void point(Path version) throws IOException;

	/**
	 * Lets the place show a complete version from now on, and nothing of the one before.
	 * @param version where its files are
	 * @param files their names
	 * @throws java.nio.file.FileAlreadyExistsException if somebody took the place, or the
	 * name of a file, since it was claimed; then it shows what it did before
	 */
	abstract void point(Path version, List<String> files) throws IOException;

	/** A file of the current version is complete. */
	abstract void published(String file) throws IOException;

	/** Takes everything of ours away. */
	abstract void remove() throws IOException;

	/**
	 * Takes a place over, leaving anybody else's files alone.
	 * @param directory as the user wrote it
	 * @param owner whose versions it will show
	 * @return the place, empty
	 * @throws OssModelDirectoryException if it holds somebody else's files or belongs to
	 * a living connector
	 */
	static StablePath claim(Path directory, Owner owner) {
		Path place = directory.toAbsolutePath().normalize();
		try {
			Path parent = place.getParent();
			if (parent == null) {
				throw refused(place, "is the root of the file system");
			}
			Files.createDirectories(parent);
			if (Files.isSymbolicLink(place)) {
				return overLink(place, owner);
			}
			if (!Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
				return new SymbolicLink(place);
			}
			if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
				throw refused(place, "is a file");
			}
			return overDirectory(place, owner);
		}
		catch (IOException ex) {
			throw unusable(place, ex);
		}
	}

	public static OssModelException unusable(Path place, IOException cause) {
		return FileErrors.elsewhere("The directory " + place + " cannot be used", place.resolveSibling(""),
				"Make its parent writable for this user, or configure another directory.", cause);
	}

	private static StablePath overLink(Path link, Owner owner) throws IOException {
		Path target = resolved(link);
		if (!Owner.madeLink(link, target)) {
			throw refused(link, "is a link to " + target + ", which is not ours");
		}
		requireNoLivingOwner(link, target, owner);
		Files.deleteIfExists(link);
		deleteIfOurs(next(link));
		return new SymbolicLink(link);
	}

	/** Where a link leads; from its real place, which may be reached through others. */
	static Path resolved(Path link) throws IOException {
		return link.resolveSibling("").toRealPath().resolve(Files.readSymbolicLink(link)).normalize();
	}

	private static StablePath overDirectory(Path directory, Owner owner) throws IOException {
		Optional<Path> target = LinkedDirectory.target(directory);
		if (target.isPresent()) {
			requireNoLivingOwner(directory, target.get(), owner);
			LinkedDirectory.takeOver(directory);
		}
		List<String> others = entries(directory);
		if (!others.isEmpty()) {
			throw refused(directory, "holds files that are not ours (" + String.join(", ", others) + ")");
		}
		try {
			Files.delete(directory);
			return new SymbolicLink(directory);
		}
		catch (IOException _) {
			// A mount point, or a parent that is not ours to write to.
			return new LinkedDirectory(directory);
		}
	}

	/** A few names, without what a fresh file system has by itself. */
	private static List<String> entries(Path directory) throws IOException {
		try (Stream<Path> entries = Files.list(directory)) {
			return entries.map((entry) -> entry.getFileName().toString())
				.filter((name) -> !name.equals(LOST_AND_FOUND))
				.sorted()
				.limit(4)
				.toList();
		}
	}

	private static void requireNoLivingOwner(Path place, Path target, Owner owner) {
		if (target.startsWith(owner.directory())) {
			return;
		}
		Optional<String> living = Owner.livingOwnerOf(target);
		if (living.isPresent()) {
			throw new OssModelDirectoryException("The directory " + place + " belongs to " + living.get() + ".",
					"Stop it (a context that a test has left in the cache: @DirtiesContext), or configure another directory for this application.");
		}
	}

	private static OssModelDirectoryException refused(Path place, String why) {
		return new OssModelDirectoryException("The directory " + place + " " + why + ".",
				"Nothing was deleted: move the files away, or configure another directory.");
	}

	/**
	 * Makes our link, or puts a new one in its place in one step; never touches what is
	 * not ours.
	 */
	final void show(Path link, Path version) throws IOException {
		Path target = targetFrom(link.resolveSibling(""), version);
		if (this.shown == null) {
			Files.createSymbolicLink(link, target);
		}
		else if (shows(link)) {
			Path next = next(link);
			deleteIfOurs(next);
			Files.createSymbolicLink(next, target);
			Files.move(next, link, StandardCopyOption.ATOMIC_MOVE);
		}
		else {
			throw new FileAlreadyExistsException(link.toString());
		}
		this.shown = target;
	}

	/** Whether a link is the one that was made here. */
	final boolean shows(Path link) throws IOException {
		return this.shown != null && Files.isSymbolicLink(link) && Files.readSymbolicLink(link).equals(this.shown);
	}

	/** Has one name only, so that a crash leaves nothing that is not found again. */
	static Path next(Path link) {
		return link.resolveSibling("." + link.getFileName() + NEXT);
	}

	static void deleteIfOurs(Path link) throws IOException {
		if (Files.isSymbolicLink(link) && Owner.madeLink(link, resolved(link))) {
			Files.delete(link);
		}
	}

	/**
	 * Relative where both lie on one mount, so that it also holds where that is mounted
	 * elsewhere (a sidecar).
	 */
	static Path targetFrom(Path directory, Path version) throws IOException {
		Path from = directory.toRealPath();
		Path to = version.toRealPath();
		return Files.getFileStore(from).equals(Files.getFileStore(to)) ? from.relativize(to) : to;
	}

}
