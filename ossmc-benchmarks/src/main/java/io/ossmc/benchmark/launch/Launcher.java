package io.ossmc.benchmark.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What {@code java -jar} meets first, compiled for Java 17: on an older JDK than the
 * benchmarks need it looks for one that will do and goes on with that.
 */
public final class Launcher {

	private static final int NEEDED = 25;

	private Launcher() {
	}

	/**
	 * Runs {@code io.ossmc.benchmark.Main}, in this JVM if it is new enough.
	 * @param arguments passed on
	 * @throws Exception whatever the benchmark throws
	 */
	public static void main(String[] arguments) throws Exception {
		if (Runtime.version().feature() >= NEEDED) {
			Class.forName("io.ossmc.benchmark.Main").getMethod("main", String[].class).invoke(null, (Object) arguments);
			return;
		}
		Path java = find();
		if (java == null) {
			System.err.println("This is Java " + Runtime.version().feature() + " and the benchmarks need " + NEEDED
					+ ": set JAVA_HOME to a JDK " + NEEDED + ", or run its bin/java -jar instead.");
			System.exit(2);
		}
		List<String> command = new ArrayList<>(List.of(java.toString(), "-jar", System.getProperty("java.class.path")));
		command.addAll(List.of(arguments));
		Process process = new ProcessBuilder(command).inheritIO().start();
		Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
		System.exit(process.waitFor());
	}

	private static Path find() throws IOException {
		List<Path> homes = new ArrayList<>();
		Stream.of("JAVA_HOME", "JAVA_HOME_25", "JAVA_25_HOME", "JDK_25")
			.map(System::getenv)
			.filter(Objects::nonNull)
			.map(Path::of)
			.forEach(homes::add);
		for (String parent : List.of("/usr/lib/jvm", System.getProperty("user.home") + "/.sdkman/candidates/java",
				"/opt")) {
			if (Files.isDirectory(Path.of(parent))) {
				try (Stream<Path> found = Files.list(Path.of(parent))) {
					found.sorted().forEach(homes::add);
				}
			}
		}
		for (Path home : homes) {
			Path release = home.resolve("release");
			Path java = home.resolve("bin/java");
			if (Files.isExecutable(java) && Files.isReadable(release)
					&& feature(Files.readAllLines(release)) >= NEEDED) {
				return java;
			}
		}
		return null;
	}

	private static int feature(List<String> release) {
		return release.stream()
			.filter((line) -> line.toUpperCase(Locale.ROOT).startsWith("JAVA_VERSION="))
			.map((line) -> line.replaceAll("^[^0-9]*(\\d+).*$", "$1"))
			.mapToInt((text) -> text.matches("\\d+") ? Integer.parseInt(text) : 0)
			.findFirst()
			.orElse(0);
	}

}
