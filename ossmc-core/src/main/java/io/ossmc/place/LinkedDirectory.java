package io.ossmc.place;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.ossmc.root.Owner;
import org.jspecify.annotations.Nullable;

/**
 * A {@link StablePath} where the directory must stay one: {@value #CURRENT} links to the
 * current version, and one link per file leads through it, so that one rename swaps all.
 * Where the file system has no symbolic links (Windows) the files are hard links.
 * {@value #CURRENT} is the marker that makes the directory ours, if we made it.
 */
public final class LinkedDirectory extends StablePath {

	public static final String CURRENT = ".ossmc-current";

	private @Nullable Path version;

	LinkedDirectory(Path path) {
		super(path);
	}

	/**
	 * Where the marker leads, if the directory carries one. A link of that name that no
	 * connector of ours made is a user's, and so is the directory.
	 */
	static Optional<Path> target(Path directory) throws IOException {
		Path current = directory.resolve(CURRENT);
		if (!Files.isSymbolicLink(current)) {
			return Optional.empty();
		}
		return Optional.of(resolved(current)).filter((target) -> Owner.madeLink(current, target));
	}

	@Override
	void point(Path version) throws IOException {
		try {
			show(this.path.resolve(CURRENT), version);
		}
		catch (UnsupportedOperationException _) {
			Files.createDirectories(this.path);
		}
		this.version = version;
	}

	/**
	 * Names come before the switch and go after it, so that each name of the version that
	 * is shown always leads to its file.
	 */
	@Override
	void point(Path version, List<String> files) throws IOException {
		Path before = this.version;
		if (before == null || !Files.isSymbolicLink(this.path.resolve(CURRENT))) {
			removeHardLinks(before);
			point(version);
			for (String file : files) {
				published(file);
			}
			return;
		}
		try {
			Set<Path> names = files.stream().map(Path::of).collect(Collectors.toSet());
			Set<Path> folders = names.stream().flatMap(LinkedDirectory::around).collect(Collectors.toSet());
			for (Path link : links(this.path)) {
				Path name = this.path.relativize(link);
				// What was a file becomes a folder, or the other way round.
				if (folders.contains(name) || around(name).anyMatch(names::contains)) {
					delete(link);
				}
			}
			for (String file : files) {
				published(file);
			}
			point(version);
		}
		finally {
			for (Path link : links(this.path)) {
				if (!Files.exists(link)) {
					delete(link);
				}
			}
		}
	}

	/** The folders that a name is in, the innermost first. */
	private static Stream<Path> around(Path name) {
		return Stream.iterate(name.getParent(), Objects::nonNull, Path::getParent);
	}

	private void delete(Path link) throws IOException {
		Files.delete(link);
		deleteIfEmpty(link.getParent(), this.path);
	}

	private void removeHardLinks(@Nullable Path before) throws IOException {
		if (before == null) {
			return;
		}
		try (Stream<Path> files = Files.walk(before)) {
			for (Path file : files.filter(Files::isRegularFile).toList()) {
				Path link = this.path.resolve(before.relativize(file));
				if (Files.exists(link) && Files.isSameFile(link, file)) {
					Files.delete(link);
				}
			}
		}
	}

	@Override
	void published(String file) throws IOException {
		Path link = this.path.resolve(file);
		Path folder = link.getParent();
		Files.createDirectories(folder);
		if (Files.isSymbolicLink(link) && leadsThroughCurrent(this.path, link)) {
			return;
		}
		Path current = this.path.resolve(CURRENT);
		if (Files.isSymbolicLink(current)) {
			Files.createSymbolicLink(link, folder.relativize(current.resolve(file)));
		}
		else if (this.version != null) {
			Files.createLink(link, this.version.resolve(file));
		}
	}

	@Override
	void remove() throws IOException {
		if (shows(this.path.resolve(CURRENT))) {
			clear(this.path);
		}
	}

	/**
	 * Takes away what a dead connector left in a directory with its marker, also folders
	 * that it had just made.
	 */
	static void takeOver(Path directory) throws IOException {
		for (Path folder : folders(directory)) {
			deleteIfEmpty(folder, directory);
		}
		clear(directory);
	}

	private static void clear(Path directory) throws IOException {
		for (Path link : links(directory)) {
			Files.delete(link);
			deleteIfEmpty(link.getParent(), directory);
		}
		deleteIfOurs(next(directory.resolve(CURRENT)));
		Files.deleteIfExists(directory.resolve(CURRENT));
	}

	/** Our links to files; what cannot be looked into is not ours (lost+found). */
	private static List<Path> links(Path directory) throws IOException {
		List<Path> links = new ArrayList<>();
		Files.walkFileTree(directory, new SimpleFileVisitor<>() {
			@Override
			public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
				if (attributes.isSymbolicLink() && leadsThroughCurrent(directory, file)) {
					links.add(file);
				}
				return FileVisitResult.CONTINUE;
			}

			@Override
			public FileVisitResult visitFileFailed(Path file, IOException error) {
				return FileVisitResult.CONTINUE;
			}
		});
		return links;
	}

	private static boolean leadsThroughCurrent(Path directory, Path link) throws IOException {
		Path current = directory.resolve(CURRENT);
		Path target = link.resolveSibling(Files.readSymbolicLink(link)).normalize();
		return target.startsWith(current) && !link.equals(current);
	}

	private static List<Path> folders(Path directory) throws IOException {
		List<Path> folders = new ArrayList<>();
		Files.walkFileTree(directory, new SimpleFileVisitor<>() {
			@Override
			public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
				if (folder.equals(directory.resolve(LOST_AND_FOUND))) {
					return FileVisitResult.SKIP_SUBTREE;
				}
				folders.add(folder);
				return FileVisitResult.CONTINUE;
			}

			@Override
			public FileVisitResult visitFileFailed(Path file, IOException error) {
				return FileVisitResult.CONTINUE;
			}
		});
		return folders;
	}

	/** And the folders around it, if that was all they held. */
	private static void deleteIfEmpty(Path folder, Path directory) throws IOException {
		for (Path at = folder; !at.equals(directory) && isEmpty(at); at = at.getParent()) {
			Files.delete(at);
		}
	}

	private static boolean isEmpty(Path folder) throws IOException {
		try (Stream<Path> entries = Files.list(folder)) {
			return entries.findAny().isEmpty();
		}
	}

}
