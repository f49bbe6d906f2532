package io.ossmc.benchmark.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

import io.ossmc.benchmark.process.Commands;

/** A directory in memory for one run, removed with everything in it. */
public final class Tmpfs implements AutoCloseable {

	private static final Path SHM = Path.of("/dev/shm");

	private final Path directory;

	private final boolean mounted;

	private Tmpfs(Path directory, boolean mounted) {
		this.directory = directory;
		this.mounted = mounted;
	}

	/**
	 * A directory on the machine's ordinary tmpfs.
	 * @return the directory
	 * @throws IOException if there is no /dev/shm
	 */
	public static Tmpfs ordinary() throws IOException {
		return new Tmpfs(Files.createTempDirectory(SHM, "ossmc-benchmark-"), false);
	}

	/**
	 * A tmpfs of its own on huge pages.
	 * @return the directory, or nothing where one may not mount
	 * @throws IOException if the directory to mount on cannot be made
	 */
	public static Optional<Tmpfs> huge() throws IOException {
		Path place = Files.createTempDirectory("ossmc-benchmark-huge-");
		if (Commands.succeed("mount", "-t", "tmpfs", "-o", "huge=always,mode=0700", "ossmc-benchmark",
				place.toString())) {
			return Optional.of(new Tmpfs(place, true));
		}
		Files.delete(place);
		return Optional.empty();
	}

	/**
	 * Where it is.
	 * @return the directory
	 */
	public Path directory() {
		return this.directory;
	}

	@Override
	public void close() throws IOException {
		if (this.mounted) {
			Commands.succeed("umount", "-l", this.directory.toString());
			Files.deleteIfExists(this.directory);
			return;
		}
		delete(this.directory);
	}

	/**
	 * Removes a directory with everything in it.
	 * @param directory not followed if it is a link
	 * @throws IOException if something of it stays
	 */
	public static void delete(Path directory) throws IOException {
		try (Stream<Path> all = Files.walk(directory)) {
			for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
				Files.deleteIfExists(path);
			}
		}
	}

}
