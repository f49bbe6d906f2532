package io.ossmc.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Who may read what we create; nothing to do where files have no POSIX permissions. */
public final class Modes {

	public static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rwx------");

	private static final Set<PosixFilePermission> READ = PosixFilePermissions.fromString("r--r--r--");

	private static final Set<PosixFilePermission> CREATED = PosixFilePermissions.fromString("rw-------");

	private static final Set<PosixFilePermission> SHARABLE = PosixFilePermissions.fromString("rwxr-xr-x");

	private Modes() {
	}

	/**
	 * Who may use the files of a directory: those may read who may read the directory;
	 * only the owner writes.
	 * @param directory exists
	 * @return empty where files have no permissions
	 */
	public static Optional<Set<PosixFilePermission>> forFilesIn(Path directory) throws IOException {
		if (!posix(directory)) {
			return Optional.empty();
		}
		final Set<PosixFilePermission> mode = EnumSet.copyOf(CREATED);
		for (PosixFilePermission permission : Files.getPosixFilePermissions(directory)) {
			if (READ.contains(permission)) {
				mode.add(permission);
			}
		}
		return Optional.of(Collections.unmodifiableSet(mode));
	}

	/** Creates a file as the files of a directory {@linkplain #forFilesIn are}. */
	public static void createFile(Path file, Path directory) throws IOException {
		createFile(file, forFilesIn(directory));
	}

	/**
	 * Creates a file, whatever the process's umask is.
	 * @param mode from {@link #forFilesIn}
	 */
	public static void createFile(Path file, Optional<Set<PosixFilePermission>> mode) throws IOException {
		if (mode.isEmpty()) {
			Files.createFile(file);
			return;
		}
		Files.createFile(file, PosixFilePermissions.asFileAttribute(CREATED));
		if (!CREATED.equals(mode.get())) {
			Files.setPosixFilePermissions(file, mode.get());
		}
	}

	/**
	 * Creates a directory with at most the given permissions, none to write for others.
	 */
	public static void createDirectory(Path directory, Set<PosixFilePermission> permissions) throws IOException {
		final Path parent = directory.toAbsolutePath().getParent();
		if (parent == null || !posix(parent)) {
			Files.createDirectory(directory);
			return;
		}
		Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(PRIVATE));
		final Set<PosixFilePermission> mode = EnumSet.copyOf(PRIVATE);
		for (PosixFilePermission permission : permissions) {
			if (SHARABLE.contains(permission)) {
				mode.add(permission);
			}
		}
		if (!mode.equals(PRIVATE)) {
			Files.setPosixFilePermissions(directory, mode);
		}
	}

	public static void readOnly(Path file) throws IOException {
		if (posix(file)) {
			final Set<PosixFilePermission> mode = EnumSet.copyOf(Files.getPosixFilePermissions(file));
			mode.retainAll(READ);
			Files.setPosixFilePermissions(file, mode);
		}
	}

	/** Whether a file has any of these; false where files have none at all. */
	public static boolean any(Path file, Set<PosixFilePermission> permissions) throws IOException {
		return posix(file)
				&& !Collections.disjoint(Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS), permissions);
	}

	public static boolean posix(Path path) {
		return Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS) != null;
	}

}
