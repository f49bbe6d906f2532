package io.ossmc.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Assumptions;

/**
 * A real tmpfs of a few megabytes, for tests of what happens when it is full. Where this
 * process may not mount, the test is skipped, which {@code -Pci} counts as a failure.
 */
public final class SmallTmpfs implements AutoCloseable {

	private final Path directory;

	private SmallTmpfs(Path directory) {
		this.directory = directory;
	}

	/**
	 * Mounts one.
	 * @param options such as {@code size=64m}
	 * @return it, to be closed by the caller
	 * @throws IOException if there is no directory for it
	 */
	public static SmallTmpfs mount(String options) throws IOException {
		final Path directory = Files.createTempDirectory("tmpfs");
		final boolean mounted = Files.isExecutable(Path.of("/bin/mount"))
				&& run("mount", "-t", "tmpfs", "-o", options, "tmpfs", directory.toString()) == 0;
		if (!mounted) {
			Files.delete(directory);
		}
		Assumptions.assumeTrue(mounted, "This test mounts a small tmpfs: Linux and root");
		return new SmallTmpfs(directory);
	}

	/**
	 * Where it is mounted.
	 * @return the mount point
	 */
	public Path directory() {
		return this.directory;
	}

	@Override
	public void close() throws IOException {
		run("umount", "-l", this.directory.toString());
		Files.delete(this.directory);
	}

	private static int run(String... command) throws IOException {
		return new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start()
			.onExit()
			.join()
			.exitValue();
	}

}
