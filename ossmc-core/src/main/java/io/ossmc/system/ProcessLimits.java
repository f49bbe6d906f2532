package io.ossmc.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The limits of this process, {@code /proc/self/limits} (proc_pid_limits(5)). */
final class ProcessLimits {

	private ProcessLimits() {
	}

	/**
	 * A soft limit.
	 * @param name such as {@code Max open files}
	 * @return its value; {@link Long#MAX_VALUE} if there is none or it is not known
	 */
	static long of(String name) {
		try {
			for (String line : Files.readAllLines(Path.of("/proc/self/limits"), StandardCharsets.UTF_8)) {
				if (line.startsWith(name)) {
					return Long.parseLong(line.substring(name.length()).strip().split("\\s+")[0]);
				}
			}
		}
		catch (IOException | NumberFormatException ex) {
			// Not Linux, or "unlimited".
		}
		return Long.MAX_VALUE;
	}

}
