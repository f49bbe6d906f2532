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
import java.util.Optional;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the directories of connectors that ended without closing. Only what has a name
 * such as we give, is a directory and carries our marker, unlocked, is touched; links are
 * removed, never followed.
 */
final class Sweep {

	private static final Logger logger = LoggerFactory.getLogger(Sweep.class);

	/** With a dot: not yet visible, or not any more. */
	static final Pattern NAME = Pattern.compile("\\.?c-\\d+-[0-9a-f]{16}");

	/** Windows renames no directory in which a file is open. */
	static final boolean RENAMES = File.separatorChar == '/';

	private Sweep() {
	}

	static void of(Path root) {
		try (DirectoryStream<Path> entries = Files.newDirectoryStream(root)) {
			for (Path entry : entries) {
				final String name = String.valueOf(entry.getFileName());
				if (NAME.matcher(name).matches() && Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
					sweep(entry, name.startsWith("."));
				}
			}
		}
		catch (IOException | DirectoryIteratorException ex) {
			logger.warn("The memory root {} could not be swept: {}", root, ex.toString());
		}
	}

	private static void sweep(Path directory, boolean hidden) {
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
					remove(directory);
					logger.info("Removed {}, left behind by a process that is gone", directory);
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
		final Path top = doomed;
		Files.walkFileTree(top, new SimpleFileVisitor<>() {

			@Override
			public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
				if (!file.equals(top.resolve(Owner.MARKER))) {
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
				if (!visited.equals(top)) {
					Files.deleteIfExists(visited);
				}
				return FileVisitResult.CONTINUE;
			}

		});
		Files.deleteIfExists(top.resolve(Owner.MARKER));
		Files.deleteIfExists(top);
	}

}
