package io.ossmc.oss;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.ossmc.http.HttpFailure;
import io.ossmc.http.HttpStatusFailure;
import io.ossmc.sign.SigningClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** How often and for how long the control plane tries. */
@Timeout(30)
class ControlCallsTests {

	private final AtomicLong nanos = new AtomicLong();

	private final List<Duration> timeouts = new ArrayList<>();

	private ControlCalls calls(Duration limit) {
		return new ControlCalls(limit, new SigningClock(InstantSource.fixed(Instant.EPOCH)), this.nanos::get);
	}

	private static HttpStatusFailure status(int status, @Nullable Duration advised) {
		return new HttpStatusFailure(status, "Code", "", "", Optional.ofNullable(advised), Optional.empty());
	}

	/** Fails with each of them in turn, then succeeds. */
	private String run(ControlCalls calls, Duration each, IOException... failures) throws IOException {
		return calls.run((timeout, now) -> {
			this.timeouts.add(timeout);
			this.nanos.addAndGet(each.toNanos());
			if (this.timeouts.size() <= failures.length) {
				throw failures[this.timeouts.size() - 1];
			}
			return "done";
		});
	}

	@Test
	void whatMayPassIsTriedThreeTimes() throws IOException {
		ControlCalls calls = calls(Duration.ofMinutes(5));
		assertThat(run(calls, Duration.ZERO, new HttpFailure.Connect("host", null), status(503, Duration.ofMillis(1))))
			.isEqualTo("done");
		this.timeouts.clear();
		IOException last = new HttpFailure.Protocol("odd");
		assertThatThrownBy(() -> run(calls, Duration.ZERO, new UnusableReply("cut"), status(429, Duration.ZERO), last))
			.isSameAs(last);
		assertThat(this.timeouts).hasSize(3).containsOnly(Duration.ofSeconds(60));
	}

	@ParameterizedTest
	@ValueSource(ints = { 301, 400, 401, 403, 404, 407, 412 })
	void whatIsSaidForGoodIsSaidOnce(int status) {
		assertThatExceptionOfType(HttpStatusFailure.class)
			.isThrownBy(() -> run(calls(Duration.ofMinutes(5)), Duration.ZERO, status(status, null)));
		assertThat(this.timeouts).hasSize(1);
	}

	@Test
	void aRequestThatWasAbortedIsNotSentAgain() {
		assertThatExceptionOfType(HttpFailure.Aborted.class)
			.isThrownBy(() -> run(calls(Duration.ofMinutes(5)), Duration.ZERO, new HttpFailure.Aborted()));
		assertThat(this.timeouts).hasSize(1);
	}

	@Test
	void allTriesTogetherTakeNoLongerThanTheyMay() {
		assertThatExceptionOfType(HttpFailure.Stalled.class)
			.isThrownBy(() -> run(calls(Duration.ofSeconds(50)), Duration.ofSeconds(40),
					new HttpFailure.Stalled(Duration.ofSeconds(30)), new HttpFailure.Stalled(Duration.ofSeconds(30))));
		assertThat(this.timeouts).containsExactly(Duration.ofSeconds(50), Duration.ofSeconds(10));
	}

	@ParameterizedTest
	@ValueSource(ints = { 1_000, 1_800, 1_950, 2_100 })
	void theLastTryHasNoMoreThanWhatIsLeft(int tookMillis) {
		Duration limit = Duration.ofSeconds(2);
		Duration first = Duration.ofMillis(tookMillis);
		assertThatExceptionOfType(HttpStatusFailure.class)
			.isThrownBy(() -> run(calls(limit), first, status(500, Duration.ZERO), status(503, Duration.ofHours(1))));
		assertThat(this.timeouts.getFirst()).isEqualTo(limit);
		assertThat(this.timeouts).as("none is begun that would have no time").hasSize((tookMillis <= 1_800) ? 2 : 1);
		assertThat(this.timeouts.getLast())
			.isLessThanOrEqualTo((this.timeouts.size() > 1) ? limit.minus(first) : limit);
	}

	@Test
	void aCallThatWasGivenNoTimeHasOneSecondInAll() {
		assertThatExceptionOfType(HttpStatusFailure.class).isThrownBy(() -> run(calls(Duration.ofNanos(1)),
				Duration.ofMillis(700), status(500, Duration.ZERO), status(500, Duration.ZERO)));
		assertThat(this.timeouts).containsExactly(Duration.ofSeconds(1), Duration.ofMillis(300));
	}

	@Test
	void anAdviceToWaitForLongerThanTheCallMayTakeEndsIt() {
		assertThatExceptionOfType(HttpStatusFailure.class)
			.isThrownBy(() -> run(calls(Duration.ofSeconds(2)), Duration.ZERO, status(503, Duration.ofHours(1))));
		assertThat(this.timeouts).containsExactly(Duration.ofSeconds(2));
	}

	@Test
	void closingEndsACallThatWaits() throws Exception {
		ControlCalls calls = calls(Duration.ofMinutes(5));
		CountDownLatch sent = new CountDownLatch(1);
		CompletableFuture<String> call = CompletableFuture.supplyAsync(() -> {
			try {
				return calls.<String>run((timeout, now) -> {
					sent.countDown();
					throw status(503, Duration.ofHours(1));
				});
			}
			catch (IOException ex) {
				return "ended";
			}
		});
		sent.await();
		calls.close();
		assertThat(call.get(5, TimeUnit.SECONDS)).isEqualTo("ended");
		assertThat(calls.isClosed()).isTrue();
	}

}
