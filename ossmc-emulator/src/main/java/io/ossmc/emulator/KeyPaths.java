package io.ossmc.emulator;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Keys and file names below one folder. It goes by URIs, because a {@link Path} made from
 * a string cannot hold letters outside the locale's character set, and under
 * {@code LC_ALL=C} that is all but ASCII; a path's URI has the bytes of the name as they
 * are on the disk.
 */
final class KeyPaths {

	private final String base;

	KeyPaths(Path folder) {
		String uri = folder.toUri().toString();
		this.base = uri.endsWith("/") ? uri : uri + "/";
	}

	/** The file for a key; empty if no file below the folder can have that name. */
	Optional<Path> path(String key) {
		StringBuilder uri = new StringBuilder(this.base);
		String separator = "";
		for (String segment : key.split("/", -1)) {
			if (segment.isEmpty() || segment.equals(".") || segment.equals("..") || segment.indexOf('\0') >= 0
					|| segment.indexOf('\\') >= 0 && Path.of("a", "b").toString().indexOf('\\') >= 0) {
				return Optional.empty();
			}
			uri.append(separator).append(PercentEncoding.encode(segment, false));
			separator = "/";
		}
		try {
			return Optional.of(Path.of(URI.create(uri.toString())));
		}
		catch (IllegalArgumentException ex) {
			// The file system does not take such names, so there is no such file.
			return Optional.empty();
		}
	}

	/** The key for a file below the folder; empty if its name is not UTF-8. */
	Optional<String> key(Path file) {
		String uri = file.toUri().toString();
		if (!uri.startsWith(this.base)) {
			return Optional.empty();
		}
		return PercentEncoding.decode(uri.substring(this.base.length()), false);
	}

}
