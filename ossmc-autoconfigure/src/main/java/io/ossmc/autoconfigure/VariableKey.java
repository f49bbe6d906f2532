package io.ossmc.autoconfigure;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * What the name of an environment variable says, read against the keys there are. Between
 * the key of the map and that of the setting everything is a name:
 * {@code OSSMC_PREPARE_BGE_M3_FAIL_FAST} is {@code fail-fast} of a model that may be
 * written {@code bge-m3}, {@code BGE.m3} or {@code bgem3}. Whether underscores are
 * written within a word does not matter, as in Spring Boot.
 *
 * @param map {@code ossmc.prepare} or {@code ossmc.buckets}
 * @param name upper case, with underscores
 * @param setting the key below the name, with its index if it has one
 */
record VariableKey(String map, String name, String setting) {

	private static final String ANY_NAME = ".*.";

	/** {@code OSSMC_PREPARE}, {@code OSSMC_BUCKETS}. */
	private static final int MAP_WORDS = 2;

	/** Empty if the variable is no setting of a model or a bucket. */
	static Optional<VariableKey> of(String variable) {
		List<String> words = List.of(variable.toUpperCase(Locale.ROOT).split("_"));
		return KnownKeys.all()
			.stream()
			.filter((key) -> key.contains(ANY_NAME))
			.map((key) -> match(words, key))
			.filter(Objects::nonNull)
			.findFirst();
	}

	private static @Nullable VariableKey match(List<String> words, String key) {
		int nameAt = key.indexOf(ANY_NAME);
		String map = key.substring(0, nameAt);
		String setting = key.substring(nameAt + ANY_NAME.length());
		int index = (KnownKeys.lists().contains(key) && isNumber(words.getLast())) ? 1 : 0;
		List<String> path = words.subList(0, words.size() - index);
		if (path.size() < MAP_WORDS + 2 || !uniform(path.subList(0, MAP_WORDS)).equals(uniform(map))) {
			return null;
		}
		for (int end = MAP_WORDS + 1; end < path.size(); end++) {
			if (uniform(path.subList(end, path.size())).equals(uniform(setting))) {
				return new VariableKey(map, String.join("_", path.subList(MAP_WORDS, end)),
						(index == 0) ? setting : setting + "[" + words.getLast() + "]");
			}
		}
		return null;
	}

	private static String uniform(List<String> words) {
		return uniform(String.join("", words));
	}

	private static boolean isNumber(String word) {
		return !word.isEmpty() && word.chars().allMatch(Character::isDigit);
	}

	/** Letters and digits alone, in lower case: what Spring Boot compares. */
	static String uniform(String text) {
		return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
	}

	/** The name where nobody wrote it otherwise, as it follows the key of the map. */
	String unwritten() {
		return "." + this.name.toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/** As the binder reads it. */
	String key(String written) {
		return this.map + written + "." + this.setting;
	}

}
