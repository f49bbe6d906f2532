package io.ossmc.text;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What others say is shown without what it does to a terminal or a log. */
class ServerTextTests {

	@ParameterizedTest
	@ValueSource(strings = { "\n", "\r\n", "\u001b", "\u0000", "\u007f", "\u0085", "\u009b", "\u2028", "\u2029",
			"\u202e", "\u2066\u2069", "\ufeff", "\ud800", "\udc00" })
	void whatCannotBeSeenIsOneSpace(String hidden) {
		assertThat(ServerText.shown("a" + hidden + "b")).isEqualTo("a b");
		assertThat(ServerText.shown(hidden + "a" + hidden)).isEqualTo("a");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Access denied.", "日本語 \ud83d\ude00 é", "" })
	void whatCanBeSeenStays(String text) {
		assertThat(ServerText.shown(text)).isEqualTo(text);
	}

	@Property(tries = 500)
	void itIsOneLineOfBoundedLength(@ForAll String text) {
		String shown = ServerText.shown(text.repeat(50));
		assertThat(shown.length()).isLessThanOrEqualTo(513);
		assertThat(shown.codePoints()).noneMatch((c) -> Character.isISOControl(c)
				|| Character.getType(c) == Character.FORMAT || Character.getType(c) == Character.SURROGATE);
		assertThat(ServerText.shown(shown)).isEqualTo(shown);
	}

}
