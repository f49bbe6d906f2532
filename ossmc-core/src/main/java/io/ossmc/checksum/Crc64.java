package io.ossmc.checksum;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/**
 * CRC-64/XZ with the fastest code this machine has. Values are finished checksums: start
 * with 0, continue with the value returned. Safe for any number of threads.
 * <p>
 * The system property {@value #PROPERTY} ({@code isal}, {@code liblzma} or {@code java})
 * forces one implementation, for benchmarks; it is read once.
 */
public final class Crc64 {

	/** Name of the system property that forces an implementation. */
	static final String PROPERTY = "ossmc.crc64";

	private static final Crc64Kernel KERNEL = Crc64Choice.choose(System.getProperty(PROPERTY, ""));

	private Crc64() {
	}

	/**
	 * Continues a checksum over a part of a segment.
	 * @param crc the checksum so far, 0 at the beginning
	 * @param data heap or native, any alignment; must stay alive during the call
	 * @param offset where to begin, in bytes
	 * @param length how many bytes
	 * @return the checksum including these bytes
	 * @throws IndexOutOfBoundsException if the range is not within the segment
	 * @throws IllegalStateException if the segment's arena was closed
	 */
	public static long update(long crc, MemorySegment data, long offset, long length) {
		return (length == 0) ? crc : KERNEL.update(crc, data.asSlice(offset, length));
	}

	/**
	 * Continues a checksum over the remaining bytes of a buffer, which are consumed.
	 * @param crc the checksum so far, 0 at the beginning
	 * @param data direct or heap; its position afterwards is its limit
	 * @return the checksum including these bytes
	 */
	public static long update(long crc, ByteBuffer data) {
		if (!data.hasRemaining()) {
			return crc;
		}
		final long updated = KERNEL.update(crc, MemorySegment.ofBuffer(data));
		data.position(data.limit());
		return updated;
	}

	/**
	 * The checksum of two sequences of bytes, one after the other, from their checksums.
	 * Takes about 2 microseconds, whatever their lengths.
	 * @param crcA checksum of the first
	 * @param crcB checksum of the second
	 * @param lengthB length of the second in bytes
	 * @return the checksum of both
	 * @throws IllegalArgumentException if the length is negative
	 */
	public static long combine(long crcA, long crcB, long lengthB) {
		if (lengthB < 0) {
			throw new IllegalArgumentException("Negative length: " + lengthB);
		}
		return Polynomial.shift(crcA, lengthB) ^ crcB;
	}

	/**
	 * Which code computes the checksums of this JVM.
	 * @return {@code ISA-L}, {@code liblzma} or {@code Java}
	 */
	public static String implementation() {
		return KERNEL.name();
	}

}
