package io.ossmc.connector;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

import io.ossmc.ModelLease;
import io.ossmc.ModelMode;
import io.ossmc.ModelSpec;
import io.ossmc.ModelState;
import io.ossmc.OssModel;
import io.ossmc.OssModelConnector;
import io.ossmc.OssModelDirectoryException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/** Two contexts of one application, with one root. */
@Timeout(60)
class TwoConnectorsTests {

	@RegisterExtension
	final Oss oss = new Oss();

	@TempDir
	Path directory;

	@Test
	void twoConnectorsInOneJvmWithOneRootDoNotDisturbEachOther() throws IOException {
		byte[] content = this.oss.put("model/weights.bin", 3 << 20);
		try (OssModelConnector staying = this.oss.open(this.directory)) {
			OssModel kept = staying.prepare(lazy());
			try (OssModelConnector leaving = this.oss.open(this.directory)) {
				OssModel given = leaving.prepare(lazy());
				try (ModelLease lease = kept.lease()) {
					assertBytes(given, content);
					assertThat(given.evict()).isTrue();
					await().untilAsserted(() -> assertThat(leaving.stats().cache().usedBytes()).isZero());
					assertThat(Files.readAllBytes(lease.path("weights.bin"))).isEqualTo(content);
					assertBytes(given, content);
				}
				assertThat(kept.progress().state()).isEqualTo(ModelState.READY);
				assertThat(staying.stats().cache().evictions()).isZero();
			}
			assertBytes(kept, content);
			assertThat(kept.progress().state()).isEqualTo(ModelState.READY);
		}
		assertThat(this.directory.resolve("root")).isEmptyDirectory();
	}

	@Test
	void theSecondMayNotHaveTheDirectoryOfTheFirstAlsoWhileTheModelIsNotInMemory() {
		this.oss.put("model/weights.bin", 1000);
		Path place = this.directory.resolve("place");
		try (OssModelConnector first = this.oss.open(this.directory);
				OssModelConnector second = this.oss.open(this.directory)) {
			OssModel model = first.prepareDirectory("oss://models/model/", place);
			model.await();
			assertRefused(second, place);
			model.evict();
			assertRefused(second, place);
			assertThat(model.await().progress().state()).isEqualTo(ModelState.READY);
		}
	}

	@Test
	void theSecondMayHaveItWhileTheFirstIsStopped() throws IOException {
		byte[] content = this.oss.put("model/weights.bin", 1000);
		Path place = this.directory.resolve("place");
		try (OssModelConnector first = this.oss.open(this.directory)) {
			OssModel model = first.prepareDirectory("oss://models/model/", place);
			model.await();
			first.stop(Duration.ZERO);
			assertThat(place).doesNotExist();
			assertThat(model.progress().state()).isEqualTo(ModelState.READY);
			try (OssModelConnector second = this.oss.open(this.directory)) {
				second.prepareDirectory("oss://models/model/", place).await();
				assertThat(place.resolve("weights.bin")).hasBinaryContent(content);
				assertThatExceptionOfType(OssModelDirectoryException.class).isThrownBy(first::start);
			}
			first.start();
			int requests = this.oss.emulator().requests().size();
			assertThat(place.resolve("weights.bin")).hasBinaryContent(content);
			model.await();
			assertThat(this.oss.emulator().requests()).hasSize(requests);
		}
		assertThat(place).doesNotExist();
	}

	private static void assertRefused(OssModelConnector connector, Path place) {
		assertThatExceptionOfType(OssModelDirectoryException.class)
			.isThrownBy(() -> connector.prepareDirectory("oss://models/model/", place))
			.withMessageContaining("process " + ProcessHandle.current().pid())
			.withMessageContaining("another application context")
			.withMessageContaining("@DirtiesContext");
	}

	private static ModelSpec lazy() {
		return ModelSpec.builder("model", "oss://models/model/").mode(ModelMode.LAZY).build();
	}

	private static void assertBytes(OssModel model, byte[] content) throws IOException {
		try (ModelLease lease = model.lease()) {
			assertThat(Arrays.equals(Files.readAllBytes(lease.path("weights.bin")), content)).isTrue();
		}
	}

}
