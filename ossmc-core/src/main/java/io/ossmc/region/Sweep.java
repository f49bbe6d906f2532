package io.ossmc.region;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the directories of connectors that ended without closing, but for the complete
 * files on their shelves: those are kept for the next owner, who adopts them. Only what
 * has a name such as we give, is a directory and carries our marker, unlocked, is
 * touched; links are removed, never followed.
 */
final class Sweep {

	private static final Logger logger = LoggerFactory.getLogger(Sweep.class);

	/** With a dot: not yet visible, or not any more. */
	static final Pattern NAME = Pattern.compile("\\.?c-\\d+-[0-9a-f]{16}");

	/** Windows renames no directory in which a file is open. */
	static final boolean RENAMES = File.separatorChar == '/';

	private Sweep() {
	}

	/**
	 * Removes all but what the next owner will adopt.
	 * @return the bytes that are kept for it
	 */
	static long of(Path root) {
		final long[] kept = { 0 };
		each(root, (directory) -> kept[0] += keep(directory));
		return kept[0];
	}

	/** Removes everything. */
	static void all(Path root) {
		each(root, (directory) -> {
			remove(directory);
			logger.info("Removed {}, left behind by a process that is gone", directory);
		});
	}

	/** Hands what is complete to an owner and removes the rest. */
	static void into(Shelf heir, Path root) {
		each(root, (directory) -> {
			heir.adopt(Shelf.of(directory));
			remove(directory);
			logger.info("Removed {}, left behind by a process that is gone", directory);
		});
	}

	private static long keep(Path directory) throws IOException {
		final List<Path> kept = new ArrayList<>();
		long bytes = 0;
		for (Shelf.Shelved file : Shelf.of(directory).files()) {
			kept.add(file.data().getParent());
			bytes += file.note().size();
		}
		if (kept.isEmpty()) {
			remove(directory);
			logger.info("Removed {}, left behind by a process that is gone", directory);
		}
		else {
			kept.add(directory.resolve(Owner.MARKER));
			clear(directory, kept);
		}
		return bytes;
	}

	private static void each(Path root, Action action) {
		try (DirectoryStream<Path> entries = Files.newDirectoryStream(root)) {
			for (Path entry : entries) {
				final String name = String.valueOf(entry.getFileName());
				if (NAME.matcher(name).matches() && Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
					sweep(entry, name.startsWith("."), action);
				}
			}
		}
		catch (IOException | DirectoryIteratorException ex) {
			logger.warn("The memory root {} could not be swept: {}", root, ex.toString());
		}
	}

	private static void sweep(Path directory, boolean hidden, Action action) {
		final Path marker = directory.resolve(Owner.MARKER);
		try {
			if (!Files.isRegularFile(marker, LinkOption.NOFOLLOW_LINKS)) {
				if (hidden) {
					// Nothing but a beginning or an end of ours is hidden and empty.
					Files.delete(directory);
				}
				return;
			}
			final Optional<OwnerLock> lock = OwnerLock.tryLock(marker);
			if (lock.isEmpty()) {
				return;
			}
			try {
				if (Files.exists(marker)) {
					action.on(directory);
				}
			}
			finally {
				lock.get().close();
			}
		}
		catch (IOException ex) {
			// Somebody else sweeps it at the same time, or it is not empty and not ours.
			logger.debug("Not swept: {}", directory, ex);
		}
	}

	/**
	 * Removes an owner's directory, whose lock the caller holds: at once from sight, its
	 * marker last, so that whoever is interrupted here leaves something to sweep.
	 */
	static void remove(Path directory) throws IOException {
		Path doomed = directory;
		final String name = String.valueOf(directory.getFileName());
		if (RENAMES && !name.startsWith(".")) {
			doomed = Files.move(directory, directory.resolveSibling("." + name));
		}
		clear(doomed, List.of(doomed.resolve(Owner.MARKER)));
		Files.deleteIfExists(doomed.resolve(Owner.MARKER));
		Files.deleteIfExists(doomed);
	}

	/** Empties a directory. */
	static void clear(Path directory) throws IOException {
		clear(directory, List.of());
	}

	/** Empties a directory but for these and the folders around them. */
	private static void clear(Path top, List<Path> kept) throws IOException {
		final Set<Path> spared = new HashSet<>(kept);
		final Set<Path> around = new HashSet<>(Set.of(top));
		for (Path path : kept) {
			for (Path at = path.getParent(); at != null && around.add(at);) {
				at = at.getParent();
			}
		}
		Files.walkFileTree(top, new SimpleFileVisitor<>() {

			@Override
			public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) {
				return spared.contains(visited) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
			}

			@Override
			public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
				if (!spared.contains(file)) {
					Files.deleteIfExists(file);
				}
				return FileVisitResult.CONTINUE;
			}

			@Override
			public FileVisitResult visitFileFailed(Path file, IOException ex) throws IOException {
				if (ex instanceof NoSuchFileException) {
					return FileVisitResult.CONTINUE;
				}
				throw ex;
			}

			@Override
			public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException ex) throws IOException {
				if (!around.contains(visited)) {
					Files.deleteIfExists(visited);
				}
				return FileVisitResult.CONTINUE;
			}

		});
	}

	/** What is done with the directory of a dead owner, whose lock is held. */
	@FunctionalInterface
	private interface Action {

		void on(Path directory) throws IOException;

	}

}
