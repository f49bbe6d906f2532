package io.ossmc.memory;

import io.ossmc.OssModelCapacityException;
import io.ossmc.system.AddressSpace;
import io.ossmc.system.Libc;
import io.ossmc.system.MemoryCalls;

/** Ranges of private anonymous memory, on huge pages where they are large enough. */
final class AnonymousMemory {

	/** What a huge page is aligned to on x86-64 and arm64 with 4 KiB pages. */
	static final long HUGE = 2L << 20;

	private AnonymousMemory() {
	}

	/**
	 * Maps a range; its pages come with the first touch.
	 * @param calls to the kernel
	 * @param size bytes, whole pages
	 * @return its address, aligned to {@link #HUGE} if it is that large
	 * @throws OssModelCapacityException if the system refuses
	 */
	static long map(MemoryCalls calls, long size) {
		final long slack = (size >= HUGE) ? HUGE : 0;
		if (size > AddressSpace.MOST) {
			throw AddressSpace.refused("an object", size, "no machine has that", null);
		}
		final long base = calls.mmap(size + slack);
		if (base < 0 && base > -4096) {
			throw AddressSpace.refused("an object", size, "mmap: error " + -base, null);
		}
		final long start = (slack == 0) ? base : Region.roundUp(base, HUGE);
		if (start > base) {
			calls.munmap(base, start - base);
		}
		if (start + size < base + size + slack) {
			calls.munmap(start + size, base + slack - start);
		}
		if (slack != 0) {
			calls.madvise(start, size, Libc.MADV_HUGEPAGE);
		}
		// Weights in a core dump help nobody and fill the disk.
		calls.madvise(start, size, Libc.MADV_DONTDUMP);
		return start;
	}

}
