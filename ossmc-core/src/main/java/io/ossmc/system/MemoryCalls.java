package io.ossmc.system;

/** The calls of the kernel on ranges of anonymous memory; tests look at them. */
public interface MemoryCalls {

	/**
	 * Maps private anonymous memory; pages come with the first touch.
	 * @param size bytes
	 * @return the address or {@code -errno}
	 */
	long mmap(long size);

	/**
	 * Gives a range back.
	 * @param address page-aligned
	 * @param size bytes, whole pages
	 * @return 0 or {@code -errno}
	 */
	int munmap(long address, long size);

	/**
	 * Moves pages to another address, where whatever was mapped goes; copies nothing.
	 * Before Linux 6.17 they must be of one mapping.
	 * @param from page-aligned
	 * @param size bytes, whole pages
	 * @param to page-aligned, of a range that is mapped and needed no more
	 * @return the address or {@code -errno}; then the pages are where they were
	 */
	long mremap(long from, long size, long to);

	/**
	 * Says how a range will be used.
	 * @param address page-aligned
	 * @param size bytes, whole pages
	 * @param advice one of {@link Libc}'s
	 * @return 0 or {@code -errno}
	 */
	int madvise(long address, long size, int advice);

}
