package io.ossmc.benchmark.download;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import io.ossmc.benchmark.client.MemoryKind;
import io.ossmc.benchmark.client.Settings;
import io.ossmc.benchmark.client.Task;
import io.ossmc.benchmark.process.Commands;
import io.ossmc.benchmark.server.Source;

/**
 * The C program that all are compared with, built by the machine's own compiler.
 *
 * @param file the program
 * @param tls whether it was built with OpenSSL
 */
record ReferenceProgram(Path file, boolean tls) {

	/** Its name in reports. */
	static final String NAME = "c-recv";

	private static final String SOURCE = "/io/ossmc/benchmark/reference/recv.c";

	/**
	 * Builds it.
	 * @param directory where it goes
	 * @return the program; nothing where there is no compiler
	 * @throws IOException if the directory cannot be written
	 */
	static Optional<ReferenceProgram> build(Path directory) throws IOException {
		Path source = directory.resolve("recv.c");
		Path program = directory.resolve("recv");
		try (InputStream input = Objects.requireNonNull(ReferenceProgram.class.getResourceAsStream(SOURCE))) {
			Files.copy(input, source);
		}
		List<String> command = List.of("cc", "-O2", "-pthread", "-o", program.toString(), source.toString(), "-ldl");
		List<String> tls = new ArrayList<>(command);
		tls.addAll(List.of("-DWITH_TLS", "-lssl", "-lcrypto"));
		if (Commands.succeed(tls)) {
			return Optional.of(new ReferenceProgram(program, true));
		}
		return Commands.succeed(command) ? Optional.of(new ReferenceProgram(program, false)) : Optional.empty();
	}

	/**
	 * The command that fetches.
	 * @param task what to fetch, and where to
	 * @param certificate to trust, a PEM file
	 * @return the command
	 */
	List<String> command(Task task, Path certificate) {
		Settings settings = task.settings();
		List<String> command = new ArrayList<>(List.of(this.file.toString(), task.endpoint().getHost(),
				Integer.toString(task.endpoint().getPort()), Boolean.toString(task.tls()), certificate.toString(),
				task.memory().word(), task.directory().toString(), settings.text("connections", "2"),
				Long.toString(settings.bytes("part", "8MiB")),
				settings.text("write", (task.memory() == MemoryKind.FRESH) ? "file" : "map")));
		for (Source source : task.sources()) {
			URI url = URI.create(source.url());
			command.addAll(List.of(url.getRawPath() + "?" + url.getRawQuery(), Long.toString(source.size()),
					Long.toUnsignedString(source.crc64())));
		}
		return command;
	}

}
