package io.ossmc.memory;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** What must not end the thread that gives memory back, nor its work. */
@Timeout(60)
class ReaperTests {

	@Test
	void whatThrowsIsTriedAgainUntilItIsDone() throws Exception {
		AtomicInteger attempts = new AtomicInteger();
		CountDownLatch done = new CountDownLatch(1);
		Reaper.reap(() -> {
			switch (attempts.incrementAndGet()) {
				case 1 -> throw new OutOfMemoryError("of the application");
				case 2 -> throw new NoClassDefFoundError("a listener's");
				case 3 -> throw new IllegalStateException("a bug");
				default -> done.countDown();
			}
			return true;
		});
		assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
		assertThat(attempts).hasValue(4);
	}

	@Test
	void whereNoThreadCanBeStartedItIsDoneByWhoAsksAndOnlyOnce() throws Exception {
		AtomicInteger refusals = new AtomicInteger(1);
		Reaper reaper = new Reaper((task) -> {
			if (refusals.getAndDecrement() > 0) {
				throw new OutOfMemoryError("unable to create native thread");
			}
			return new Thread(task);
		});
		AtomicInteger first = new AtomicInteger();
		reaper.soon(() -> first.incrementAndGet() > 0);
		assertThat(first).as("here, since there was no thread").hasValue(1);
		CountDownLatch second = new CountDownLatch(1);
		reaper.soon(() -> {
			second.countDown();
			return true;
		});
		assertThat(second.await(20, TimeUnit.SECONDS)).as("a thread is tried again").isTrue();
		assertThat(first).as("it was in the queue as well").hasValue(1);
	}

}
