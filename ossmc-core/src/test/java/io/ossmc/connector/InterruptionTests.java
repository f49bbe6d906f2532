package io.ossmc.connector;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.ossmc.ModelLease;
import io.ossmc.ModelMode;
import io.ossmc.ModelSpec;
import io.ossmc.OssModel;
import io.ossmc.OssModelConnector;
import io.ossmc.OssModelTransferException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/**
 * Threads of applications are interrupted whenever their callers give up, also while they
 * ask for memory.
 */
@Timeout(60)
class InterruptionTests {

	private static final int ROUNDS = 300;

	@RegisterExtension
	final Oss oss = new Oss();

	@TempDir
	Path directory;

	@Test
	void anInterruptedThreadIsGivenMemoryThatIsThereOrToldThatItWasInterrupted() throws Exception {
		byte[] content = this.oss.put("model/file", 4096);
		try (OssModelConnector connector = this.oss.open(this.directory); ModelLease lease = lazy(connector).lease()) {
			CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
			Thread.ofPlatform().start(() -> {
				Thread.currentThread().interrupt();
				try {
					assertThat(lease.segment("file").toArray(ValueLayout.JAVA_BYTE)).isEqualTo(content);
				}
				catch (OssModelTransferException ex) {
					assertThat(ex).hasMessageContaining("nterrupted");
				}
				catch (Throwable ex) {
					interrupted.completeExceptionally(ex);
				}
				interrupted.complete(Thread.interrupted());
			});
			assertThat(interrupted.get(10, TimeUnit.SECONDS)).as("the thread is still interrupted").isTrue();
			assertThat(lease.segment("file").toArray(ValueLayout.JAVA_BYTE)).as("for others").isEqualTo(content);
		}
	}

	@Test
	void whatAThreadMapsWhenItIsInterruptedIsNotLost() throws Exception {
		assumeThat(Path.of("/proc/self/maps")).exists();
		this.oss.put("model/file", 4096);
		try (OssModelConnector connector = this.oss.open(this.directory)) {
			OssModel model = lazy(connector);
			for (int round = 0; round < ROUNDS; round++) {
				try (ModelLease lease = model.lease()) {
					mapInterrupted(lease, round * 1000L);
				}
				model.evict();
			}
			await().untilAsserted(() -> assertThat(connector.stats().cache().usedBytes()).isZero());
			await().untilAsserted(() -> assertThat(mappings()).isZero());
		}
	}

	/** Interrupts a thread a moment after it has begun to ask. */
	private static void mapInterrupted(ModelLease lease, long nanos) throws InterruptedException {
		CountDownLatch begun = new CountDownLatch(1);
		Thread thread = Thread.ofPlatform().start(() -> {
			begun.countDown();
			try {
				lease.segment("file");
			}
			catch (RuntimeException _) {
				// How it ends is the other test's matter.
			}
		});
		begun.await();
		long start = System.nanoTime();
		while (System.nanoTime() - start < nanos) {
			Thread.onSpinWait();
		}
		thread.interrupt();
		thread.join();
	}

	private long mappings() throws IOException {
		try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
			return maps.filter((line) -> line.contains(this.directory.toString())).count();
		}
	}

	private static OssModel lazy(OssModelConnector connector) {
		return connector.prepare(ModelSpec.builder("model", Oss.uri("model/")).mode(ModelMode.LAZY).build());
	}

}
