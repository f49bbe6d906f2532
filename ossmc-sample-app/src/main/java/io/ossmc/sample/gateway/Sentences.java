package io.ossmc.sample.gateway;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What a request may ask for, so that one caller cannot keep the engine busy for long.
 */
final class Sentences {

	static final int MOST = 64;

	static final int LONGEST = 4000;

	private Sentences() {
	}

	static List<String> check(@Nullable List<@Nullable String> texts) {
		if (texts == null || texts.isEmpty()) {
			throw GatewayException.badRequest("Send at least one sentence in \"texts\".");
		}
		if (texts.size() > MOST) {
			throw GatewayException
				.badRequest(texts.size() + " sentences are too many. Send at most " + MOST + " in one request.");
		}
		return texts.stream().map((text) -> check("each of \"texts\"", text)).toList();
	}

	static String check(String name, @Nullable String text) {
		if (text == null || text.isBlank()) {
			throw GatewayException.badRequest("Put a sentence into " + name + ".");
		}
		if (text.length() > LONGEST) {
			throw GatewayException.badRequest("A sentence of " + text.length()
					+ " characters is too long. Send at most " + LONGEST + " and split what is longer.");
		}
		return text;
	}

}
