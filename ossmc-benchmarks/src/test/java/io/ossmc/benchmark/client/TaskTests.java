package io.ossmc.benchmark.client;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

import io.ossmc.benchmark.server.Source;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class TaskTests {

	@Test
	void comesBackAsItWasWritten(@TempDir Path directory) throws IOException {
		Task task = new Task("ossmc", MemoryKind.REUSED, directory, true, Settings.of("connections=4,part=8MiB"),
				URI.create("https://127.0.0.1:1"), "bench",
				List.of(new Source("a/weights.bin", 1L << 40, -1, "http://x/y?z=1&w=%2F")));
		Task read = Task.read(task.write(directory.resolve("task")));
		assertThat(read).isEqualTo(task);
		assertThat(read.tls()).isTrue();
		assertThat(read.settings().bytes("part", "1")).isEqualTo(8 << 20);
		assertThat(read.sources().getFirst().prefix()).isEqualTo("a/");
		assertThat(read.sources().getFirst().name()).isEqualTo("weights.bin");
	}

}
