package io.ossmc.emulator;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class MainTests {

	private final ByteArrayOutputStream out = new ByteArrayOutputStream();

	private final ByteArrayOutputStream err = new ByteArrayOutputStream();

	private final List<String> served = new ArrayList<>();

	private int run(Map<String, String> environment, String... arguments) {
		return Main.run(List.of(arguments), environment, new PrintStream(this.out, true, StandardCharsets.UTF_8),
				new PrintStream(this.err, true, StandardCharsets.UTF_8),
				(emulator) -> this.served.addAll(emulator.bucket("models").keys()));
	}

	private int run(String... arguments) {
		return run(Map.of(), arguments);
	}

	@Test
	void saysWhereItIsInOneLine() {
		assertThat(run("--access-key-id=ak", "--access-key-secret=hush", "--synthetic=models/a=b=c=1.5GB:7",
				"--synthetic=models/d=0", "--bandwidth=200MB", "--ttfb=15ms", "--list-latency=60ms"))
			.isZero();
		assertThat(this.out.toString(StandardCharsets.UTF_8))
			.matches("OSS emulator ready at http://127\\.0\\.0\\.1:\\d+, region cn-hangzhou\\R");
		assertThat(this.served).containsExactly("a=b=c", "d");
		assertThat(this.err.size()).isZero();
	}

	@Test
	void takesSecretsFromTheEnvironment() {
		assertThat(run(Map.of("OSS_ACCESS_KEY_ID", "ak", "OSS_ACCESS_KEY_SECRET", "hush"), "--synthetic=models/d=1"))
			.isZero();
	}

	@Test
	void explainsItself() {
		assertThat(run("--help")).isZero();
		assertThat(this.out.toString(StandardCharsets.UTF_8)).contains("--root=<folder>");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "--wrong=1 | Unknown argument --wrong", "--port | --port needs a value",
					"--port=70000 | 0 (any free port) to 65535", "--port=1 --port=2 | give it once",
					"--root=/nowhere/at/all | create it", "--bandwidth=fast | 100MB", "--ttfb=15 | 15ms",
					"--synthetic=models | bucket/key=size", "--synthetic=models/x=many | 100MB",
					"--synthetic=.hidden/x=1 | Not a bucket name", "--tls-keystore=/nowhere | PKCS#12",
					"--host=256.256.256.256 | Give another --host", "--region=x | Nothing to serve" })
	void answersAMistakeWithItsRemedy(String mistake, String remedy) {
		List<String> arguments = new ArrayList<>(List.of("--access-key-id=ak", "--access-key-secret=hush"));
		if (!mistake.startsWith("--synthetic") && !mistake.startsWith("--region")) {
			arguments.add("--synthetic=models/d=1");
		}
		arguments.addAll(List.of(mistake.split(" ")));
		assertThat(run(arguments.toArray(String[]::new))).isEqualTo(2);
		assertThat(this.err.toString(StandardCharsets.UTF_8)).contains(remedy).doesNotContain("hush").hasLineCount(1);
		assertThat(this.out.size()).isZero();
	}

	@Test
	void wantsASecret(@TempDir Path root) {
		assertThat(run("--root=" + root, "--access-key-id=ak")).isEqualTo(2);
		assertThat(this.err.toString(StandardCharsets.UTF_8)).contains("OSS_ACCESS_KEY_SECRET");
	}

	@Test
	void understandsQuantities() {
		assertThat(Quantity.bytes("x", "136GB")).isEqualTo(136L << 30);
		assertThat(Quantity.bytes("x", "1.5KiB")).isEqualTo(1536);
		assertThat(Quantity.bytes("x", "10")).isEqualTo(10);
		assertThat(Quantity.time("x", "1.5s")).isEqualTo(Duration.ofMillis(1500));
	}

}
