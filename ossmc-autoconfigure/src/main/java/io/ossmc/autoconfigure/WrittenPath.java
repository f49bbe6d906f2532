package io.ossmc.autoconfigure;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A path as people write it in a setting: relative to the working directory, and
 * {@code ~} is the home. Spring takes a relative one for a class path resource if there
 * is one of that name.
 */
final class WrittenPath {

	/** Two letters at least: one is a drive. */
	private static final Pattern URI = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*");

	private WrittenPath() {
	}

	/**
	 * Reads one.
	 * @param text what is written
	 * @return empty for a URI, such as {@code file:/models}, which Spring reads
	 */
	static Optional<Path> of(String text) {
		String written = text.strip();
		if (URI.matcher(written).matches()) {
			return Optional.empty();
		}
		if (written.equals("~") || written.startsWith("~/")) {
			return Optional.of(Path.of(System.getProperty("user.home"), written.substring(1)));
		}
		return Optional.of(Path.of(written));
	}

}
