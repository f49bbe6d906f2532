package io.ossmc.region;

import io.ossmc.OssModelCapacityException;

/** Ranges of private anonymous memory, on huge pages where they are large enough. */
final class AnonymousMemory {

	/** What a huge page is aligned to on x86-64 and arm64 with 4 KiB pages. */
	static final long HUGE = 2L << 20;

	private AnonymousMemory() {
	}

	/**
	 * Maps a range; its pages come with the first touch.
	 * @param libc the calls
	 * @param size bytes, whole pages
	 * @return its address, aligned to {@link #HUGE} if it is that large
	 * @throws OssModelCapacityException if the system refuses
	 */
	static long map(Libc libc, long size) {
		final long slack = (size >= HUGE) ? HUGE : 0;
		final long base = libc.mmap(size + slack);
		if (base < 0 && base > -4096) {
			throw new OssModelCapacityException(
					"The system refuses " + FileErrors.text(size) + " of memory (mmap: error " + -base + ").",
					"Lower ossmc.cache.max-size, or raise the limit of address space (ulimit -v) or of commitments"
							+ " (vm.overcommit_memory).");
		}
		final long start = (slack == 0) ? base : Region.roundUp(base, HUGE);
		if (start > base) {
			libc.munmap(base, start - base);
		}
		if (start + size < base + size + slack) {
			libc.munmap(start + size, base + slack - start);
		}
		if (slack != 0) {
			libc.madvise(start, size, Libc.MADV_HUGEPAGE);
		}
		// Weights in a core dump help nobody and fill the disk.
		libc.madvise(start, size, Libc.MADV_DONTDUMP);
		return start;
	}

}
