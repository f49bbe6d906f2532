package io.ossmc.emulator;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * CRC-64/XZ, what OSS calls CRC-64/ECMA and sends as {@code x-oss-hash-crc64ecma}:
 * ECMA-182 polynomial, reflected, all ones before and after; "123456789" gives
 * 995dc9bbdf1939fa. Sixteen bytes a step (slicing, Kounavis and Berry 2005).
 */
final class Crc64 {

	static final long POLYNOMIAL = 0xC96C5795D7870F42L;

	private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

	private static final long[][] TABLES = tables();

	private final byte[] window = new byte[32 * 1024];

	private long register = -1L;

	private static long[][] tables() {
		long[][] tables = new long[16][256];
		for (int value = 0; value < 256; value++) {
			tables[0][value] = zeroBits(value, 8);
		}
		for (int slice = 1; slice < 16; slice++) {
			for (int value = 0; value < 256; value++) {
				long previous = tables[slice - 1][value];
				tables[slice][value] = tables[0][(int) previous & 0xFF] ^ (previous >>> 8);
			}
		}
		return tables;
	}

	/** What the register becomes after that many zero bits of message: a linear map. */
	static long zeroBits(long register, int bits) {
		long shifted = register;
		for (int bit = 0; bit < bits; bit++) {
			shifted = (shifted >>> 1) ^ (POLYNOMIAL & -(shifted & 1));
		}
		return shifted;
	}

	void update(byte[] bytes, int offset, int length) {
		this.register = advance(this.register, bytes, offset, length);
	}

	/** Takes all that remains in the buffer. */
	void update(ByteBuffer bytes) {
		while (bytes.hasRemaining()) {
			int length = Math.min(bytes.remaining(), this.window.length);
			bytes.get(this.window, 0, length);
			update(this.window, 0, length);
		}
	}

	long value() {
		return ~this.register;
	}

	static long of(byte[] bytes) {
		return ~advance(-1L, bytes, 0, bytes.length);
	}

	/** The register, without its final complement, after these bytes. */
	static long advance(long register, byte[] bytes, int offset, int length) {
		long crc = register;
		int position = offset;
		int end = offset + length;
		for (; position + 16 <= end; position += 16) {
			crc = slice(8, crc ^ (long) WORDS.get(bytes, position)) ^ slice(0, (long) WORDS.get(bytes, position + 8));
		}
		for (; position < end; position++) {
			crc = TABLES[0][(int) (crc ^ bytes[position]) & 0xFF] ^ (crc >>> 8);
		}
		return crc;
	}

	/**
	 * What eight bytes contribute to the register if so many bytes follow them in the
	 * same step.
	 */
	private static long slice(int following, long word) {
		return TABLES[following + 7][(int) word & 0xFF] ^ TABLES[following + 6][(int) (word >>> 8) & 0xFF]
				^ TABLES[following + 5][(int) (word >>> 16) & 0xFF] ^ TABLES[following + 4][(int) (word >>> 24) & 0xFF]
				^ TABLES[following + 3][(int) (word >>> 32) & 0xFF] ^ TABLES[following + 2][(int) (word >>> 40) & 0xFF]
				^ TABLES[following + 1][(int) (word >>> 48) & 0xFF] ^ TABLES[following][(int) (word >>> 56)];
	}

}
