package io.ossmc.thread;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class NanosTests {

	@Test
	void durationsAreClampedToWhatTimersTake() {
		assertThat(Nanos.of(Duration.ofSeconds(Long.MAX_VALUE))).isEqualTo(Nanos.MAX);
		assertThat(Nanos.of(Duration.ofSeconds(Long.MIN_VALUE))).isZero();
		assertThat(Nanos.of(Duration.ofNanos(1))).isEqualTo(1);
	}

	@Test
	void whatIsDoneAgainAndAgainIsDoneAHundredTimesASecondAtMost() {
		assertThat(Nanos.ofPeriod(Duration.ofNanos(1))).isEqualTo(10_000_000);
		assertThat(Nanos.ofPeriod(Duration.ZERO)).isEqualTo(10_000_000);
		assertThat(Nanos.ofPeriod(Duration.ofMinutes(1))).isEqualTo(60_000_000_000L);
		assertThat(Nanos.ofPeriod(Duration.ofSeconds(Long.MAX_VALUE))).isEqualTo(Nanos.MAX);
	}

}
