package io.ossmc.plan;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.ossmc.OssModelConfigurationException;
import io.ossmc.place.LinkedDirectory;

/**
 * Which keys can be files in a directory. A key may hold anything, a file name may not;
 * and none may leave the place.
 */
final class FileNames {

	/** Of nearly every file system, in bytes of UTF-8. */
	private static final int LONGEST_NAME = 255;

	/** Leaves room for the version directory below {@code PATH_MAX} (4096). */
	private static final int LONGEST_PATH = 3500;

	/** In which the JVM passes names to the system; that follows from the locale. */
	private static final Charset NAMES = Charset
		.forName(System.getProperty("sun.jnu.encoding", StandardCharsets.UTF_8.name()));

	private FileNames() {
	}

	/** Checks the names of a plan, each by itself and against the others. */
	static void requireUsable(List<PlannedFile> files) {
		Map<String, PlannedFile> byName = new HashMap<>();
		for (PlannedFile file : files) {
			requireUsable(file);
			byName.put(file.name(), file);
		}
		for (PlannedFile file : files) {
			for (int slash = file.name().indexOf('/'); slash > 0; slash = file.name().indexOf('/', slash + 1)) {
				PlannedFile folder = byName.get(file.name().substring(0, slash));
				if (folder != null) {
					throw refused(folder, "is both a file and the folder of " + file);
				}
			}
		}
	}

	private static void requireUsable(PlannedFile file) {
		String name = file.name();
		if (name.split("/", 2)[0].equals(LinkedDirectory.CURRENT)) {
			throw refused(file,
					"has the name of the connector's own link in a directory (" + LinkedDirectory.CURRENT + ")");
		}
		if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_PATH) {
			throw refused(file, "is longer than the file system takes");
		}
		for (String part : name.split("/", -1)) {
			if (part.isEmpty()) {
				throw refused(file, "has an empty part (\"//\" or a leading \"/\")");
			}
			if (part.equals("..") || part.equals(".")) {
				throw refused(file, "would leave the directory (\"" + part + "\")");
			}
			if (part.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
				throw refused(file, "has a part longer than the file system takes (" + LONGEST_NAME + " bytes)");
			}
		}
		try {
			Path path = Path.of(name);
			if (path.isAbsolute() || !path.normalize().equals(path)) {
				throw refused(file, "would leave the directory");
			}
		}
		catch (InvalidPathException ex) {
			throw NAMES.newEncoder().canEncode(name)
					? refused(file, "cannot be a file name here (" + ex.getReason() + ")")
					: refused(file, "has characters beyond " + NAMES.name() + ", in which this JVM names files",
							"Start the JVM under a locale of UTF-8 (LC_ALL=C.UTF-8), rename");
		}
	}

	private static OssModelConfigurationException refused(PlannedFile file, String why) {
		return refused(file, why, "Rename");
	}

	private static OssModelConfigurationException refused(PlannedFile file, String why, String rename) {
		return new OssModelConfigurationException("The key " + file + " cannot be a file: it " + why + ".",
				rename + " the object, leave it out (exclude), or read it with open(uri).");
	}

}
