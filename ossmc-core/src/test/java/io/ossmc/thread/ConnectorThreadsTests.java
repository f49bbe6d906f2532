package io.ossmc.thread;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.ossmc.OssModelTransferException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** Timers and tasks that outlive what they run. */
@Timeout(60)
class ConnectorThreadsTests {

	@Test
	void aCancelledTimerLeavesTheQueue() {
		try (ConnectorThreads threads = new ConnectorThreads()) {
			for (int i = 0; i < 100; i++) {
				Future<?> timer = threads.after(Duration.ofHours(1), () -> {
				});
				timer.cancel(false);
			}
			assertThat(threads.timers()).isZero();
		}
	}

	@Test
	void aRepeatedTaskThatThrowsIsRepeated() throws Exception {
		CountDownLatch runs = new CountDownLatch(3);
		try (ConnectorThreads threads = new ConnectorThreads()) {
			threads.every(Duration.ofMillis(1), () -> {
				runs.countDown();
				throw new OutOfMemoryError("of the application");
			});
			assertThat(runs.await(30, TimeUnit.SECONDS)).isTrue();
		}
	}

	@Test
	void delaysBeyondAnyClockAndOfNothingAreTaken() throws Exception {
		CountDownLatch ran = new CountDownLatch(2);
		try (ConnectorThreads threads = new ConnectorThreads()) {
			threads.after(Duration.ofSeconds(Long.MAX_VALUE), ran::countDown);
			threads.every(Duration.ofSeconds(Long.MAX_VALUE), ran::countDown);
			threads.after(Duration.ofSeconds(Long.MIN_VALUE), ran::countDown);
			threads.every(Duration.ZERO, ran::countDown);
			assertThat(ran.await(30, TimeUnit.SECONDS)).isTrue();
			assertThat(threads.timers()).as("the two that are far away").isGreaterThanOrEqualTo(2);
		}
	}

	@Test
	void aTaskWhoseThreadCannotBeStartedRunsLater() throws Exception {
		AtomicInteger attempts = new AtomicInteger();
		ThreadFactory virtual = Thread.ofVirtual().factory();
		CountDownLatch ran = new CountDownLatch(1);
		try (ConnectorThreads threads = new ConnectorThreads((task) -> {
			if (attempts.getAndIncrement() == 0) {
				throw new OutOfMemoryError("unable to create native thread");
			}
			return virtual.newThread(task);
		})) {
			threads.tasks().execute(ran::countDown);
			assertThat(ran.await(30, TimeUnit.SECONDS)).isTrue();
			assertThat(attempts).hasValue(2);
		}
	}

	@Test
	void eachWaiterGetsAnExceptionOfItsOwnWithItsOwnStack() {
		OssModelTransferException original = new OssModelTransferException("It broke.", "Mend it.");
		CompletableFuture<String> future = CompletableFuture.failedFuture(original);
		Throwable first = catchThrowable(() -> Waiting.on(future, "it", null));
		Throwable second = catchThrowable(() -> Waiting.on(future, "it", Duration.ofSeconds(Long.MAX_VALUE)));
		assertThat(first).isExactlyInstanceOf(OssModelTransferException.class)
			.hasMessage(original.getMessage())
			.hasCause(original)
			.isNotSameAs(second);
		assertThat(first.getStackTrace()).extracting(StackTraceElement::getMethodName)
			.anyMatch((name) -> name.contains("eachWaiterGets"));
	}

	@Test
	void whatIsHandedOverFailsWithAnErrorOfItsOwn() {
		OssModelTransferException original = new OssModelTransferException("It broke.", "Mend it.");
		try (ConnectorThreads threads = new ConnectorThreads()) {
			CompletableFuture<?> failed = CompletableFuture.failedFuture(original);
			Throwable first = threads.handOver(failed).handle((_, error) -> error).join();
			Throwable second = threads.handOver(failed.thenApply((it) -> it)).handle((_, error) -> error).join();
			assertThat(first).isExactlyInstanceOf(OssModelTransferException.class).hasCause(original);
			assertThat(second).isExactlyInstanceOf(OssModelTransferException.class)
				.hasCause(original)
				.isNotSameAs(first);
		}
	}

}
