package io.ossmc.object;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

import io.ossmc.OssModelTransferException;
import io.ossmc.OssUri;
import io.ossmc.VerifyMode;
import io.ossmc.budget.IdleEntries;
import io.ossmc.budget.MemoryBudget;
import io.ossmc.budget.Pressure;
import io.ossmc.budget.Reservation;
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
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jetbrains.lincheck.datastructures.Validate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Readers who come and go, the need for room, a fetch that fails and whoever closes the
 * object, on a stay with its memory, its place among the idle entries and its share of
 * the budget: one of them ends it, all hear the same of it, and its share is given back
 * once nobody is in it.
 */
class ResidencyConcurrencyIT {

	private static final long SIZE = 4096;

	private static final CountDownLatch END = new CountDownLatch(1);

	private static final OssModelListener LISTENER = new OssModelListener() {
	};

	private static final ConnectorThreads THREADS = new ConnectorThreads();

	private static final TransferEngine ENGINE = new TransferEngine(
			new TransferSettings(1 << 20, 1, 1, Duration.ofMinutes(10), Duration.ofMinutes(10), VerifyMode.TRUE),
			RangeClient.create(new HttpSettings(Duration.ofSeconds(5), Duration.ofSeconds(10), 4, Duration.ofSeconds(5),
					null, HttpSettings::resolve, System::nanoTime, null)),
			LISTENER, System::nanoTime);

	@AfterAll
	static void close() {
		END.countDown();
		ENGINE.close();
		THREADS.close();
	}

	@Test
	void aStayWithItsMemoryIsLinearizableUnderStress() {
		stress(InMemory.class);
	}

	@Test
	void aStayThatWaitsForItsMemoryIsLinearizableUnderStress() {
		stress(Waiting.class);
	}

	private static void stress(Class<? extends Threads> threads) {
		new StressOptions().iterations(15).invocationsPerIteration(300).threads(3).actorsPerThread(3).check(threads);
	}

	/** There is room for it. Made by Lincheck. */
	public static class InMemory extends Threads {

		public InMemory() {
			super(0);
		}

	}

	/** There is no room for it. Made by Lincheck. */
	public static class Waiting extends Threads {

		public Waiting() {
			super(SIZE);
		}

	}

	/** What threads do; each leaves only what it has entered. */
	public abstract static class Threads implements Resident {

		private final IdleEntries idle = new IdleEntries(Runnable::run);

		private final RetainedMemory memory = new RetainedMemory(System::nanoTime);

		private final MemoryBudget budget = new MemoryBudget(SIZE, this.memory, this.idle);

		private final Reservation others;

		private final Residency stay;

		private final int[] in = new int[5];

		Threads(long others) {
			this.others = this.budget.prefetch("others", others);
			OssUri uri = new OssUri("models", "object");
			this.stay = Residency
				.take(new ObjectSource(new ObjectInfo(new ObjectVersion(uri, "etag", SIZE), "Standard", null, false),
						new Silent(), new ObjectServices(ENGINE, this.budget, this.idle, this.memory,
								Duration.ofSeconds(5), THREADS, new ObjectEvictions(LISTENER))),
						this);
		}

		@Operation
		public boolean enter(@Param(gen = ThreadIdGen.class) int thread) {
			boolean entered = this.stay.enter();
			this.in[thread] += entered ? 1 : 0;
			return entered;
		}

		@Operation
		public void leave(@Param(gen = ThreadIdGen.class) int thread) {
			if (this.in[thread] > 0) {
				this.in[thread]--;
				this.stay.leave();
			}
		}

		@Operation
		public String see(@Param(gen = ThreadIdGen.class) int thread) {
			if (this.in[thread] == 0) {
				return "is not in";
			}
			return this.stay.see() ? "sees" : "lost";
		}

		@Operation
		public boolean roomIsNeeded() {
			return Pressure.on(this.idle);
		}

		@Operation
		public boolean fail() {
			return this.stay.fail(new OssModelTransferException("The bytes do not come.", "Nothing to do."));
		}

		@Operation
		public void close() {
			this.stay.close();
		}

		@Operation
		public boolean ended() {
			return this.stay.ended();
		}

		/** After all of them, on one thread; memory goes on another. */
		@Validate
		public void itsShareIsGivenBackOnceItHasEndedAndNobodyIsIn() {
			if (!this.stay.ended()) {
				assertThat(charged()).isEqualTo(Math.max(SIZE, this.others.bytes()));
			}
			else if (IntStream.of(this.in).sum() == 0) {
				await().pollDelay(Duration.ZERO)
					.pollInterval(Duration.ofMillis(1))
					.pollInSameThread()
					.untilAsserted(() -> assertThat(charged()).isEqualTo(this.others.bytes()));
				assertThat(this.idle.size()).isZero();
			}
		}

		private long charged() {
			return this.budget.used() - this.budget.retained();
		}

		@Override
		public void judged() {
		}

		@Override
		public void failed(Residency lost, Throwable error) {
		}

		@Override
		public void ended(Residency old) {
		}

	}

	/** A bucket that does not answer before the end: nothing ever comes by itself. */
	private static final class Silent implements ObjectStore {

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
			try {
				END.await();
			}
			catch (InterruptedException _) {
				Thread.currentThread().interrupt();
			}
			throw new UnsupportedOperationException();
		}

		@Override
		public void close() {
		}

	}

}
