package io.ossmc.benchmark.machine;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * Processor time of this process, all threads, user and system:
 * {@code clock_gettime(CLOCK_PROCESS_CPUTIME_ID)}, because what the management bean says
 * comes in steps of 10 ms.
 */
public final class ProcessorTime {

	private static final int PROCESS = 2;

	private static final MethodHandle CLOCK_GETTIME = handle();

	private static final MemorySegment TIME = Arena.global().allocate(16, 8);

	private ProcessorTime() {
	}

	@SuppressWarnings("restricted")
	private static MethodHandle handle() {
		Linker linker = Linker.nativeLinker();
		return linker.downcallHandle(linker.defaultLookup().findOrThrow("clock_gettime"),
				FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
	}

	/**
	 * The time of another process and of those it started, as far as they still live.
	 * @param process which
	 * @return nanoseconds so far, in steps of 10 ms
	 */
	public static long nanosOf(ProcessHandle process) {
		return Stream.concat(Stream.of(process), process.descendants())
			.mapToLong((one) -> one.info().totalCpuDuration().map(Duration::toNanos).orElse(0L))
			.sum();
	}

	/**
	 * The time so far.
	 * @return nanoseconds
	 */
	public static synchronized long nanos() {
		try {
			int error = (int) CLOCK_GETTIME.invokeExact(PROCESS, TIME);
			if (error != 0) {
				throw new IllegalStateException("clock_gettime: " + error);
			}
			return TIME.get(ValueLayout.JAVA_LONG, 0) * 1_000_000_000L + TIME.get(ValueLayout.JAVA_LONG, 8);
		}
		catch (RuntimeException | Error ex) {
			throw ex;
		}
		catch (Throwable ex) {
			throw new IllegalStateException(ex);
		}
	}

}
