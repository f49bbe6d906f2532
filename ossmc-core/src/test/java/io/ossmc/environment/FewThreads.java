package io.ossmc.environment;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;

import io.ossmc.LoadedModel;
import io.ossmc.ModelLease;
import io.ossmc.ModelMode;
import io.ossmc.ModelSpec;
import io.ossmc.OssModel;
import io.ossmc.OssModelConnector;
import io.ossmc.OssModelException;
import io.ossmc.OssObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A JVM that may have few threads ({@code ulimit -u}), of which the application takes all
 * but a few.
 */
class FewThreads {

	private static final int ENOUGH = 12;

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final Deque<Waiting> taken = new ArrayDeque<>();

	@TempDir
	Path directory;

	/** The JDK's own threads too: what its classes start once they would never start. */
	@BeforeEach
	void startEverythingThatIsStartedOnce() throws Exception {
		try (OssModelConnector connector = connector()) {
			assertLoads(connector, connector.prepare(spec()), Integer.MAX_VALUE);
		}
	}

	@AfterEach
	void release() {
		this.taken.forEach(Waiting::end);
		this.taken.clear();
	}

	@Test
	void aConnectorThatWasBuiltBeforeLoadsOrFailsAndLoadsWhenThereAreEnough() throws Exception {
		for (int left = 0; left < ENOUGH; left++) {
			try (OssModelConnector connector = connector()) {
				OssModel model = connector.prepare(spec());
				LoadedModel<Integer> loaded = model.load((files) -> files.files().size());
				takeAllBut(left);
				orFails(() -> model.await(PATIENCE));
				orFails(() -> loaded.use((files) -> files));
				orFails(() -> connector.open(OnOss.MODEL + "weights.bin").close());
				release();
				assertLoads(connector, model, left);
				assertThat(loaded.useAsync((files) -> files)).as("loaded after a time with %d threads", left)
					.succeedsWithin(PATIENCE);
			}
		}
	}

	@Test
	void aConnectorIsBuiltOrNotAndLeavesNothingThen() throws Exception {
		for (int left = 0; left < ENOUGH; left++) {
			takeAllBut(left);
			orFails(() -> {
				try (OssModelConnector connector = connector()) {
					connector.prepare(spec());
					connector.start();
				}
			});
			release();
			try (OssModelConnector connector = connector()) {
				assertLoads(connector, connector.prepare(spec()), left);
			}
			assertThat(this.directory.resolve("root")).as("with %d threads left", left).isEmptyDirectory();
		}
	}

	private OssModelConnector connector() {
		return ChildProgram.oss()
			.connector(this.directory.resolve("root"))
			.maxSize(256L << 20)
			.partSize(1 << 20)
			.giveUpAfter(Duration.ofSeconds(5))
			.build();
	}

	private static ModelSpec spec() {
		return ModelSpec.builder("model", OnOss.MODEL).mode(ModelMode.LAZY).build();
	}

	private static void assertLoads(OssModelConnector connector, OssModel model, int left) throws Exception {
		assertThat(model.whenReady()).as("the model after a time with %d threads", left).succeedsWithin(PATIENCE);
		try (ModelLease lease = model.lease()) {
			assertThat(lease.path("weights.bin")).hasBinaryContent(OnOss.content());
		}
		try (OssObject object = connector.open(OnOss.MODEL + "weights.bin")) {
			assertThat(object.newInputStream().readAllBytes()).isEqualTo(OnOss.content());
		}
	}

	private static void orFails(Runnable action) {
		try {
			action.run();
		}
		catch (OssModelException ex) {
			assertThat(ex.getMessage()).isNotBlank();
		}
		catch (OutOfMemoryError ex) {
			throw new AssertionError("The JVM's own error reached the caller", ex);
		}
	}

	private void takeAllBut(int left) {
		while (true) {
			try {
				this.taken.add(Waiting.start());
			}
			catch (OutOfMemoryError _) {
				// All are taken.
				break;
			}
		}
		for (int released = 0; released < left; released++) {
			this.taken.remove().end();
		}
	}

	/**
	 * One of the application's threads.
	 *
	 * @param thread waits
	 * @param latch ends it
	 */
	private record Waiting(Thread thread, CountDownLatch latch) {

		static Waiting start() {
			CountDownLatch latch = new CountDownLatch(1);
			Thread thread = new Thread(null, () -> {
				try {
					latch.await();
				}
				catch (InterruptedException _) {
					Thread.currentThread().interrupt();
				}
			}, "of-the-application", 64 << 10);
			thread.setDaemon(true);
			thread.start();
			return new Waiting(thread, latch);
		}

		/** Returns when the thread has gone. */
		void end() {
			this.latch.countDown();
			try {
				this.thread.join();
			}
			catch (InterruptedException _) {
				Thread.currentThread().interrupt();
			}
		}

	}

}
