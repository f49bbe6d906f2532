package io.ossmc.connector;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import io.ossmc.ModelLease;
import io.ossmc.ModelMode;
import io.ossmc.ModelSpec;
import io.ossmc.ModelState;
import io.ossmc.OssModel;
import io.ossmc.OssModelConnector;
import io.ossmc.memory.Logged;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What is in the memory root while a connector works. */
@Timeout(60)
class RootTests {

	@RegisterExtension
	final Oss oss = new Oss();

	@TempDir
	Path directory;

	@Test
	void nothingOfARemovedModelStays() throws IOException {
		this.oss.put("one/sub/file", 1000);
		this.oss.put("two/file", 1000);
		try (OssModelConnector connector = this.oss.open(this.directory)) {
			connector.prepare(spec("shown").directory(this.directory.resolve("place")).build()).await();
			connector.prepare(spec("hidden").build()).await();
			connector.prepare(
					ModelSpec.builder("broken", Oss.uri("none/")).directory(this.directory.resolve("other")).build());
			connector.prepare(ModelSpec.builder("stays", Oss.uri("two/")).build()).await();
			for (String name : List.of("shown", "hidden", "broken")) {
				assertThat(connector.remove(name)).isTrue();
			}
			await().untilAsserted(() -> assertThat(names()).doesNotContain("shown", "hidden", "broken"));
			assertThat(names()).contains("stays");
			connector.prepare(spec("shown").build()).await();
			assertThat(names()).contains("shown");
		}
	}

	@Test
	void whatAnEngineWritesIntoAVersionIsChargedAndGoesWithIt() throws IOException {
		this.oss.put("one/sub/file", 1000);
		this.oss.put("two/file", 1 << 20);
		try (OssModelConnector connector = this.oss.connector(this.directory).maxSize(4L << 20).build();
				Logged logged = new Logged()) {
			OssModel other = connector
				.prepare(ModelSpec.builder("other", Oss.uri("two/")).mode(ModelMode.LAZY).build());
			other.lease().close();
			OssModel model = connector.prepare(spec("model").mode(ModelMode.LAZY).build());
			try (ModelLease lease = model.lease()) {
				long before = connector.stats().cache().usedBytes();
				Path cache = Files.createDirectories(lease.path().resolve("trt/engines"));
				Files.write(lease.path().resolve("model.optimized"), new byte[100_000]);
				await().until(() -> connector.stats().cache().usedBytes() == before + (100 << 10));
				Path plan = Files.write(cache.resolve("plan"), new byte[1]);
				await().until(() -> connector.stats().cache().usedBytes() == before + (104 << 10));
				Files.write(plan, new byte[2 << 20]);
				await().until(() -> connector.stats().cache().usedBytes() == before + (100 << 10) + (2 << 20));
				Files.write(plan, new byte[5 << 20]);
				await().untilAsserted(() -> assertThat(other.progress().state()).as("idle, and there is no room for it")
					.isEqualTo(ModelState.ABSENT));
				assertThat(connector.stats().cache().usedBytes()).as("more than the budget, and not hidden")
					.isEqualTo(4096 + (100 << 10) + (5 << 20));
				Files.delete(plan);
				await().until(() -> connector.stats().cache().usedBytes() == 4096 + (100 << 10));
				Files.write(plan, new byte[1]);
				Files.createSymbolicLink(cache.resolve("link"), this.directory);
			}
			assertThat(model.evict()).isTrue();
			await().untilAsserted(() -> assertThat(connector.stats().cache().usedBytes()).isZero());
			assertThat(logged.at(Level.INFO))
				.anyMatch((line) -> line.contains("Model model: model.optimized (102400 bytes"))
				.anyMatch((line) -> line.contains("Model model: trt/engines/plan (4096 bytes"))
				.noneMatch((line) -> line.contains("sub/file"));
			assertThat(names()).doesNotContain("model.optimized", "plan", "trt");
			assertThat(this.directory).as("the link was not followed").isNotEmptyDirectory();
		}
	}

	@Test
	void aSparseFileOfAnEngineIsChargedTheMemoryThatItTakes() throws IOException {
		this.oss.put("one/file", 1000);
		try (OssModelConnector connector = this.oss.connector(this.directory).maxSize(4L << 20).build();
				ModelLease lease = connector.prepare(spec("model").mode(ModelMode.LAZY).build()).lease()) {
			long before = connector.stats().cache().usedBytes();
			try (RandomAccessFile cache = new RandomAccessFile(lease.path().resolve("data.mdb").toFile(), "rw")) {
				cache.setLength(1L << 40);
			}
			Files.write(lease.path().resolve("seen"), new byte[1]);
			await().untilAsserted(
					() -> assertThat(connector.stats().cache().usedBytes()).as("a file without pages, and a page")
						.isEqualTo(before + 4096));
		}
	}

	@Test
	void anotherNameThatAnEngineGivesToAFileTakesNoMemory() throws IOException {
		this.oss.put("one/file", 1 << 20);
		try (OssModelConnector connector = this.oss.connector(this.directory).maxSize(4L << 20).build();
				ModelLease lease = connector.prepare(spec("model").mode(ModelMode.LAZY).build()).lease()) {
			long before = connector.stats().cache().usedBytes();
			Files.createLink(lease.path().resolve("linked"), lease.path("file"));
			Files.write(lease.path().resolve("seen"), new byte[1]);
			await().untilAsserted(
					() -> assertThat(connector.stats().cache().usedBytes()).as("no more than a page in addition")
						.isEqualTo(before + 4096));
		}
	}

	@Test
	void whatAnEnginePutsInThePlaceOfAFileIsChargedToo() throws IOException {
		this.oss.put("one/file", 1 << 20);
		try (OssModelConnector connector = this.oss.connector(this.directory).maxSize(8L << 20).build();
				ModelLease lease = connector.prepare(spec("model").mode(ModelMode.LAZY).build()).lease()) {
			long before = connector.stats().cache().usedBytes();
			Path changed = Files.write(lease.path().resolve("file.tmp"), new byte[2 << 20]);
			Files.move(changed, lease.path("file"), StandardCopyOption.REPLACE_EXISTING);
			await().untilAsserted(
					() -> assertThat(connector.stats().cache().usedBytes()).as("the file that was, and the one that is")
						.isEqualTo(before + (2 << 20)));
		}
	}

	private ModelSpec.Builder spec(String name) {
		return ModelSpec.builder(name, Oss.uri("one/"));
	}

	/** Of everything in the root. */
	private List<String> names() throws IOException {
		try (Stream<Path> walk = Files.walk(this.directory.resolve("root"))) {
			return walk.map((path) -> path.getFileName().toString()).toList();
		}
	}

}
