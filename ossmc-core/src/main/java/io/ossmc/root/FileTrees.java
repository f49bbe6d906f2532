package io.ossmc.root;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;

import io.ossmc.memory.Reaper;
import io.ossmc.system.OwnedDirectory;
import io.ossmc.system.Trash;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes trees of ours, and nothing else: every step is relative to an open directory
 * ({@link Folder}), links are removed and never followed, and what belongs to another
 * user stays, with the directories around it.
 */
public final class FileTrees {

	private static final Logger logger = LoggerFactory.getLogger("io.ossmc.cache");

	private FileTrees() {
	}

	/**
	 * Removes a tree, or a single file. What cannot be removed now (no descriptor is to
	 * be had, or it is somebody else's) stays and is named in the log; within an owner's
	 * directory it is hidden and tried again on the reaper's thread.
	 * @param tree may be missing
	 * @return whether nothing is left
	 */
	public static boolean delete(Path tree) {
		return delete(tree, () -> {
		});
	}

	/**
	 * As above, and says when.
	 * @param tree may be missing
	 * @param whenGone called once nothing is left, here or on the reaper's thread; never
	 * if that is left to the next start. Must be short
	 * @return whether nothing is left
	 */
	public static boolean delete(Path tree, Runnable whenGone) {
		final Remains remains = remove(tree);
		if (remains.none()) {
			whenGone.run();
			return true;
		}
		logger.warn("{} could not be removed, {} entries are left: {}", tree, remains.count,
				String.valueOf(remains.why));
		if (OwnedDirectory.around(tree) != null && !Trash.holds(tree)) {
			try {
				final Path hidden = Trash.hide(tree);
				Reaper.retry(() -> {
					final boolean none = remove(hidden).none();
					if (none) {
						whenGone.run();
					}
					return none;
				});
			}
			catch (IOException ex) {
				logger.warn("{} stays until the next start: {}", tree, ex.toString());
			}
		}
		return false;
	}

	/**
	 * Removes a directory that is empty; leaves any other.
	 * @param directory may be missing
	 */
	public static void deleteIfEmpty(Path directory) {
		try {
			if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
				Files.delete(directory);
			}
		}
		catch (IOException ex) {
			logger.trace("Not empty: {}", directory, ex);
		}
	}

	private static Remains remove(Path tree) {
		final Remains remains = new Remains();
		final Path parent = tree.toAbsolutePath().getParent();
		if (parent == null) {
			throw new IllegalArgumentException("The root of a file system: " + tree);
		}
		try (Folder around = Folder.open(parent)) {
			remove(around, tree.getFileName(), Path.of(""), (_) -> false, remains);
		}
		catch (NoSuchFileException ex) {
			logger.trace("Already gone: {}", tree);
		}
		catch (IOException ex) {
			remains.add(ex);
		}
		return remains;
	}

	/**
	 * Empties an open directory.
	 * @param folder not read yet
	 * @param spared tells of paths relative to it what stays, with the directories around
	 * @throws IOException if something else is left
	 */
	static void clear(Folder folder, Predicate<Path> spared) throws IOException {
		final Remains remains = new Remains();
		clear(folder, Path.of(""), spared, remains);
		if (!remains.none()) {
			throw new IOException(remains.count + " entries of " + folder.path() + " are left", remains.why);
		}
	}

	/** Returns whether the directory is empty now, as far as is known. */
	private static boolean clear(Folder folder, Path at, Predicate<Path> spared, Remains remains) throws IOException {
		boolean empty = true;
		for (Path name : folder.names()) {
			final Path entry = at.resolve(name);
			empty &= !spared.test(entry) && remove(folder, name, entry, spared, remains);
		}
		return empty;
	}

	private static boolean remove(Folder folder, Path name, Path at, Predicate<Path> spared, Remains remains) {
		try {
			final Optional<Folder.Entry> found = folder.find(name);
			if (found.isEmpty()) {
				return true;
			}
			if (!found.get().ours()) {
				throw new IOException(folder.path().resolve(name) + " belongs to another user");
			}
			if (!found.get().attributes().isDirectory()) {
				folder.deleteFile(name);
				return true;
			}
			final boolean empty;
			try (Folder child = folder.enter(name)) {
				if (!child.self().ours()) {
					throw new IOException(child.path() + " belongs to another user");
				}
				child.makeWritable();
				empty = clear(child, at, spared, remains);
			}
			if (empty) {
				folder.deleteDirectory(name);
			}
			return empty;
		}
		catch (NoSuchFileException ex) {
			return true;
		}
		catch (IOException ex) {
			remains.add(ex);
			return false;
		}
	}

	/** What could not be removed. */
	private static final class Remains {

		private int count;

		private @Nullable IOException why;

		void add(IOException reason) {
			this.count++;
			if (this.why == null) {
				this.why = reason;
			}
		}

		boolean none() {
			return this.count == 0;
		}

	}

}
