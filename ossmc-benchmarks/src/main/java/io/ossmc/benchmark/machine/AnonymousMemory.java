package io.ossmc.benchmark.machine;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Anonymous memory on huge pages where the kernel has them: aligned to 2 MiB and advised.
 * Pages are taken as they are written.
 */
public final class AnonymousMemory {

	private static final long HUGE = 2L << 20;

	private static final long PAGE = 4096;

	private static final int READ_WRITE = 3;

	private static final int PRIVATE_ANONYMOUS_NORESERVE = 0x4022;

	private static final int MADV_HUGEPAGE = 14;

	private static final MethodHandle MMAP = handle("mmap",
			FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG,
					ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG));

	private static final MethodHandle MUNMAP = handle("munmap",
			FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));

	private static final MethodHandle MADVISE = handle("madvise", FunctionDescriptor.of(ValueLayout.JAVA_INT,
			ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT));

	private AnonymousMemory() {
	}

	@SuppressWarnings("restricted")
	private static MethodHandle handle(String name, FunctionDescriptor type) {
		Linker linker = Linker.nativeLinker();
		return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), type);
	}

	/**
	 * Maps memory.
	 * @param size bytes
	 * @param arena unmaps it
	 * @return the memory, zero, without a page yet
	 */
	@SuppressWarnings("restricted")
	public static MemorySegment allocate(long size, Arena arena) {
		try {
			long mapped = Math.ceilDiv(size, PAGE) * PAGE + HUGE;
			long base = (long) MMAP.invokeExact(0L, mapped, READ_WRITE, PRIVATE_ANONYMOUS_NORESERVE, -1, 0L);
			if (base < 0 && base > -PAGE) {
				throw new OutOfMemoryError("mmap of " + size + " bytes");
			}
			long start = Math.ceilDiv(base, HUGE) * HUGE;
			int _ = (int) MADVISE.invokeExact(start, mapped - HUGE, MADV_HUGEPAGE);
			return MemorySegment.ofAddress(start).reinterpret(size, arena, (all) -> unmap(base, mapped));
		}
		catch (RuntimeException | Error ex) {
			throw ex;
		}
		catch (Throwable ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void unmap(long base, long size) {
		try {
			int _ = (int) MUNMAP.invokeExact(base, size);
		}
		catch (Throwable ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Takes so much memory of the machine, writes to every page and gives it back: a
	 * virtual machine gets its pages from the host at the first touch, which would be
	 * charged to whoever measures first.
	 * @param size bytes
	 */
	public static void touch(long size) {
		long step = 256L << 20;
		try (Arena arena = Arena.ofConfined()) {
			for (long done = 0; done < size; done += step) {
				MemorySegment piece = allocate(Math.min(step, size - done), arena);
				for (long at = 0; at < piece.byteSize(); at += PAGE) {
					piece.set(ValueLayout.JAVA_BYTE, at, (byte) 1);
				}
			}
		}
	}

}
