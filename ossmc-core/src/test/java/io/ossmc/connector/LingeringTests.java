package io.ossmc.connector;

import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.ossmc.ModelLease;
import io.ossmc.ModelMode;
import io.ossmc.ModelSpec;
import io.ossmc.OssModel;
import io.ossmc.OssModelCapacityException;
import io.ossmc.OssModelConnector;
import io.ossmc.OssObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/** Another process has a model's file open when the model is given up. */
@Timeout(60)
class LingeringTests {

	private static final int SIZE = 4 << 20;

	@RegisterExtension
	final Oss oss = new Oss();

	@TempDir
	Path directory;

	@Test
	void itsMemoryStaysChargedUntilTheOtherProcessLetsItGo() throws Exception {
		byte[] content = this.oss.put("model/weights", SIZE);
		this.oss.put("model/small", 100);
		this.oss.put("object", SIZE);
		try (OssModelConnector connector = this.oss.connector(this.directory)
			.maxSize(6L << 20)
			.admissionTimeout(Duration.ofMillis(300))
			.build()) {
			OssModel model = connector.prepare(lazy());
			Process other = holding(model);
			try (InputStream output = other.getInputStream(); OssObject object = connector.open(Oss.uri("object"))) {
				assertThat(output.read()).isEqualTo('.');
				assertThat(model.evict()).isTrue();
				await().untilAsserted(
						() -> assertThat(connector.stats().cache().lingeringBytes()).isGreaterThanOrEqualTo(SIZE));
				assertThat(connector.stats().cache().usedBytes()).as("the other file is free").isEqualTo(SIZE);
				assertThatExceptionOfType(OssModelCapacityException.class).isThrownBy(object::segment)
					.withMessageContaining("other processes keep the memory of given up files: model model");
				other.outputWriter().append('\n').flush();
				assertThat(output.readNBytes(SIZE)).as("what the other process reads").isEqualTo(content);
				other.destroyForcibly().waitFor();
				await().untilAsserted(() -> assertThat(connector.stats().cache().lingeringBytes()).isZero());
				assertThat(object.segment().byteSize()).isEqualTo(SIZE);
			}
			finally {
				other.destroyForcibly().waitFor();
			}
		}
	}

	@Test
	void closingTheConnectorDoesNotWaitForTheOtherProcess() throws Exception {
		this.oss.put("model/weights", SIZE);
		OssModelConnector connector = this.oss.open(this.directory);
		OssModel model = connector.prepare(lazy());
		Process other = holding(model);
		try (InputStream output = other.getInputStream()) {
			assertThat(output.read()).isEqualTo('.');
			long start = System.nanoTime();
			connector.close();
			assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start)).isLessThan(4);
			assertThat(this.directory.resolve("root")).isEmptyDirectory();
		}
		finally {
			other.destroyForcibly().waitFor();
		}
	}

	private static ModelSpec lazy() {
		return ModelSpec.builder("model", Oss.uri("model/")).mode(ModelMode.LAZY).build();
	}

	/** Says a dot when it has the file, and its bytes when asked. */
	private static Process holding(OssModel model) throws Exception {
		try (ModelLease lease = model.lease()) {
			return new ProcessBuilder("sh", "-c", "exec 3<\"$1\"; printf .; read line; cat <&3; exec sleep 100", "sh",
					lease.path("weights").toString())
				.start();
		}
	}

}
