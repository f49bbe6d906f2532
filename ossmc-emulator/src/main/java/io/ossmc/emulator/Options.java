package io.ossmc.emulator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A command line of the form {@code --name=value}, taken apart. */
final class Options {

	private static final Set<String> NAMES = Set.of("root", "port", "host", "access-key-id", "access-key-secret",
			"security-token", "region", "synthetic", "synthetic-bucket", "bandwidth", "bandwidth-per-connection",
			"ttfb", "list-latency", "tls-keystore", "tls-password", "help");

	private final Map<String, List<String>> values = new HashMap<>();

	private final Map<String, String> environment;

	/**
	 * Takes a command line apart.
	 * @param arguments the command line
	 * @param environment where secrets may come from, since others can see command lines
	 */
	Options(List<String> arguments, Map<String, String> environment) {
		this.environment = environment;
		for (String argument : arguments) {
			int equals = argument.indexOf('=');
			String name = argument.startsWith("--") ? argument.substring(2, (equals < 0) ? argument.length() : equals)
					: "";
			if (!NAMES.contains(name)) {
				String shown = (equals < 0) ? argument : argument.substring(0, equals);
				throw new UsageException("Unknown argument " + shown + ": see --help for those there are.");
			}
			if (equals < 0 && !name.equals("help")) {
				throw new UsageException("--" + name + " needs a value: write --" + name + "=….");
			}
			this.values.computeIfAbsent(name, (missing) -> new ArrayList<>())
				.add((equals < 0) ? "" : argument.substring(equals + 1));
		}
		this.values.forEach((name, given) -> {
			if (given.size() > 1 && !name.startsWith("synthetic")) {
				throw new UsageException("--" + name + " is given " + given.size() + " times: give it once.");
			}
		});
	}

	boolean help() {
		return this.values.containsKey("help");
	}

	Optional<String> get(String name) {
		return all(name).stream().findFirst();
	}

	List<String> all(String name) {
		return this.values.getOrDefault(name, List.of());
	}

	/** An option or, if it is not there, a variable of the environment. */
	Optional<String> get(String name, String variable) {
		return get(name).or(() -> Optional.ofNullable(this.environment.get(variable)))
			.filter((value) -> !value.isBlank());
	}

	String required(String name, String variable) {
		return get(name, variable).orElseThrow(() -> new UsageException(
				"No --" + name + ": give one of your choice, or set " + variable + "; clients must use the same."));
	}

	int port() {
		String port = get("port").orElse("0");
		if (!port.matches("\\d{1,5}") || Integer.parseInt(port) > 65535) {
			throw new UsageException("--port=" + port + " is not understood: give 0 (any free port) to 65535.");
		}
		return Integer.parseInt(port);
	}

}
