package io.ossmc.benchmark.download;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.ossmc.benchmark.client.Contender;
import io.ossmc.benchmark.client.MemoryKind;
import io.ossmc.benchmark.client.Settings;
import io.ossmc.benchmark.client.Task;
import io.ossmc.benchmark.machine.Placement;
import io.ossmc.benchmark.process.Child;
import io.ossmc.benchmark.server.Certificate;
import io.ossmc.benchmark.server.Server;
import io.ossmc.benchmark.server.Source;
import io.ossmc.benchmark.server.SourceFiles;

/**
 * What is the same for all that are compared: the server, the objects, the kind of
 * memory.
 *
 * @param memory where the bytes land
 * @param directory a tmpfs of that kind, or any for memory that is no file
 * @param server where they come from
 * @param placement where clients run
 * @param sources the objects, fetched in turn
 * @param certificate of the server if it speaks HTTPS
 * @param reference the C program
 * @param work for files of no weight
 */
record Course(MemoryKind memory, Path directory, Server server, Placement placement, List<Source> sources,
		Certificate certificate, ReferenceProgram reference, Path work) {

	/**
	 * Starts a client.
	 * @param contender which
	 * @return its process, ready
	 * @throws IOException if it does not start
	 */
	Competitor start(Contender contender) throws IOException {
		Settings settings = contender.settings();
		if (tls()) {
			settings = Settings
				.of(settings + (settings.values().isEmpty() ? "" : ",") + "ca=" + this.certificate.pem());
		}
		Task task = new Task(contender.client(), this.memory, this.directory, contender.verify(), settings,
				this.server.endpoint(), SourceFiles.BUCKET, this.sources);
		if (contender.client().equals(ReferenceProgram.NAME)) {
			return new Competitor(contender,
					start(contender.client(), this.reference.command(task, this.certificate.pem())), this.server);
		}
		Path file = task.write(Files.createTempFile(this.work, "task-", ".properties"));
		return new Competitor(contender, start(contender.label(),
				contender.command(file.toString(), tls() ? this.certificate.trust() : List.of())), this.server);
	}

	private Child start(String name, List<String> command) throws IOException {
		return Child.start(name, this.placement.client(command));
	}

	boolean tls() {
		return "https".equals(this.server.endpoint().getScheme());
	}

}
