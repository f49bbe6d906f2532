package io.ossmc.autoconfigure;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program in a process of its own, run to its end.
 *
 * @param exitCode as its parent sees it
 * @param output both streams
 */
public record JavaProcess(int exitCode, String output) {

	/**
	 * Runs this JVM's Java with this JVM's class path.
	 * @param main the program
	 * @param environment variables in addition to this process's
	 * @param arguments of the program
	 * @return when it has ended
	 */
	public static JavaProcess run(Class<?> main, Map<String, String> environment, String... arguments) {
		return run(Path.of(System.getProperty("java.home")), System.getProperty("java.class.path"), main.getName(),
				environment, arguments);
	}

	public static JavaProcess run(Path javaHome, String classPath, String main, Map<String, String> environment,
			String... arguments) {
		List<String> command = new ArrayList<>(
				List.of(javaHome.resolve("bin/java").toString(), "-XX:TieredStopAtLevel=1", "-cp", classPath, main));
		command.addAll(List.of(arguments));
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
		builder.environment().putAll(environment);
		try {
			Process process = builder.start();
			try {
				process.getOutputStream().close();
				String output = new String(process.getInputStream().readAllBytes());
				process.waitFor(1, TimeUnit.MINUTES);
				return new JavaProcess(process.exitValue(), output);
			}
			finally {
				process.destroyForcibly();
			}
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
