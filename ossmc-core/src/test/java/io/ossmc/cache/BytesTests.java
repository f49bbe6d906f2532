package io.ossmc.cache;

import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Sizes as people read them, and together. */
class BytesTests {

	@ParameterizedTest
	@CsvSource({ "0, 0 bytes", "1023, 1023 bytes", "1024, 1.00 KiB", "1610612736, 1.50 GiB",
			"9223372036854775807, 8388608.0 TiB" })
	void areShownInTheUnitThatFits(long bytes, String shown) {
		assertThat(Bytes.show(bytes)).isEqualTo(shown);
	}

	@Test
	void areNeverLessThanNothingTogether() {
		assertThat(Bytes.sum(LongStream.empty())).isZero();
		assertThat(Bytes.sum(LongStream.of(1, 2, 3))).isEqualTo(6);
		assertThat(Bytes.sum(LongStream.of(Long.MAX_VALUE - 1, 1))).isEqualTo(Long.MAX_VALUE);
		assertThat(Bytes.sum(LongStream.of(Long.MAX_VALUE, 1, Long.MAX_VALUE))).isEqualTo(Long.MAX_VALUE);
	}

}
