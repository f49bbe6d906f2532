package io.ossmc.checksum;

/**
 * Arithmetic in GF(2)[x] modulo the ECMA-182 polynomial, reflected: bit 63 is the
 * coefficient of x^0. After Mark Adler's {@code crc32_combine} in zlib.
 */
final class Polynomial {

	private static final long REFLECTED = 0xC96C5795D7870F42L;

	/** {@code x^(8·2^k)}: what a checksum is multiplied by when 2^k bytes follow. */
	private static final long[] POWERS = powers();

	private Polynomial() {
	}

	static long timesX(long a) {
		return (a >>> 1) ^ (REFLECTED & -(a & 1));
	}

	static long times(long a, long b) {
		long product = 0;
		long shifted = b;
		for (long rest = a; rest != 0; rest <<= 1) {
			product ^= shifted & (rest >> 63);
			shifted = timesX(shifted);
		}
		return product;
	}

	/**
	 * The checksum a as it is seen from behind the bytes that follow.
	 * @param a the polynomial
	 * @param bytes how many bytes follow, not negative
	 * @return {@code a · x^(8·bytes)}
	 */
	static long shift(long a, long bytes) {
		long shifted = a;
		for (long rest = bytes; rest != 0; rest &= rest - 1) {
			shifted = times(POWERS[Long.numberOfTrailingZeros(rest)], shifted);
		}
		return shifted;
	}

	private static long[] powers() {
		final long[] powers = new long[63];
		powers[0] = 1L << 55;
		for (int k = 1; k < powers.length; k++) {
			powers[k] = times(powers[k - 1], powers[k - 1]);
		}
		return powers;
	}

}
