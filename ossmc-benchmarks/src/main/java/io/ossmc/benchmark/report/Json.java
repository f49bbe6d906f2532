package io.ossmc.benchmark.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/** Writes JSON (RFC 8259): maps, lists, texts, numbers, truth values. */
public final class Json {

	private Json() {
	}

	/**
	 * Writes a value.
	 * @param value a map, list, text, number, truth value or null
	 * @return on one line
	 */
	public static String of(@Nullable Object value) {
		return switch (value) {
			case null -> "null";
			case Map<?, ?> map -> map.entrySet()
				.stream()
				.map((entry) -> text(entry.getKey().toString()) + ":" + of(entry.getValue()))
				.collect(Collectors.joining(",", "{", "}"));
			case List<?> list -> list.stream().map(Json::of).collect(Collectors.joining(",", "[", "]"));
			case Double number -> number(number);
			case Number number -> number.toString();
			case Boolean truth -> truth.toString();
			default -> text(value.toString());
		};
	}

	/** Four digits: more would be noise. */
	private static String number(double number) {
		if (!Double.isFinite(number)) {
			return "null";
		}
		return new BigDecimal(number).round(new MathContext(4, RoundingMode.HALF_UP))
			.stripTrailingZeros()
			.toPlainString();
	}

	private static String text(String text) {
		StringBuilder json = new StringBuilder("\"");
		for (char c : text.toCharArray()) {
			switch (c) {
				case '"' -> json.append("\\\"");
				case '\\' -> json.append("\\\\");
				case '\n' -> json.append("\\n");
				default -> {
					if (c < ' ') {
						json.append(String.format("\\u%04x", (int) c));
					}
					else {
						json.append(c);
					}
				}
			}
		}
		return json.append('"').toString();
	}

}
