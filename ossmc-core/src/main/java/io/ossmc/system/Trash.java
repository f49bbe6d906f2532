package io.ossmc.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Where an owner keeps what has lost its name but cannot be removed yet. It goes with the
 * owner's directory. What is outside of any is hidden where it is. Thread-safe.
 */
public final class Trash {

	private static final String NAME = "trash";

	private static final SecureRandom RANDOM = new SecureRandom();

	private Trash() {
	}

	/**
	 * Hides a file or a directory, which needs no descriptor: under a name that nobody
	 * looks at and nobody else will have.
	 * @param file in the file system of its owner's directory
	 * @return where it is now
	 * @throws IOException if it cannot be renamed; then it is where it was
	 */
	public static Path hide(Path file) throws IOException {
		final Path owner = OwnedDirectory.around(file);
		if (owner == null) {
			return Files.move(file, unknownIn(file.resolveSibling("")));
		}
		final Path trash = owner.resolve(NAME);
		Files.createDirectories(trash);
		return Files.move(file, unknownIn(trash));
	}

	/** A name that nothing in a directory has. */
	static Path unknownIn(Path directory) {
		final byte[] random = new byte[12];
		RANDOM.nextBytes(random);
		return directory.resolve(".ossmc-" + HexFormat.of().formatHex(random));
	}

	/** Whether something was hidden there. */
	public static boolean holds(Path file) {
		final Path owner = OwnedDirectory.around(file);
		return owner != null && file.startsWith(owner.resolve(NAME));
	}

}
