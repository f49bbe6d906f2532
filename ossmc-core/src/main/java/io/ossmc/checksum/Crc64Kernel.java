package io.ossmc.checksum;

import java.lang.foreign.MemorySegment;

/** One way to compute CRC-64/XZ. Stateless and safe for any number of threads. */
interface Crc64Kernel {

	/**
	 * What {@link Crc64#implementation()} shows.
	 * @return a short name
	 */
	String name();

	/**
	 * Continues a checksum.
	 * @param crc the checksum so far, 0 at the beginning
	 * @param data all of it is added; heap or native, any alignment
	 * @return the checksum including the data
	 */
	long update(long crc, MemorySegment data);

}
