package io.ossmc.storm;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.ossmc.connector.RemoteOss;
import io.ossmc.emulator.Bucket;
import io.ossmc.emulator.OssEmulator;
import io.ossmc.memory.SmallTmpfs;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever many threads do at once, and whatever fails meanwhile: no wrong byte, no page
 * beyond the budget, nothing stuck, nothing left. The storm's inputs follow from a seed
 * that is printed; give it as {@code -Dossmc.test.seed} to have them again, and
 * {@code -Dossmc.test.seconds} for a longer storm.
 */
@Timeout(300)
class StormTests {

	/** Of each connector: less than any two of the larger models. */
	private static final long BUDGET = 6L << 20;

	@Test
	void nothingIsWrongStuckOrLeftAfterAShortStorm(@TempDir Path directory) throws Exception {
		storm(directory, false, 5);
	}

	@Test
	@Tag("large")
	void nothingIsWrongStuckLeftOrAbovePagesOfTheBudgetInALongStorm() throws Exception {
		try (SmallTmpfs tmpfs = SmallTmpfs.mount("size=64m")) {
			storm(tmpfs.directory(), true, Integer.getInteger("ossmc.test.seconds", 60));
		}
	}

	private static void storm(Path directory, boolean alone, int seconds) throws Exception {
		long seed = Long.getLong("ossmc.test.seed", System.nanoTime());
		System.out.println("The storm's seed: -Dossmc.test.seed=" + seed);
		try (OssEmulator emulator = RemoteOss.emulator().start()) {
			Bucket bucket = emulator.bucket(Pool.BUCKET);
			for (int number = 0; number < Pool.count(); number++) {
				Pool.put(bucket, number, 0);
			}
			RemoteOss oss = RemoteOss.of(emulator);
			Weather weather = new Weather(bucket, seed);
			emulator.requestHook(weather);
			List<String> output = run(weather, oss.endpoint(), oss.region(), directory.toString(),
					Boolean.toString(alone), Long.toString(BUDGET), Integer.toString(seconds), Long.toString(seed));
			output.forEach(System.out::println);
			assertThat(output).as("the storm with seed %d", seed)
				.noneMatch((line) -> line.startsWith("WRONG"))
				.as("errors of its own that the connector logged")
				.noneMatch((line) -> line.contains(" ERROR "));
			assertThat(output.getLast()).as("the storm with seed %d", seed).startsWith("END");
		}
	}

	private static List<String> run(Weather weather, String... arguments) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-ea", "-Xmx256m",
						"--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
						StormProgram.class.getName()));
		command.addAll(List.of(arguments));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		List<String> output = new ArrayList<>();
		try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				output.add(line);
				if (line.equals("CALM?")) {
					weather.calm();
					process.outputWriter().append('\n').flush();
				}
			}
		}
		finally {
			process.destroyForcibly().waitFor();
		}
		return output;
	}

}
