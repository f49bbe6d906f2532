package io.ossmc.emulator;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The jar as people start it, in the poorest of locales. */
class ExecutableJarIT {

	@TempDir
	private Path root;

	private static Path jar() throws IOException {
		try (Stream<Path> files = Files.list(Path.of("target"))) {
			return files.filter((file) -> file.toString().endsWith("-exec.jar")).findFirst().orElseThrow();
		}
	}

	private Process start(String... arguments) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", jar().toString()));
		command.addAll(List.of(arguments));
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
		builder.environment().put("LC_ALL", "C");
		return builder.start();
	}

	@Test
	void servesAFolderUntilItIsTerminated() throws Exception {
		Files.createDirectory(this.root.resolve("models"));
		Path file = new KeyPaths(this.root.resolve("models")).path("é.bin").orElseThrow();
		Files.writeString(file, "content");
		Process process = start("--root=" + this.root, "--access-key-id=ak", "--access-key-secret=hush");
		try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
			String ready = output.readLine();
			assertThat(ready).startsWith("OSS emulator ready at http://127.0.0.1:");
			URI endpoint = URI.create(ready.substring(ready.indexOf("http"), ready.indexOf(',')));
			long expires = System.currentTimeMillis() / 1000 + 600;
			String signature = Base64.getEncoder()
				.encodeToString(Hmac.SHA1.of("hush".getBytes(StandardCharsets.UTF_8),
						"GET\n\n\n" + expires + "\n/models/é.bin"));
			try (Socket socket = new Socket(endpoint.getHost(), endpoint.getPort())) {
				socket.getOutputStream()
					.write(("GET /models/%C3%A9.bin?OSSAccessKeyId=ak&Expires=" + expires + "&Signature="
							+ PercentEncoding.encode(signature, true)
							+ " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
						.getBytes(StandardCharsets.US_ASCII));
				assertThat(socket.getInputStream().readAllBytes()).asString(StandardCharsets.UTF_8)
					.startsWith("HTTP/1.1 200 OK")
					.endsWith("\r\n\r\ncontent");
			}
			process.toHandle().destroy();
			assertThat(process.waitFor(5, TimeUnit.SECONDS)).as("ended by SIGTERM").isTrue();
			assertThat(output.readLine()).as("neither warnings nor secrets").isNull();
		}
		finally {
			process.destroyForcibly();
		}
	}

	@Test
	void endsWithTwoAfterAMistake() throws Exception {
		Process process = start("--port=http");
		try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
			assertThat(output.readLine()).contains("65535");
			assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
			assertThat(process.exitValue()).isEqualTo(2);
		}
	}

}
