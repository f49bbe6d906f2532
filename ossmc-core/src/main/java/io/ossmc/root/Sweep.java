package io.ossmc.root;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.ossmc.system.OwnedDirectory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the directories of connectors that ended without closing, but for the complete
 * files on their shelves: those are kept for the next owner, who adopts them. A name such
 * as we give proves nothing in a root that others may write. A directory is touched only
 * if it is one, belongs to this user and holds an unlocked marker that does; all of that
 * is asked of the open directory, and what is locked must be that marker.
 */
final class Sweep {

	private static final Logger logger = LoggerFactory.getLogger("io.ossmc.cache");

	/** Windows renames no directory in which a file is open. */
	static final boolean RENAMES = File.separatorChar == '/';

	private static final Path MARKER = Path.of(OwnedDirectory.MARKER);

	private Sweep() {
	}

	/**
	 * Removes all but what the next owner will adopt.
	 * @return the bytes that are kept for it
	 */
	static long of(Path root) {
		final long[] kept = { 0 };
		each(root, (dead) -> kept[0] += keep(dead));
		return kept[0];
	}

	/** Removes everything. */
	static void all(Path root) {
		each(root, Sweep::remove);
	}

	/** Hands what is complete to an owner and removes the rest. */
	static void into(Shelf heir, Path root) {
		each(root, (dead) -> {
			heir.adopt(Shelf.of(dead.path()));
			remove(dead);
		});
	}

	/**
	 * Whether a directory is a connector's of this user: also of one that lives.
	 * @param directory any path
	 * @return false if it is a link, somebody else's or without a marker of ours
	 */
	static boolean isOurs(Path directory) {
		final Path root = directory.toAbsolutePath().getParent();
		if (root == null) {
			return false;
		}
		try (Folder around = Folder.open(root); Folder folder = around.enter(directory.getFileName())) {
			return folder.self().ours() && marker(folder).isPresent();
		}
		catch (IOException ex) {
			logger.debug("Not ours: {}", directory, ex);
			return false;
		}
	}

	/**
	 * Removes an owner's directory, whose lock the caller holds.
	 * @param directory of a living owner
	 * @throws IOException if something is left, which the next start will find
	 */
	static void removeOwn(Path directory) throws IOException {
		final Path root = directory.resolveSibling("");
		final Path name = directory.getFileName();
		try (Folder around = Folder.open(root); Folder folder = around.enter(name)) {
			remove(around, name, folder);
		}
	}

	private static void remove(Dead dead) throws IOException {
		remove(dead.around(), dead.name(), dead.folder());
		logger.info("Removed {}, left behind by a process that is gone", dead.path());
	}

	private static long keep(Dead dead) throws IOException {
		final List<Path> kept = new ArrayList<>();
		long bytes = 0;
		for (Shelf.Shelved file : Shelf.of(dead.path()).files()) {
			kept.add(dead.path().relativize(file.data().resolveSibling("")));
			bytes += file.note().size();
		}
		if (kept.isEmpty()) {
			remove(dead);
		}
		else {
			kept.add(MARKER);
			FileTrees.clear(dead.folder(), kept::contains);
		}
		return bytes;
	}

	private static void each(Path root, Action action) {
		try (Folder folder = Folder.open(root)) {
			for (Path name : folder.names()) {
				if (OwnedDirectory.NAME.matcher(name.toString()).matches()) {
					sweep(folder, name, action);
				}
			}
		}
		catch (IOException ex) {
			logger.warn("The memory root {} could not be swept: {}", root, ex.toString());
		}
	}

	private static void sweep(Folder root, Path name, Action action) {
		try (Folder folder = root.enter(name)) {
			if (!folder.self().ours()) {
				return;
			}
			if (folder.find(MARKER).isEmpty()) {
				if (name.toString().startsWith(".")) {
					// Nothing but a beginning or an end of ours is hidden and empty.
					root.deleteDirectory(name);
				}
				return;
			}
			if (marker(folder).isEmpty()) {
				return;
			}
			final Optional<OwnerLock> lock = OwnerLock.tryLock(folder, MARKER);
			if (lock.isEmpty()) {
				return;
			}
			try {
				// Not if somebody has swept it between our look and our lock.
				final Optional<Folder.Entry> marker = marker(folder);
				if (marker.isPresent() && lock.get().isOn(marker.get())) {
					action.on(new Dead(root, name, folder));
				}
			}
			finally {
				lock.get().close();
			}
		}
		catch (IOException ex) {
			// A link, somebody else sweeps it at the same time, or it is not empty.
			logger.debug("Not swept: {}", name, ex);
		}
	}

	private static Optional<Folder.Entry> marker(Folder folder) throws IOException {
		return folder.find(MARKER).filter((marker) -> marker.ours() && marker.attributes().isRegularFile());
	}

	/**
	 * At once from sight, the marker last, so that whoever is interrupted here leaves
	 * something to sweep.
	 */
	private static void remove(Folder root, Path name, Folder folder) throws IOException {
		Path doomed = name;
		if (RENAMES && !name.toString().startsWith(".")) {
			doomed = Path.of("." + name);
			root.rename(name, doomed);
		}
		FileTrees.clear(folder, MARKER::equals);
		folder.deleteFile(MARKER);
		root.deleteDirectory(doomed);
	}

	/**
	 * The directory of a dead owner, whose lock is held.
	 *
	 * @param around the open root
	 * @param name of the directory in it
	 * @param folder the directory itself
	 */
	private record Dead(Folder around, Path name, Folder folder) {

		Path path() {
			return this.folder.path();
		}

	}

	/** What is done with it. */
	@FunctionalInterface
	private interface Action {

		void on(Dead dead) throws IOException;

	}

}
