package io.ossmc.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * How many files and sockets this process has open, and how many it may have (Linux).
 *
 * @param open how many are open; 0 where that is not known
 * @param limit the soft limit; {@link Long#MAX_VALUE} where that is not known
 */
public record Descriptors(long open, long limit) {

	private static final Path OPEN = Path.of("/proc/self/fd");

	/** Asked for while there are some left: reading it takes one. */
	private static final long LIMIT = ProcessLimits.of("Max open files");

	/**
	 * Looks at this process.
	 * @return the numbers at this moment
	 */
	public static Descriptors now() {
		return new Descriptors(count(), LIMIT);
	}

	/**
	 * Whether there are none to be had, or were none a moment ago.
	 * @return false where it is not known
	 */
	boolean exhausted() {
		return this.open >= this.limit - Math.max(2, this.limit / 64);
	}

	private static long count() {
		try {
			// The kernel (since 6.2) tells the number as the size: that takes no
			// descriptor.
			final long size = Files.size(OPEN);
			if (size > 0) {
				return size;
			}
		}
		catch (IOException ex) {
			// Not Linux.
			return 0;
		}
		try (Stream<Path> descriptors = Files.list(OPEN)) {
			return descriptors.count();
		}
		catch (IOException ex) {
			// It is there and readable by us: what it takes to read it is what is
			// missing.
			return LIMIT;
		}
	}

}
