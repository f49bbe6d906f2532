package io.ossmc.connector;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.sun.management.HotSpotDiagnosticMXBean;

/**
 * What connectors of this process should have let go of: threads, virtual ones too, files
 * below a directory, and descriptors and mappings of them. The last two are seen on Linux
 * only.
 */
final class Leftovers {

	private static final Pattern THREAD = Pattern.compile("#\\d+ \"ossmc-[^\"]*\"");

	private final Path directory;

	private final TreeSet<String> before;

	/** Looks at the threads that are there before. */
	Leftovers(Path directory) throws IOException {
		this.directory = directory;
		this.before = threads();
	}

	/** All there is now. */
	List<String> now() throws IOException {
		TreeSet<String> threads = threads();
		threads.removeAll(this.before);
		List<String> all = new ArrayList<>();
		threads.forEach((thread) -> all.add("thread " + thread));
		all.addAll(descriptors());
		all.addAll(mappings());
		if (PrivatePages.bytes() > 0) {
			all.add("private pages: " + PrivatePages.bytes() + " bytes");
		}
		try (Stream<Path> files = Files.walk(this.directory)) {
			files.filter(Files::isRegularFile).forEach((file) -> all.add("file " + file));
		}
		return all;
	}

	/** By number and name: what else is said of one changes while it lives. */
	private TreeSet<String> threads() throws IOException {
		Path dump = Files.createTempDirectory("threads").resolve("dump");
		ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
			.dumpThreads(dump.toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.TEXT_PLAIN);
		TreeSet<String> names = new TreeSet<>();
		try (Stream<String> lines = Files.lines(dump)) {
			lines.map(THREAD::matcher).filter(Matcher::lookingAt).map(Matcher::group).forEach(names::add);
		}
		Files.delete(dump);
		Files.delete(dump.getParent());
		return names;
	}

	private List<String> descriptors() throws IOException {
		Path all = Path.of("/proc/self/fd");
		List<String> ours = new ArrayList<>();
		if (Files.exists(all)) {
			try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(all)) {
				for (Path descriptor : descriptors) {
					String target = target(descriptor);
					if (target.startsWith(this.directory.toString())) {
						ours.add("descriptor of " + target);
					}
				}
			}
		}
		return ours;
	}

	private static String target(Path descriptor) throws IOException {
		try {
			return Files.readSymbolicLink(descriptor).toString();
		}
		catch (NoSuchFileException _) {
			// Closed since.
			return "";
		}
	}

	private List<String> mappings() throws IOException {
		Path maps = Path.of("/proc/self/maps");
		if (!Files.exists(maps)) {
			return List.of();
		}
		try (Stream<String> lines = Files.lines(maps)) {
			return lines.filter((line) -> line.contains(this.directory.toString()))
				.map((line) -> "mapping of " + line)
				.toList();
		}
	}

}
