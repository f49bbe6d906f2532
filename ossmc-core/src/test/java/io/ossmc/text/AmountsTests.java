package io.ossmc.text;

import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Sizes as people read them, and together. */
class AmountsTests {

	@ParameterizedTest
	@CsvSource({ "0, 0 bytes", "1, 1 byte", "1023, 1023 bytes", "1024, 1.00 KiB", "1610612736, 1.50 GiB",
			"9223372036854775807, 8388608.0 TiB" })
	void areShownInTheUnitThatFits(long bytes, String shown) {
		assertThat(Amounts.size(bytes)).isEqualTo(shown);
	}

	@ParameterizedTest
	@CsvSource({ "1023, 1023 bytes", "1024, 1.00 KiB (1024 bytes)", "1610612736, 1.50 GiB (1610612736 bytes)" })
	void areShownWithEachByteWhereItMatters(long bytes, String shown) {
		assertThat(Amounts.exactSize(bytes)).isEqualTo(shown);
	}

	@ParameterizedTest
	@CsvSource({ "0, 0 files", "1, 1 file", "2, 2 files" })
	void areCounted(long count, String shown) {
		assertThat(Amounts.count(count, "file")).isEqualTo(shown);
	}

	@Test
	void areNeverLessThanNothingTogether() {
		assertThat(Amounts.sum(LongStream.empty())).isZero();
		assertThat(Amounts.sum(LongStream.of(1, 2, 3))).isEqualTo(6);
		assertThat(Amounts.sum(LongStream.of(Long.MAX_VALUE - 1, 1))).isEqualTo(Long.MAX_VALUE);
		assertThat(Amounts.sum(LongStream.of(Long.MAX_VALUE, 1, Long.MAX_VALUE))).isEqualTo(Long.MAX_VALUE);
	}

}
