package io.ossmc.model;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes what is ours; links are deleted, never followed. */
final class FileTrees {

	private static final Logger log = LoggerFactory.getLogger(FileTrees.class);

	private FileTrees() {
	}

	/**
	 * Deletes as much as can be deleted. What cannot is logged and left: whoever clears
	 * up has more to give back than files.
	 */
	static void delete(Path tree) {
		try {
			Files.walkFileTree(tree, new SimpleFileVisitor<>() {
				@Override
				public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
					remove(file);
					return FileVisitResult.CONTINUE;
				}

				@Override
				public FileVisitResult visitFileFailed(Path file, IOException error) {
					remove(file);
					return FileVisitResult.CONTINUE;
				}

				@Override
				public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException error) {
					remove(directory);
					return FileVisitResult.CONTINUE;
				}
			});
		}
		catch (IOException ex) {
			log.warn("{} could not be deleted, the next start will try: {}", tree, ex.toString());
		}
	}

	private static void remove(Path path) {
		try {
			Files.deleteIfExists(path);
		}
		catch (IOException ex) {
			log.warn("{} could not be deleted, the next start will try: {}", path, ex.toString());
		}
	}

}
