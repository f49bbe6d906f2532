package io.ossmc.autoconfigure;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import org.springframework.core.ResolvableType;

/**
 * Every key that {@link OssmcProperties} binds, with {@code *} in place of a name of the
 * user's, and the one nearest to a misspelt one.
 */
public final class KnownKeys {

	private static final Pattern CAMEL = Pattern.compile("([a-z0-9])([A-Z])");

	private static final String ANY_NAME = "*";

	private KnownKeys() {
	}

	/** All of them, such as {@code ossmc.prepare.*.uri}. */
	static List<String> all() {
		return ofType((_) -> true);
	}

	/** Those that have several values. */
	static List<String> lists() {
		return ofType(List.class::equals);
	}

	private static List<String> ofType(Predicate<Class<?>> which) {
		List<String> keys = new ArrayList<>();
		collect("ossmc", OssmcProperties.class, which, keys);
		return keys;
	}

	private static void collect(String prefix, Class<?> type, Predicate<Class<?>> which, List<String> keys) {
		for (RecordComponent component : type.getRecordComponents()) {
			String key = prefix + "." + kebab(component.getName());
			Class<?> componentType = component.getType();
			if (componentType == Map.class) {
				collect(key + "." + ANY_NAME,
						ResolvableType.forType(component.getGenericType()).getGeneric(1).toClass(), which, keys);
			}
			else if (componentType.isRecord()) {
				collect(key, componentType, which, keys);
			}
			else if (which.test(componentType)) {
				keys.add(key);
			}
		}
	}

	private static String kebab(String name) {
		return CAMEL.matcher(name).replaceAll("$1-$2").toLowerCase(Locale.ROOT);
	}

	/**
	 * The known key that was probably meant: at most a third of its letters differ, or
	 * only the level is wrong.
	 * @param key as written
	 * @return a key that exists, with the user's names
	 */
	public static Optional<String> nearest(String key) {
		List<String> written = List.of(key.split("\\."));
		return all().stream()
			.map((known) -> withNamesOf(written, known))
			.filter((known) -> isNear(key, known) || lastOf(known).equals(lastOf(key)))
			.min(Comparator.comparingInt((known) -> distance(key, known)));
	}

	/** The one of some texts that was probably meant. */
	static Optional<String> nearest(String text, Collection<String> known) {
		return known.stream()
			.filter((each) -> isNear(text, each))
			.min(Comparator.comparingInt((each) -> distance(text, each)));
	}

	private static boolean isNear(String text, String known) {
		return distance(text, known) <= known.length() / 3;
	}

	private static String withNamesOf(List<String> written, String known) {
		String[] segments = known.split("\\.");
		for (int i = 0; i < segments.length && i < written.size(); i++) {
			if (segments[i].equals(ANY_NAME)) {
				segments[i] = written.get(i);
			}
		}
		return String.join(".", segments);
	}

	private static String lastOf(String key) {
		return key.substring(key.lastIndexOf('.') + 1);
	}

	/** Levenshtein's. */
	private static int distance(String a, String b) {
		int[] row = new int[b.length() + 1];
		for (int j = 0; j <= b.length(); j++) {
			row[j] = j;
		}
		for (int i = 1; i <= a.length(); i++) {
			int diagonal = row[0];
			row[0] = i;
			for (int j = 1; j <= b.length(); j++) {
				int replaced = diagonal + ((a.charAt(i - 1) != b.charAt(j - 1)) ? 1 : 0);
				diagonal = row[j];
				row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
			}
		}
		return row[b.length()];
	}

}
