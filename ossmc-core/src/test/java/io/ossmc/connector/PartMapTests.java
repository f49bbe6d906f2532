package io.ossmc.connector;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

import io.ossmc.OssModel;
import io.ossmc.OssModelConnector;
import io.ossmc.emulator.Reaction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What people see of a large file while it arrives. */
@Timeout(60)
class PartMapTests {

	private static final int PART = 1 << 20;

	@RegisterExtension
	final Oss oss = new Oss();

	@TempDir
	Path directory;

	@Test
	void aLargeFileIsDrawnWhileItArrivesAndNoLonger() {
		this.oss.put("model/config.json", 1000);
		this.oss.put("model/weights.bin", 4 * PART);
		CompletableFuture<Void> gate = new CompletableFuture<>();
		this.oss.onGet((request) -> request.range().orElseThrow().toString().contains(String.valueOf(PART))
				? Reaction.when(gate) : Reaction.proceed());
		try (OssModelConnector connector = this.oss.open(this.directory)) {
			OssModel model = connector.prepareDirectory("oss://models/model/", this.directory.resolve("place"));
			await().untilAsserted(() -> assertThat(model.parts()).containsOnlyKeys("weights.bin")
				.hasEntrySatisfying("weights.bin", (map) -> {
					assertThat(map.filled()).as("16 cells a part")
						.isEqualTo("9".repeat(16) + "0".repeat(16) + "9".repeat(32));
					assertThat(map.marks()).isEqualTo(".".repeat(16) + "c" + ".".repeat(47));
					assertThat(map.connections()).isEqualTo(1);
					assertThat(map.bytes()).isEqualTo(4 * PART);
					assertThat(map.partBytes()).isEqualTo(PART);
				}));
			gate.complete(null);
			model.await();
			assertThat(model.parts()).isEmpty();
			model.evict();
			assertThat(model.parts()).isEmpty();
		}
	}

	@Test
	void theMapsOfManyLargeFilesAreFew() {
		for (int file = 0; file < 20; file++) {
			this.oss.put("model/weights-" + file + ".bin", 2 * PART);
		}
		CompletableFuture<Void> gate = new CompletableFuture<>();
		this.oss.onGet((_) -> Reaction.when(gate));
		try (OssModelConnector connector = this.oss.open(this.directory)) {
			OssModel model = connector.prepareDirectory("oss://models/model/", this.directory.resolve("place"));
			await().untilAsserted(() -> assertThat(model.parts()).hasSize(8));
			gate.complete(null);
			model.await();
		}
	}

}
