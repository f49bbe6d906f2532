package io.ossmc.system;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/** How the directory of a connector in a memory root is known. */
public final class OwnedDirectory {

	/** Its name; hidden with a dot before it. */
	public static final Pattern NAME = Pattern.compile("\\.?c-\\d+-[0-9a-f]{16}");

	/** The file in it that its owner holds a lock on. */
	public static final String MARKER = ".ossmc-owner";

	private OwnedDirectory() {
	}

	/**
	 * The directory of a connector that a path leads into: also one that was swept long
	 * ago. A name alone does not tell, since models and folders of theirs may be named
	 * like it; of those that carry a marker the outermost counts, because what is in a
	 * connector's directory is that connector's. Takes no descriptor.
	 * @param path absolute, existing or not
	 * @return null if there is none
	 */
	public static @Nullable Path around(Path path) {
		final Path whole = path.toAbsolutePath().normalize();
		Path marked = null;
		Path missing = null;
		for (Path at = whole; at != null; at = at.getParent()) {
			if (NAME.matcher(String.valueOf(at.getFileName())).matches()) {
				if (Files.isRegularFile(at.resolve(MARKER), LinkOption.NOFOLLOW_LINKS)) {
					marked = at;
				}
				else if (!Files.exists(at, LinkOption.NOFOLLOW_LINKS)) {
					missing = at;
				}
			}
		}
		return (marked != null) ? marked : missing;
	}

}
