package io.ossmc.autoconfigure;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.ossmc.OssModelConfigurationException;

import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * Finds model names that Spring Boot's binder takes apart or changes in silence because
 * they are not in brackets: {@code Qwen2.5-72B} becomes a model {@code Qwen2} with an
 * unknown key, {@code Org/Model} a model {@code OrgModel}.
 */
public final class ModelNames {

	private static final Pattern KEY = Pattern.compile(
			"(ossmc\\.prepare\\.)([^\\[].*?)\\.(uri|directory|mode|include|exclude|fail-?fast|expire-?after-?access|refresh-?interval)(\\[\\d+\\])?",
			Pattern.CASE_INSENSITIVE);

	private static final Pattern BINDS_AS_IT_IS = Pattern.compile("[A-Za-z0-9_-]+");

	private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

	private ModelNames() {
	}

	static void check(ConfigurableEnvironment environment) {
		firstMangled(environment).ifPresent((name) -> {
			throw new OssModelConfigurationException(problem(name), remedy(name));
		});
	}

	/**
	 * The first name of a model that does not bind as it is written.
	 * @param environment where the keys are
	 * @return the name as written
	 */
	public static Optional<String> firstMangled(ConfigurableEnvironment environment) {
		return environment.getPropertySources()
			.stream()
			.filter((source) -> !StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME.equals(source.getName()))
			.filter(EnumerablePropertySource.class::isInstance)
			.flatMap((source) -> Stream.of(((EnumerablePropertySource<?>) source).getPropertyNames()))
			.filter((key) -> key.toLowerCase(Locale.ROOT).startsWith("ossmc.prepare."))
			.map(KEY::matcher)
			.filter(Matcher::matches)
			.map((matcher) -> matcher.group(2))
			.filter((name) -> !BINDS_AS_IT_IS.matcher(name).matches())
			.findFirst();
	}

	/**
	 * What is wrong with it.
	 * @param name as written
	 * @return a sentence
	 */
	public static String problem(String name) {
		return "The model name " + name + " below ossmc.prepare is not in brackets: Spring Boot takes it apart.";
	}

	/**
	 * What to write instead.
	 * @param name as written
	 * @return a sentence
	 */
	public static String remedy(String name) {
		if (ALLOWED.matcher(name).matches()) {
			return "Write \"[" + name + "]\" in YAML (with the quotes), or ossmc.prepare[" + name
					+ "].uri in a properties file.";
		}
		return "Model names have letters, digits, '.', '_' and '-' only: write \"["
				+ name.replaceAll("[^A-Za-z0-9._-]+", "-").replaceFirst("^[^A-Za-z0-9]+", "")
				+ "]\", for instance, and keep the path in its uri.";
	}

}
