package io.ossmc.benchmark;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A command line of {@code --name value} or {@code --name=value}, taken apart. Whoever
 * runs says first which names there are.
 */
public final class Options {

	private final Map<String, String> values = new LinkedHashMap<>();

	/**
	 * Takes a command line apart.
	 * @param arguments what follows the benchmark's name
	 */
	public Options(List<String> arguments) {
		for (int at = 0; at < arguments.size(); at++) {
			String argument = arguments.get(at);
			if (!argument.startsWith("--") || argument.length() < 3) {
				throw new UsageException("\"" + argument
						+ "\" is not an option. Options begin with --; see --help for those there are.");
			}
			int equals = argument.indexOf('=');
			String name = argument.substring(2, (equals < 0) ? argument.length() : equals);
			if (equals < 0 && at + 1 == arguments.size()) {
				throw new UsageException("--" + name + " needs a value. Write --" + name + " VALUE.");
			}
			String value = (equals < 0) ? arguments.get(++at) : argument.substring(equals + 1);
			if (this.values.put(name, value) != null) {
				throw new UsageException("--" + name + " is given twice. Give it once.");
			}
		}
	}

	/**
	 * Refuses what nobody understands.
	 * @param names those understood
	 */
	public void allow(Set<String> names) {
		Set<String> unknown = new TreeSet<>(this.values.keySet());
		unknown.removeAll(names);
		if (!unknown.isEmpty()) {
			throw new UsageException("There is no option --" + String.join(", --", unknown) + ". There are --"
					+ String.join(", --", new TreeSet<>(names)) + ".");
		}
	}

	/**
	 * A value.
	 * @param name the option
	 * @return what was given
	 */
	public Optional<String> text(String name) {
		return Optional.ofNullable(this.values.get(name));
	}

	/**
	 * A number of bytes.
	 * @param name the option
	 * @param otherwise if it is not given, as {@code 8GiB}
	 * @return bytes
	 */
	public long bytes(String name, String otherwise) {
		return ByteSize.parse("--" + name, text(name).orElse(otherwise));
	}

	/**
	 * A number.
	 * @param name the option
	 * @param otherwise if it is not given
	 * @param least the smallest that makes sense
	 * @return the number
	 */
	public int number(String name, int otherwise, int least) {
		return number(name, text(name).orElse(Integer.toString(otherwise)), least);
	}

	private static int number(String name, String given, int least) {
		if (!given.matches("\\d{1,9}") || Integer.parseInt(given) < least) {
			throw new UsageException(
					"--" + name + " " + given + " is not understood. Give a whole number from " + least + " on.");
		}
		return Integer.parseInt(given);
	}

	/**
	 * Numbers, separated by commas.
	 * @param name the option
	 * @param otherwise the only one if it is not given
	 * @param least the smallest that makes sense
	 * @return the numbers
	 */
	public List<Integer> numbers(String name, int otherwise, int least) {
		return Arrays.stream(text(name).orElse(Integer.toString(otherwise)).split(",", -1))
			.map((given) -> number(name, given.strip(), least))
			.toList();
	}

	/**
	 * Some of several names.
	 * @param name the option
	 * @param all those there are
	 * @return those given, in the order of {@code all}; all of them if none is given
	 */
	public List<String> some(String name, List<String> all) {
		return some(name, all, all);
	}

	/**
	 * Some of several names.
	 * @param name the option
	 * @param all those there are
	 * @param otherwise if none is given
	 * @return those given, in the order of {@code all}
	 */
	public List<String> some(String name, List<String> all, List<String> otherwise) {
		Optional<String> given = text(name);
		if (given.isEmpty()) {
			return otherwise;
		}
		List<String> wanted = Arrays.stream(given.get().split(",")).map(String::strip).toList();
		for (String one : wanted) {
			if (!all.contains(one)) {
				throw new UsageException("--" + name + " " + one + " is not known. Give some of "
						+ String.join(",", all) + ", separated by commas.");
			}
		}
		return all.stream().filter(wanted::contains).toList();
	}

}
