package io.ossmc.environment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.ossmc.connector.RemoteOss;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A JVM with limits and variables of its own, in which JUnit runs tests. One that does
 * not end shows where its threads are, and is killed. One thread.
 */
final class ChildJvm {

	private static final int SECONDS = 150;

	private final RemoteOss oss;

	private final Path directory;

	private final Map<String, String> environment = new TreeMap<>();

	private final List<String> options = new ArrayList<>();

	private String limits = "";

	private String user = "";

	/**
	 * Describes one.
	 * @param oss what its tests talk to
	 * @param directory where its tests have their files
	 */
	ChildJvm(RemoteOss oss, Path directory) {
		this.oss = oss;
		this.directory = directory;
	}

	ChildJvm environment(String variable, String value) {
		this.environment.put(variable, value);
		return this;
	}

	/** Such as {@code -n 128}: see {@code help ulimit} in bash. */
	ChildJvm limit(String limit) {
		this.limits += "ulimit " + limit + " && ";
		return this;
	}

	ChildJvm jvm(String... jvmOptions) {
		this.options.addAll(List.of(jvmOptions));
		return this;
	}

	/**
	 * A user who is not root and whom nobody else is, so that only the threads of this
	 * JVM count. It reads what root reads: the class path may be in root's home.
	 */
	ChildJvm asSomebodyElse() {
		long number = 61_184 + ProcessHandle.current().pid() % 4_000;
		this.user = "setpriv --reuid=" + number + " --regid=" + number
				+ " --clear-groups --inh-caps=+dac_read_search --ambient-caps=+dac_read_search ";
		return this;
	}

	/** Runs the tests that have a tag; fails if one of them fails or is skipped. */
	void runTagged(String tag) throws IOException, InterruptedException {
		runTests("tag:" + tag);
	}

	/** Runs the tests of a class; fails if one of them fails or is skipped. */
	void run(Class<?> tests) throws IOException, InterruptedException {
		runTests("class:" + tests.getName());
	}

	private void runTests(String selection) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(List.of("bash", "-c",
				this.limits + "exec timeout --signal=QUIT --kill-after=5 " + SECONDS + " " + this.user
						+ "\"$0\" \"$@\"",
				Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx160m", "-XX:+UseSerialGC",
				"-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED",
				"--sun-misc-unsafe-memory-access=allow", "-Djava.io.tmpdir=" + this.directory));
		command.addAll(this.options);
		command.addAll(List.of("-cp", System.getProperty("java.class.path"), ChildProgram.class.getName(),
				this.oss.endpoint(), this.oss.region(), selection));
		ProcessBuilder builder = new ProcessBuilder(command).directory(this.directory.toFile())
			.redirectErrorStream(true);
		builder.environment().putAll(this.environment);
		Process process = builder.start();
		try {
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			assertThat(process.waitFor()).as("%s %s%n%s", this.environment, this.limits, output).isZero();
		}
		finally {
			process.destroyForcibly().waitFor();
		}
	}

	static String output(String... command) throws IOException {
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
	}

}
