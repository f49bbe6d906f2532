package io.ossmc.pace;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PaceTests {

	private static final long MS = TimeUnit.MILLISECONDS.toNanos(1);

	/** Enough to be worth a new connection. */
	private static final long LEFT = 16 << 20;

	private final Pace pace = new Pace();

	@Test
	void aConnectionFarBelowTheOthersIsGivenUpAfterASecond() {
		List<Pace.Run> others = begin(8);
		Pace.Run slow = this.pace.begin(0);
		for (long now = 100 * MS; now < 1000 * MS; now += 100 * MS) {
			advance(others, now, 60);
			assertThat(slow.received(bytes(now, 2), LEFT, now, false)).as("%s ms", now / MS).isTrue();
		}
		advance(others, 1000 * MS, 60);
		assertThat(slow.received(bytes(1000 * MS, 2), LEFT, 1000 * MS, false)).isFalse();
	}

	@Test
	void itIsGivenUpEarlierWhenOthersHaveNothingToDo() {
		List<Pace.Run> others = begin(8);
		Pace.Run slow = this.pace.begin(0);
		advance(others, 300 * MS, 60);
		others.forEach((run) -> run.succeeded(300 * MS));
		assertThat(slow.received(bytes(310 * MS, 2), LEFT, 310 * MS, true)).isFalse();
	}

	@Test
	void allBeingSlowTogetherIsNobodysFault() {
		List<Pace.Run> fast = begin(4);
		advance(fast, 500 * MS, 60);
		fast.forEach((run) -> run.succeeded(500 * MS));
		List<Pace.Run> runs = new ArrayList<>();
		for (int i = 0; i < 64; i++) {
			runs.add(this.pace.begin(500 * MS));
		}
		for (long now = 600 * MS; now < 5000 * MS; now += 100 * MS) {
			for (Pace.Run run : runs) {
				assertThat(run.received(bytes(now - 500 * MS, 4), LEFT, now, false)).isTrue();
			}
		}
	}

	@Test
	void whatIsOverSoonIsNotWorthANewConnection() {
		List<Pace.Run> others = begin(8);
		Pace.Run slow = this.pace.begin(0);
		advance(others, 1000 * MS, 60);
		assertThat(slow.received(bytes(1000 * MS, 2), 3_000_000, 1000 * MS, false)).isTrue();
	}

	@Test
	void tooFewOthersSayNothing() {
		List<Pace.Run> others = begin(3);
		Pace.Run slow = this.pace.begin(0);
		advance(others, 2000 * MS, 60);
		assertThat(slow.received(1, LEFT, 2000 * MS, true)).isTrue();
	}

	@Test
	void whatFailedOrEndedLongAgoIsForgotten() {
		List<Pace.Run> others = begin(8);
		advance(others, 500 * MS, 60);
		others.forEach((run) -> run.succeeded(500 * MS));
		begin(8).forEach(Pace.Run::failed);
		Pace.Run slow = this.pace.begin(2000 * MS);
		assertThat(slow.received(1, LEFT, 4000 * MS, true)).isTrue();
	}

	@Test
	void whatEndedLastSaysWhatIsUsual() {
		List<Pace.Run> before = begin(1000);
		advance(before, 500 * MS, 60);
		before.forEach((run) -> run.succeeded(500 * MS));
		List<Pace.Run> since = begin(100);
		advance(since, 600 * MS, 4);
		since.forEach((run) -> run.succeeded(600 * MS));
		Pace.Run slow = this.pace.begin(600 * MS);
		assertThat(slow.received(bytes(1000 * MS, 2), LEFT, 1600 * MS, false)).isTrue();
	}

	private List<Pace.Run> begin(int count) {
		List<Pace.Run> runs = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			runs.add(this.pace.begin(0));
		}
		return runs;
	}

	private static void advance(List<Pace.Run> runs, long now, int megabytesPerSecond) {
		for (Pace.Run run : runs) {
			assertThat(run.received(bytes(now, megabytesPerSecond), LEFT, now, false)).isTrue();
		}
	}

	private static long bytes(long nanos, int megabytesPerSecond) {
		return nanos / 1000 * megabytesPerSecond;
	}

}
