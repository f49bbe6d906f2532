package io.ossmc.transfer;

import java.time.Duration;

import io.ossmc.pace.Patience;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Which time counts against a transfer. */
class PatienceTests {

	private static final Duration LOOK = Duration.ofMillis(100);

	private long now = Long.MAX_VALUE - Duration.ofSeconds(1).toNanos();

	private final Patience patience = new Patience(this.now);

	@Test
	void timeWithoutAByteCounts() {
		assertThat(looks(50, 0, false)).isEqualTo(Duration.ofSeconds(5));
	}

	@Test
	void aByteStartsItAnew() {
		looks(50, 0, false);
		assertThat(looks(1, 1, false)).isZero();
		assertThat(looks(10, 1, false)).isEqualTo(Duration.ofSeconds(1));
	}

	@Test
	void waitingBehindOthersThatGetBytesDoesNotCount() {
		looks(50, 0, false);
		assertThat(looks(1000, 0, true)).isZero();
	}

	@Test
	void bytesThatHaveToComeAgainAreASign() {
		looks(1, 100, false);
		looks(50, 100, false);
		assertThat(looks(1, 0, false)).isZero();
	}

	@Test
	void timeInWhichNobodyLookedIsASecond() {
		looks(1, 0, false);
		this.now += Duration.ofHours(8).toNanos();
		assertThat(looks(1, 0, false)).isLessThanOrEqualTo(Duration.ofMillis(1200));
	}

	private Duration looks(int times, long fetched, boolean waits) {
		long quiet = 0;
		for (int i = 0; i < times; i++) {
			this.now += LOOK.toNanos();
			quiet = this.patience.look(this.now, fetched, waits);
		}
		return Duration.ofNanos(quiet);
	}

}
