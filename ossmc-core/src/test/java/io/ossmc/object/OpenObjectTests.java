package io.ossmc.object;

import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.ossmc.OssModelCapacityException;
import io.ossmc.OssModelTransferException;
import io.ossmc.OssUri;
import io.ossmc.VerifyMode;
import io.ossmc.budget.IdleEntries;
import io.ossmc.budget.MemoryBudget;
import io.ossmc.http.HttpSettings;
import io.ossmc.http.RangeClient;
import io.ossmc.memory.RetainedMemory;
import io.ossmc.oss.ListPage;
import io.ossmc.oss.ObjectInfo;
import io.ossmc.oss.ObjectStore;
import io.ossmc.oss.ObjectVersion;
import io.ossmc.spi.OssModelListener;
import io.ossmc.thread.ConnectorThreads;
import io.ossmc.transfer.TransferEngine;
import io.ossmc.transfer.TransferSettings;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Objects that cannot get what they need of the system. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OpenObjectTests {

	/** More than any address space has. */
	private static final long NEVER_MAPPED = 1L << 50;

	private final ConnectorThreads threads = new ConnectorThreads();

	private final IdleEntries idle = new IdleEntries(this.threads.tasks());

	private final RetainedMemory memory = new RetainedMemory(System::nanoTime);

	private final MemoryBudget budget = new MemoryBudget(1L << 60, this.memory, this.idle);

	private final OssModelListener listener = new OssModelListener() {
	};

	private final TransferEngine engine = new TransferEngine(
			new TransferSettings(1 << 20, 1, 1, Duration.ofSeconds(10), Duration.ofSeconds(20), VerifyMode.TRUE),
			RangeClient.create(new HttpSettings(Duration.ofSeconds(5), Duration.ofSeconds(10), 4, Duration.ofSeconds(5),
					null, HttpSettings::resolve, System::nanoTime, null)),
			this.listener, System::nanoTime);

	@AfterEach
	void close() {
		this.engine.close();
		this.threads.close();
	}

	@Test
	void whatCannotBeMappedIsToldToEveryoneWhoWaitsAndTriedAgainByTheNext() {
		try (OpenObject object = open(NEVER_MAPPED)) {
			for (int i = 0; i < 3; i++) {
				assertThatExceptionOfType(OssModelCapacityException.class)
					.isThrownBy(() -> object.read(0, ByteBuffer.allocate(1)))
					.withMessageContaining("refuses");
			}
			assertThatExceptionOfType(OssModelCapacityException.class).isThrownBy(object::segment);
			assertThatExceptionOfType(OssModelCapacityException.class).isThrownBy(() -> object.newInputStream().read());
			assertThatThrownBy(() -> object.whenReady().get(10, TimeUnit.SECONDS))
				.hasCauseInstanceOf(OssModelCapacityException.class);
			assertThat(object.progress().fetched()).isZero();
			assertThat(object.inUse()).isFalse();
		}
		assertNothingLeft();
	}

	@Test
	void anObjectThatIsLargerThanALongOfPagesIsTooLargeForTheBudget() {
		assertThatExceptionOfType(OssModelCapacityException.class).isThrownBy(() -> open(Long.MAX_VALUE - 1))
			.withMessageContaining("the whole budget is");
		assertNothingLeft();
	}

	@Test
	void anEngineThatTakesNothingMoreIsToldToWhoeverReads() {
		this.engine.close();
		try (OpenObject object = open(10)) {
			for (int i = 0; i < 3; i++) {
				assertThatExceptionOfType(OssModelTransferException.class)
					.isThrownBy(() -> object.read(0, ByteBuffer.allocate(1)))
					.withMessageContaining("closed");
			}
		}
		assertNothingLeft();
	}

	private void assertNothingLeft() {
		await().untilAsserted(() -> assertThat(this.budget.entries()).isZero());
		assertThat(this.idle.size()).isZero();
	}

	private OpenObject open(long size) {
		OssUri uri = new OssUri("models", "object");
		ObjectServices services = new ObjectServices(this.engine, this.budget, this.idle, this.memory,
				Duration.ofSeconds(5), this.threads, new ObjectEvictions(this.listener));
		return OpenObject.open(new ObjectInfo(new ObjectVersion(uri, "etag", size), "Standard", null, false),
				new Unreachable(), services, (_) -> {
				});
	}

	/** Nobody gets so far as to ask it. */
	private static final class Unreachable implements ObjectStore {

		@Override
		public ListPage list(OssUri prefix, @Nullable String delimiter, @Nullable String startAfter,
				@Nullable String token) {
			throw new UnsupportedOperationException();
		}

		@Override
		public ObjectInfo head(OssUri object) {
			throw new UnsupportedOperationException();
		}

		@Override
		public URI presign(OssUri object, Duration validity) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void close() {
		}

	}

}
