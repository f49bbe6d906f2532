package io.ossmc.pace;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Whether a host may be asked, by a clock that the test moves. */
class HostGateTests {

	private static final int MANY = 100;

	/** Near the overflow, where nanosecond time may be. */
	private long now = Long.MAX_VALUE - Duration.ofSeconds(5).toNanos();

	private final AtomicInteger opened = new AtomicInteger();

	private final HostGate gate = new HostGate("host", () -> this.now, (_) -> this.opened.incrementAndGet());

	@Test
	void anAdvisedHourIsHalfAMinute() {
		Standing object = new Standing();
		assertThat(this.gate.throttled(object, Duration.ofHours(1))).isEqualTo(HostGate.LONGEST_PAUSE);
		pass(HostGate.LONGEST_PAUSE.minusMillis(1));
		assertThat(this.gate.acquire(object)).isPositive();
		pass(Duration.ofMillis(1));
		assertThat(this.gate.acquire(object)).isZero();
	}

	@Test
	void adviceOfNothingAndOfEverIsTaken() {
		assertThat(this.gate.throttled(new Standing(), Duration.ZERO)).isPositive();
		assertThat(this.gate.throttled(new Standing(), Duration.ofSeconds(Long.MAX_VALUE)))
			.isEqualTo(HostGate.LONGEST_PAUSE);
	}

	@Test
	void afterAPauseOneRequestGoesUntilThereIsAReply() {
		Standing object = new Standing();
		this.gate.throttled(object, Duration.ofSeconds(2));
		pass(Duration.ofSeconds(2));
		assertThat(asks(object, MANY)).isEqualTo(1);
		this.gate.answered(object);
		assertThat(this.opened).hasValue(1);
		assertThat(asks(object, MANY)).isEqualTo(MANY);
	}

	@Test
	void aProbeThatIsSilentIsFollowedByAnother() {
		Standing object = new Standing();
		this.gate.throttled(object, Duration.ofSeconds(2));
		pass(Duration.ofSeconds(2));
		assertThat(asks(object, MANY)).isEqualTo(1);
		pass(Duration.ofSeconds(1));
		assertThat(asks(object, MANY)).isEqualTo(1);
	}

	@Test
	void whoWasAskedToWaitDelaysNobodyElse() {
		this.gate.throttled(new Standing(), Duration.ofHours(1));
		assertThat(asks(new Standing(), MANY)).isEqualTo(MANY);
	}

	@Test
	void onceTheHostGivesToOthersASecondIsEnough() {
		Standing first = new Standing();
		Standing second = new Standing();
		this.gate.throttled(first, Duration.ofSeconds(20));
		pass(Duration.ofSeconds(1));
		assertThat(this.gate.acquire(first)).isPositive();
		this.gate.answered(second);
		assertThat(this.opened).as("told that it may ask again").hasValue(1);
		assertThat(this.gate.acquire(first)).isZero();
	}

	@Test
	void anyNumberOfFailuresOfOneObjectIsNotTheHosts() {
		Standing bad = new Standing();
		for (int i = 0; i < MANY; i++) {
			this.gate.failed(bad, Trouble.SERVER);
			this.gate.failed(bad, Trouble.SILENCE);
			this.gate.throttled(bad, Duration.ofSeconds(1));
		}
		assertThat(asks(new Standing(), MANY)).isEqualTo(MANY);
	}

	@Test
	void oddRepliesAreNeverTheHosts() {
		for (int i = 0; i < MANY; i++) {
			this.gate.failed(new Standing(), Trouble.ODD_REPLY);
		}
		assertThat(asks(new Standing(), MANY)).isEqualTo(MANY);
	}

	@Test
	void whatThisMachineLacksIsNobodys() {
		Standing object = new Standing();
		for (int i = 0; i < MANY; i++) {
			this.gate.failed(object, Trouble.MACHINE);
		}
		assertThat(object.clean()).isTrue();
		assertThat(asks(object, MANY)).isEqualTo(MANY);
	}

	@Test
	void aHostThatFailsEverybodyGetsFewRequestsAndThoseForOthersFirst() {
		Standing failed = new Standing();
		for (int i = 0; i < MANY; i++) {
			this.gate.failed((i == 0) ? failed : new Standing(), Trouble.SERVER);
		}
		pass(Duration.ofSeconds(20));
		int clean = 0;
		int others = 0;
		for (int i = 0; i < 1000; i++) {
			clean += asks(new Standing(), 1);
			others += asks(failed, 1);
			pass(Duration.ofMillis(1));
		}
		assertThat(clean).as("in a second").isBetween(35, 41);
		assertThat(others).as("in a second").isBetween(1, 6);
	}

	@Test
	void aGoodReplyEndsTheDoubt() {
		Stream.generate(Standing::new).limit(MANY).forEach((object) -> this.gate.failed(object, Trouble.UNREACHABLE));
		assertThat(asks(new Standing(), MANY)).isEqualTo(1);
		this.gate.answered(new Standing());
		assertThat(this.opened).hasValue(1);
		assertThat(asks(new Standing(), MANY)).isEqualTo(MANY);
	}

	@Test
	void whoComesTooEarlyIsToldAnotherTimeThanTheOthers() {
		Stream.generate(Standing::new).limit(MANY).forEach((object) -> this.gate.failed(object, Trouble.SERVER));
		assertThat(this.gate.acquire(new Standing())).isZero();
		assertThat(Stream.generate(() -> this.gate.acquire(new Standing())).limit(20).toList()).doesNotHaveDuplicates()
			.allMatch((wait) -> wait > 0 && wait <= Duration.ofSeconds(1).toNanos());
	}

	@Test
	void inAStormOfThreeSecondsTenObjectsMakeFewRequestsAndAllGoOnASecondLater() {
		Standing[] objects = Stream.generate(Standing::new).limit(10).toArray(Standing[]::new);
		int requests = 0;
		for (int ms = 0; ms < 3000; ms++) {
			for (Standing object : objects) {
				if (this.gate.acquire(object) <= 0) {
					requests++;
					this.gate.throttled(object, Duration.ofSeconds(1));
				}
			}
			pass(Duration.ofMillis(1));
		}
		assertThat(requests).isLessThanOrEqualTo(30);
		pass(Duration.ofSeconds(1));
		for (Standing object : objects) {
			assertThat(this.gate.acquire(object)).isZero();
			this.gate.answered(object);
			assertThat(asks(object, MANY)).isEqualTo(MANY);
		}
	}

	@Test
	void whatAnotherTryWillHardlyMendIsGivenUpAfterSomeTriesAndSomeTime() {
		Standing object = new Standing();
		for (int i = 0; i < MANY; i++) {
			assertThat(this.gate.isHopeless(object)).as("many connections at once are one try").isFalse();
		}
		pass(Duration.ofSeconds(1));
		this.gate.answered(object);
		this.gate.failed(object, Trouble.ODD_REPLY);
		this.gate.answered(object);
		for (int i = 0; i < 3; i++) {
			assertThat(this.gate.isHopeless(object)).isFalse();
			pass(Duration.ofSeconds(1));
		}
		assertThat(this.gate.isHopeless(object)).isTrue();
	}

	private int asks(Standing object, int times) {
		int leave = 0;
		for (int i = 0; i < times; i++) {
			if (this.gate.acquire(object) <= 0) {
				leave++;
			}
		}
		return leave;
	}

	private void pass(Duration time) {
		this.now += time.toNanos();
	}

}
