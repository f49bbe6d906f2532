package io.ossmc.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import io.ossmc.OssModelCapacityException;
import io.ossmc.text.Amounts;
import org.jspecify.annotations.Nullable;

/**
 * What is said when the system maps no more memory for this process, with its numbers.
 */
public final class AddressSpace {

	/** No processor addresses more; sums of such sizes cannot overflow. */
	public static final long MOST = 1L << 57;

	private static final String REMEDY = "Lower ossmc.cache.max-size, or raise the limit of address space (ulimit -v),"
			+ " of mappings (vm.max_map_count) or of commitments (vm.overcommit_memory).";

	private AddressSpace() {
	}

	/**
	 * A mapping was refused.
	 * @param what should be mapped
	 * @param bytes its size
	 * @param why the system's own words or number
	 * @param cause what it came from
	 * @return the error
	 */
	public static OssModelCapacityException refused(String what, long bytes, String why, @Nullable Throwable cause) {
		return new OssModelCapacityException("The system refuses to map " + Amounts.exactSize(bytes) + " for " + what
				+ " (" + why + "); it " + mappings() + " and " + limit() + ".", REMEDY, cause);
	}

	private static String mappings() {
		try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"), StandardCharsets.ISO_8859_1)) {
			return "has " + maps.count() + " mappings of at most "
					+ Files.readString(Path.of("/proc/sys/vm/max_map_count")).strip();
		}
		catch (IOException ex) {
			return "has an unknown number of mappings";
		}
	}

	private static String limit() {
		final long limit = ProcessLimits.of("Max address space");
		return (limit == Long.MAX_VALUE) ? "no limit of address space"
				: "an address space of at most " + Amounts.exactSize(limit);
	}

}
