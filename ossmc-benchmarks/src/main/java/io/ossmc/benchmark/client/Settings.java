package io.ossmc.benchmark.client;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

import io.ossmc.benchmark.ByteSize;

/**
 * What can be set on a client, as {@code connections=4,part=8MiB}.
 *
 * @param values by name
 */
public record Settings(Map<String, String> values) {

	/**
	 * Reads some.
	 * @param text pairs separated by commas, may be empty
	 * @return the settings
	 */
	public static Settings of(String text) {
		return new Settings(text.isEmpty() ? Map.of()
				: Arrays.stream(text.split(","))
					.map((pair) -> pair.split("=", 2))
					.collect(Collectors.toMap((pair) -> pair[0], (pair) -> pair[1], (a, b) -> b, LinkedHashMap::new)));
	}

	/**
	 * A setting.
	 * @param name of it
	 * @param otherwise if it is not set
	 * @return the value
	 */
	public String text(String name, String otherwise) {
		return this.values.getOrDefault(name, otherwise);
	}

	/**
	 * A number.
	 * @param name of it
	 * @param otherwise if it is not set
	 * @return the value
	 */
	public int number(String name, int otherwise) {
		return Integer.parseInt(text(name, Integer.toString(otherwise)));
	}

	/**
	 * A size.
	 * @param name of it
	 * @param otherwise if it is not set, as {@code 8MiB}
	 * @return bytes
	 */
	public long bytes(String name, String otherwise) {
		return ByteSize.parse(name, text(name, otherwise));
	}

	@Override
	public String toString() {
		return this.values.entrySet()
			.stream()
			.map((entry) -> entry.getKey() + "=" + entry.getValue())
			.collect(Collectors.joining(","));
	}

}
