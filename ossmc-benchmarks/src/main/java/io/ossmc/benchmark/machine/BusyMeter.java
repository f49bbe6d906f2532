package io.ossmc.benchmark.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** How busy all processors of the machine were since the meter was made: /proc/stat. */
public final class BusyMeter {

	/** Above this share, figures about anything but the processors say little. */
	public static final double TOO_BUSY = 0.85;

	private final long[] start = read();

	/**
	 * The share of the time.
	 * @return between 0 and 1
	 */
	public double busy() {
		long[] now = read();
		long total = now[0] - this.start[0];
		return (total == 0) ? 0 : 1 - (double) (now[1] - this.start[1]) / total;
	}

	/** All time and idle time, in ticks. */
	private static long[] read() {
		try {
			long[] ticks = Arrays.stream(Files.readAllLines(Path.of("/proc/stat")).getFirst().split(" +"))
				.skip(1)
				.mapToLong(Long::parseLong)
				.toArray();
			// user nice system idle iowait irq softirq steal; guest time is in user.
			return new long[] { Arrays.stream(ticks, 0, Math.min(8, ticks.length)).sum(), ticks[3] + ticks[4] };
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The benchmarks need Linux: /proc/stat cannot be read.", ex);
		}
	}

}
