package io.ossmc.environment;

import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.ossmc.ModelLease;
import io.ossmc.ModelMode;
import io.ossmc.ModelSpec;
import io.ossmc.ModelState;
import io.ossmc.OssModel;
import io.ossmc.OssModelCapacityException;
import io.ossmc.OssModelConnector;
import io.ossmc.OssObject;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * A JVM whose address space ({@code ulimit -v}) is smaller than an object that the budget
 * allows.
 */
class LittleAddressSpace {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final Duration LITTLE_WORK = Duration.ofSeconds(5);

	@TempDir
	Path directory;

	private OssModelConnector connector;

	@BeforeEach
	void connect() {
		this.connector = ChildProgram.oss()
			.connector(this.directory.resolve("root"))
			.maxSize(2 * OnOss.LARGE_SIZE)
			.admissionTimeout(Duration.ofSeconds(2))
			.build();
	}

	@AfterEach
	void close() {
		this.connector.close();
	}

	@Test
	void readsOfAnObjectThatCannotBeMappedFailSoonWithoutBusyWaiting() throws Exception {
		try (OssObject object = this.connector.open(OnOss.LARGE + "weights.bin")) {
			refused(() -> object.read(0, ByteBuffer.allocate(10)));
			refused(() -> object.read(OnOss.LARGE_SIZE - 10, ByteBuffer.allocate(10)));
			refused(object::segment);
			refused(() -> object.segment(0, 10));
			refused(object::byteBuffer);
			try (InputStream stream = object.newInputStream()) {
				refused(stream::read);
			}
			assertThat(object.whenReady()).failsWithin(PATIENCE)
				.withThrowableThat()
				.withCauseInstanceOf(OssModelCapacityException.class);
		}
		assertThat(this.connector.stats().cache().usedBytes()).as("nothing stays charged").isZero();
	}

	@Test
	void aModelThatCannotBeMappedFailsWithACapacityErrorOrIsThereAsFilesAlone() {
		OssModel model = this.connector.prepare(ModelSpec.builder("large", OnOss.LARGE).mode(ModelMode.LAZY).build());
		refused(() -> {
			try (ModelLease lease = model.lease()) {
				lease.segment("weights.bin");
			}
		});
		model.evict();
		assertThat(model.progress().state()).isIn(ModelState.ABSENT, ModelState.FAILED);
	}

	@Test
	void itsNeighboursAreAsFastAsEver() throws Exception {
		try (OssObject large = this.connector.open(OnOss.LARGE + "weights.bin");
				OssObject small = this.connector.open(OnOss.MODEL + "weights.bin")) {
			refused(() -> large.read(0, ByteBuffer.allocate(10)));
			assertThat(small.newInputStream().readAllBytes()).isEqualTo(OnOss.content());
			refused(() -> large.read(0, ByteBuffer.allocate(10)));
		}
		OssModel model = this.connector.prepare(ModelSpec.builder("model", OnOss.MODEL).mode(ModelMode.LAZY).build());
		try (ModelLease lease = model.lease()) {
			assertThat(lease.path("weights.bin")).hasBinaryContent(OnOss.content());
		}
	}

	/** Soon, with little work, and with the right kind of error. */
	private static void refused(ThrowingCallable read) {
		CompletableFuture<Duration> refused = CompletableFuture.supplyAsync(() -> {
			long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
			assertThat(catchThrowable(read)).isInstanceOf(OssModelCapacityException.class);
			return Duration.ofNanos(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before);
		}, (task) -> Thread.ofPlatform().daemon().start(task));
		assertThat(refused).succeedsWithin(PATIENCE).satisfies((work) -> assertThat(work).isLessThan(LITTLE_WORK));
	}

}
