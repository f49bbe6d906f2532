package io.ossmc.storm;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import io.ossmc.connector.PrivatePages;

/**
 * What closed connectors have left in this process and in their directories. Threads end
 * and sockets close a moment after {@code close()}, the thread that gives memory back
 * when it had nothing to do for ten seconds: they have twenty.
 */
final class Leftovers {

	private static final long PATIENCE = 20_000_000_000L;

	private final Path directory;

	private final List<String> atStart = new ArrayList<>();

	/** Remembers what is there, before the first connector is built. */
	Leftovers(Path directory) throws IOException {
		this.directory = directory;
		// With the first socket the JDK makes one of its own, for good.
		SocketChannel.open().close();
		descriptors(this.atStart);
	}

	/** Each with its kind; empty as soon as there are none. */
	List<String> find() throws IOException {
		long start = System.nanoTime();
		while (true) {
			List<String> found = new ArrayList<>();
			threads(found);
			descriptors(found);
			mappings(found);
			files(found);
			found.removeAll(this.atStart);
			if (found.isEmpty() || System.nanoTime() - start > PATIENCE) {
				return found;
			}
			LockSupport.parkNanos(50_000_000);
		}
	}

	private static void threads(List<String> found) {
		Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("ossmc-"))
			.forEach((thread) -> found.add("thread " + thread.getName()));
	}

	private void descriptors(List<String> found) throws IOException {
		Path descriptors = Path.of("/proc/self/fd");
		if (Files.isDirectory(descriptors)) {
			try (Stream<Path> all = Files.list(descriptors)) {
				all.map(Leftovers::target)
					.filter((target) -> target.startsWith("socket:") || target.startsWith(this.directory.toString()))
					.forEach((target) -> found.add("descriptor of " + target));
			}
		}
	}

	private static String target(Path descriptor) {
		try {
			return Files.readSymbolicLink(descriptor).toString();
		}
		catch (IOException _) {
			return "closed meanwhile";
		}
	}

	private void mappings(List<String> found) throws IOException {
		Path maps = Path.of("/proc/self/maps");
		if (Files.exists(maps)) {
			try (Stream<String> lines = Files.lines(maps)) {
				lines.filter((line) -> line.contains(this.directory.toString()))
					.forEach((line) -> found.add("mapping " + line));
			}
			if (PrivatePages.bytes() > 0) {
				found.add("private memory of " + PrivatePages.bytes() + " bytes");
			}
		}
	}

	/** The root and the directories that applications named are theirs and stay. */
	private void files(List<String> found) throws IOException {
		try (Stream<Path> all = Files.walk(this.directory)) {
			all.filter(
					(path) -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS) || path.getParent().endsWith("root"))
				.forEach((path) -> found.add("file " + this.directory.relativize(path)));
		}
	}

}
