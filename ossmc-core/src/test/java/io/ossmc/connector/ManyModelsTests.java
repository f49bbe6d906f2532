package io.ossmc.connector;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.ossmc.memory.SmallTmpfs;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** Forty models of 256 MiB, room for eight, sixteen threads that want one at a time. */
@Tag("large")
@Timeout(600)
class ManyModelsTests {

	private static final long BUDGET = 2L << 30;

	private static final long BEYOND = 64L << 20;

	@RegisterExtension
	final Oss oss = new Oss();

	@Test
	void manyModelsPassThroughLittleMemoryEveryByteRightAndNeverAPageTooMany() throws Exception {
		for (int number = 0; number < ManyModelsProgram.MODELS; number++) {
			this.oss.bucket().putSynthetic("m" + number + "/weights.bin", ManyModelsProgram.SIZE, number);
		}
		try (SmallTmpfs tmpfs = SmallTmpfs.mount("size=4g")) {
			Matcher result = result(run(tmpfs));
			System.out.println(result.group());
			assertThat(result.group("wrong")).isEqualTo("[]");
			assertThat(number(result, "mostPages")).isLessThanOrEqualTo(BUDGET + BEYOND);
			assertThat(number(result, "evictions")).isPositive();
			assertThat(number(result, "leases")).isGreaterThan(2 * ManyModelsProgram.MODELS);
			assertThat(tmpfs.directory().resolve("root")).isEmptyDirectory();
		}
	}

	private String run(SmallTmpfs tmpfs) throws IOException, InterruptedException {
		Path root = Files.createDirectory(tmpfs.directory().resolve("root"));
		Process process = new ProcessBuilder(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Xms96m", "-Xmx96m", "-XX:+UseSerialGC", "-XX:+AlwaysPreTouch", "--enable-native-access=ALL-UNNAMED",
				"-cp", System.getProperty("java.class.path"), ManyModelsProgram.class.getName(),
				this.oss.emulator().endpoint().toString(), this.oss.emulator().region(), root.toString(),
				Long.toString(BUDGET), System.getProperty("ossmc.test.seconds", "20")))
			.redirectErrorStream(true)
			.start();
		try (BufferedReader reader = new BufferedReader(
				new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
			return String.join("\n", reader.readAllLines());
		}
		finally {
			process.destroyForcibly().waitFor();
		}
	}

	private static Matcher result(String output) {
		Matcher result = Pattern.compile("RESULT leases=(?<leases>\\d+) evictions=(?<evictions>\\d+)"
				+ " fetchedBytes=\\d+ mostAnonymous=\\d+ mostBlocks=\\d+ mostPages=(?<mostPages>\\d+) wrong=(?<wrong>.*)")
			.matcher(output);
		assertThat(result.find()).as(output).isTrue();
		return result;
	}

	private static long number(Matcher result, String name) {
		return Long.parseLong(result.group(name));
	}

}
