package io.ossmc.emulator.fault;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.ossmc.emulator.PlainReply;
import io.ossmc.emulator.Script;

/**
 * What comes so slowly that no client should wait for its end: a byte now and then, which
 * a clock that starts anew with every byte never notices.
 */
final class Slowness {

	private static final Duration NOW_AND_THEN = Duration.ofMillis(100);

	private static final int LONG = 600;

	private Slowness() {
	}

	/** A head, and then the text over and over. */
	static Script drip(PlainReply head, String text) {
		return Script.begin()
			.send(head.head())
			.slowly(bytes(text.repeat(LONG / text.length())), 1, NOW_AND_THEN)
			.stall();
	}

	/** A header that goes on and on. */
	static Script dripHeader(String begin) {
		return Script.begin().send(begin).slowly(bytes("x".repeat(LONG)), 1, NOW_AND_THEN).stall();
	}

	/** The text over and over, each time at once. */
	static Script repeat(String text) {
		return Script.begin().slowly(bytes(text.repeat(LONG)), text.length(), NOW_AND_THEN).stall();
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.ISO_8859_1);
	}

}
