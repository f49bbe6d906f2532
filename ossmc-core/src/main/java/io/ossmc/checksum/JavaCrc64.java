package io.ossmc.checksum;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Slicing-by-16: two 64-bit words per step, sixteen independent table look-ups. */
final class JavaCrc64 implements Crc64Kernel {

	private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

	/** One array instead of sixteen: one bounds check, {@code 256 * slice + byte}. */
	private static final long[] TABLES = tables();

	@Override
	public String name() {
		return "Java";
	}

	@Override
	public long update(long crc, MemorySegment data) {
		final long[] t = TABLES;
		final long size = data.byteSize();
		long c = ~crc;
		long at = 0;
		for (final long end = size & ~15L; at < end; at += 16) {
			final long a = c ^ data.get(WORD, at);
			final long b = data.get(WORD, at + 8);
			c = t[15 << 8 | (int) a & 0xFF] ^ t[14 << 8 | (int) (a >>> 8) & 0xFF] ^ t[13 << 8 | (int) (a >>> 16) & 0xFF]
					^ t[12 << 8 | (int) (a >>> 24) & 0xFF] ^ t[11 << 8 | (int) (a >>> 32) & 0xFF]
					^ t[10 << 8 | (int) (a >>> 40) & 0xFF] ^ t[9 << 8 | (int) (a >>> 48) & 0xFF]
					^ t[8 << 8 | (int) (a >>> 56)] ^ t[7 << 8 | (int) b & 0xFF] ^ t[6 << 8 | (int) (b >>> 8) & 0xFF]
					^ t[5 << 8 | (int) (b >>> 16) & 0xFF] ^ t[4 << 8 | (int) (b >>> 24) & 0xFF]
					^ t[3 << 8 | (int) (b >>> 32) & 0xFF] ^ t[2 << 8 | (int) (b >>> 40) & 0xFF]
					^ t[1 << 8 | (int) (b >>> 48) & 0xFF] ^ t[(int) (b >>> 56)];
		}
		for (; at < size; at++) {
			c = (c >>> 8) ^ t[((int) c ^ data.get(ValueLayout.JAVA_BYTE, at)) & 0xFF];
		}
		return ~c;
	}

	private static long[] tables() {
		final long[] t = new long[16 << 8];
		for (int i = 0; i < 256; i++) {
			long c = i;
			for (int bit = 0; bit < 8; bit++) {
				c = Polynomial.timesX(c);
			}
			t[i] = c;
		}
		for (int i = 256; i < t.length; i++) {
			t[i] = (t[i - 256] >>> 8) ^ t[(int) t[i - 256] & 0xFF];
		}
		return t;
	}

}
