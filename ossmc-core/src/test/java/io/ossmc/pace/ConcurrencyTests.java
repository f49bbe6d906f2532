package io.ossmc.pace;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Against links that are simulated: so much per connection, so much in all. */
class ConcurrencyTests {

	private long now;

	private long bytes;

	@ParameterizedTest
	@CsvSource({ "60e6, 300e6", "60e6, 900e6", "20e6, 1000e6", "500e6, 400e6" })
	void findsEnoughConnectionsWithinTwoSecondsAndKeepsThem(double perConnection, double link) {
		Concurrency concurrency = new Concurrency(4, 64, this.now);
		for (int i = 0; i < 8; i++) {
			pass(concurrency, perConnection, link);
		}
		assertThat(rate(concurrency, perConnection, link)).as("after two seconds").isGreaterThan(0.95 * link);
		double all = 0;
		for (int i = 0; i < 400; i++) {
			pass(concurrency, perConnection, link);
			all += rate(concurrency, perConnection, link);
			assertThat(concurrency.target()).isLessThanOrEqualTo((int) Math.max(16, 2.5 * link / perConnection));
		}
		assertThat(all / 400).as("over 100 seconds, with trials").isGreaterThan(0.98 * link);
	}

	@Test
	void givesUpConnectionsThatBringNothing() {
		Concurrency concurrency = new Concurrency(4, 64, this.now);
		for (int i = 0; i < 20; i++) {
			pass(concurrency, 20e6, 1000e6);
		}
		assertThat(concurrency.target()).isGreaterThanOrEqualTo(50);
		for (int i = 0; i < 2000; i++) {
			pass(concurrency, 200e6, 1000e6);
		}
		assertThat(concurrency.target()).isLessThanOrEqualTo(8);
	}

	/** As its Javadoc tells. */
	@Test
	void goesTheWayThatIsDescribed() {
		Concurrency concurrency = new Concurrency(4, 64, this.now);
		List<Integer> way = new ArrayList<>(List.of(concurrency.target()));
		double came = 1;
		for (int tens = 0; tens < 2000; tens++) {
			this.now += TimeUnit.MILLISECONDS.toNanos(10);
			came += rate(concurrency, 20e6, 500e6) / 100;
			concurrency.sample((long) came, this.now, true);
			if (concurrency.target() != way.getLast()) {
				way.add(concurrency.target());
			}
		}
		assertThat(way).containsExactly(4, 16, 32, 64, 36, 45, 36, 32);
	}

	@Test
	void neverExceedsItsLimits() {
		Concurrency concurrency = new Concurrency(3, 10, this.now);
		for (int i = 0; i < 50; i++) {
			pass(concurrency, 1e6, 1e12);
			assertThat(concurrency.target()).isBetween(3, 10);
		}
		assertThat(concurrency.target()).isEqualTo(10);
	}

	@Test
	void halvesOnceInAStormHoweverLongItIs() {
		Concurrency concurrency = grown();
		for (int i = 0; i < 100; i++) {
			concurrency.throttled(this.now);
			pass(concurrency, 1e3, 1e12);
			assertThat(concurrency.target()).isEqualTo(32);
		}
	}

	@Test
	void isWhereItWasASecondAfterTheFirstGoodReplyAndThenRests() {
		Concurrency concurrency = grown();
		for (int i = 0; i < 12; i++) {
			concurrency.throttled(this.now);
			pass(concurrency, 0, 1e12);
		}
		concurrency.answered(this.now);
		for (int i = 0; i < 4; i++) {
			pass(concurrency, 1e6, 1e12);
		}
		assertThat(concurrency.target()).isEqualTo(64);
	}

	@Test
	void aReplyToARequestFromBeforeTheStormIsNotItsEnd() {
		Concurrency concurrency = grown();
		long before = this.now;
		this.now++;
		concurrency.throttled(this.now);
		concurrency.answered(before);
		pass(concurrency, 1e6, 1e12);
		assertThat(concurrency.target()).isEqualTo(32);
	}

	@Test
	void goesLowerEachTimeTheWayUpIsTooMuchAndTriesMoreAfterAWhile() {
		Concurrency concurrency = grown();
		int last = 64;
		for (int i = 0; i < 20; i++) {
			concurrency.throttled(this.now);
			pass(concurrency, 1e6, 1e12);
			concurrency.answered(this.now);
			pass(concurrency, 1e6, 1e12);
			assertThat(concurrency.target()).isBetween(4, last);
			last = Math.max(4, concurrency.target());
		}
		assertThat(last).isLessThanOrEqualTo(8);
		for (int i = 0; i < 100; i++) {
			pass(concurrency, 1e6, 1e12);
		}
		assertThat(concurrency.target()).as("25 s without such a wish").isEqualTo(64);
	}

	private Concurrency grown() {
		Concurrency concurrency = new Concurrency(4, 64, this.now);
		for (int i = 0; i < 20; i++) {
			pass(concurrency, 1e6, 1e12);
		}
		assertThat(concurrency.target()).isEqualTo(64);
		return concurrency;
	}

	@Test
	void learnsNothingFromAnIntervalInWhichThereWasTooLittleWork() {
		Concurrency concurrency = new Concurrency(4, 64, this.now);
		for (int i = 0; i < 20; i++) {
			this.now += Concurrency.INTERVAL;
			this.bytes += 1000;
			assertThat(concurrency.sample(this.bytes, this.now, false)).isFalse();
		}
		assertThat(concurrency.target()).isEqualTo(4);
	}

	private void pass(Concurrency concurrency, double perConnection, double link) {
		this.now += Concurrency.INTERVAL;
		this.bytes += (long) (rate(concurrency, perConnection, link) * Concurrency.INTERVAL
				/ TimeUnit.SECONDS.toNanos(1));
		concurrency.sample(this.bytes, this.now, true);
	}

	private static double rate(Concurrency concurrency, double perConnection, double link) {
		return Math.min(link, concurrency.target() * perConnection);
	}

}
