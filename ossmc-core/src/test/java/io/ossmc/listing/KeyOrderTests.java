package io.ossmc.listing;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import static org.assertj.core.api.Assertions.assertThat;

class KeyOrderTests {

	@Property(tries = 500)
	void keysAreInTheOrderOfTheirBytes(@ForAll String one, @ForAll String other) {
		String left = new String(one.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
		String right = new String(other.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
		assertThat(Integer.signum(KeyOrder.INSTANCE.compare(left, right))).isEqualTo(Integer.signum(
				Arrays.compareUnsigned(left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8))));
		assertThat(KeyOrder.INSTANCE.compare(left + "\uffee", left + "\ud83d\ude00")).isNegative();
	}

}
