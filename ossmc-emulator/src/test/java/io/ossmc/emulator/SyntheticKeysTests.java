package io.ossmc.emulator;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.LongFunction;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class SyntheticKeysTests {

	static List<LongFunction<SyntheticKeys>> shapes() {
		return List.of(SyntheticKeys::flat, SyntheticKeys::uuids, SyntheticKeys::dates, SyntheticKeys::deep,
				SyntheticKeys::giant, SyntheticKeys::cjk, SyntheticKeys::zipf);
	}

	@ParameterizedTest
	@MethodSource("shapes")
	void keysIncreaseInByteOrderAndAreFound(LongFunction<SyntheticKeys> shape) {
		for (long count : new long[] { 0, 1, 2, 1_000, 10_007, 10_000_000 }) {
			SyntheticKeys keys = shape.apply(count);
			assertThat(keys.indexOf("")).isEqualTo(-1);
			long stride = Math.max(1, count / 10_000);
			for (long index = 0; index < count; index += stride) {
				String key = keys.key(index);
				assertThat(keys.indexOf(key)).as(key).isEqualTo(index);
				if (index > 0) {
					assertThat(order(keys.key(index - 1), key)).as(key).isNegative();
				}
			}
		}
	}

	@ParameterizedTest
	@MethodSource("shapes")
	void whatIsNoKeyHasItsInsertionPoint(LongFunction<SyntheticKeys> shape) {
		Random random = new Random(11);
		SyntheticKeys keys = shape.apply(10_007);
		for (int round = 0; round < 2_000; round++) {
			String key = keys.key(random.nextLong(keys.count()));
			int cut = key.offsetByCodePoints(0, random.nextInt(key.codePointCount(0, key.length())));
			String text = key.substring(0, cut)
					+ Character.toString(new int[] { '!', 'z', 0xff21, 0x1f600 }[round % 4]);
			long found = keys.indexOf(text);
			long point = (found < 0) ? -found - 1 : found;
			if (point > 0) {
				assertThat(order(keys.key(point - 1), text)).as(text).isNegative();
			}
			if (found < 0 && point < keys.count()) {
				assertThat(order(keys.key(point), text)).as(text).isPositive();
			}
		}
	}

	@Test
	void utf16OrderIsWrongForCjk() {
		SyntheticKeys keys = SyntheticKeys.cjk(100);
		assertThat(keys.key(6)).isGreaterThan(keys.key(7));
	}

	private static int order(String left, String right) {
		return Arrays.compareUnsigned(left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
	}

}
