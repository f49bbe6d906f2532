package io.ossmc.benchmark.report;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class SpreadTests {

	@Test
	void theMedianOfAnOddNumberIsTheOneInTheMiddle() {
		assertThat(Spread.of(List.of(5.0, 1.0, 2.0))).isEqualTo(new Spread(2, 1, 5));
	}

	@Test
	void theMedianOfAnEvenNumberIsTheMeanOfTwo() {
		assertThat(Spread.of(List.of(4.0, 1.0, 2.0, 9.0))).isEqualTo(new Spread(3, 1, 9));
	}

	@Test
	void oneMeasurementHasNoWidth() {
		assertThat(Spread.of(List.of(0.22)).width()).isZero();
	}

	@Test
	void theWidthIsAShareOfTheMedian() {
		assertThat(Spread.of(List.of(0.20, 0.22, 0.24)).width()).isCloseTo(0.04 / 0.22, within(1e-9));
	}

	@Test
	void nothingHasNoSpread() {
		assertThatIllegalArgumentException().isThrownBy(() -> Spread.of(List.of()));
	}

}
