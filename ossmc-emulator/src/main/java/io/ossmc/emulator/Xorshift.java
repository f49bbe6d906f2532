package io.ossmc.emulator;

/**
 * The words of synthetic objects: Marsaglia's xorshift (13, 7, 17), whose
 * 2<sup>64</sup>-1 states are all different ("Xorshift RNGs", Journal of Statistical
 * Software 8/14, 2003). A step {@code M} is linear over GF(2), and so is a CRC, hence
 * both can leap: with {@code A} the map of a CRC register over eight zero bytes,
 * {@code n} words from state {@code x} take a register {@code c} to
 * {@code A^n c + S(n) x}, where {@code S(2n) = A^n S(n) + S(n) M^n}. The powers for every
 * {@code n = 2^k} are kept: any leap is at most 61 products of a matrix and a vector.
 */
final class Xorshift {

	private static final int POWERS = 61;

	private static final BitMatrix[] STEPS = new BitMatrix[POWERS];

	private static final BitMatrix[] ZEROS = new BitMatrix[POWERS];

	private static final BitMatrix[] SUMS = new BitMatrix[POWERS];

	static {
		STEPS[0] = BitMatrix.of(Xorshift::next);
		ZEROS[0] = BitMatrix.of((register) -> Crc64.zeroBits(register, Long.SIZE));
		SUMS[0] = ZEROS[0];
		for (int power = 1; power < POWERS; power++) {
			BitMatrix step = STEPS[power - 1];
			BitMatrix zeros = ZEROS[power - 1];
			BitMatrix sum = SUMS[power - 1];
			STEPS[power] = step.after(step);
			ZEROS[power] = zeros.after(zeros);
			SUMS[power] = zeros.after(sum).plus(sum.after(step));
		}
	}

	private Xorshift() {
	}

	static long next(long state) {
		long word = state;
		word ^= word << 13;
		word ^= word >>> 7;
		word ^= word << 17;
		return word;
	}

	/**
	 * The first word for a seed: a bijective mix (Stafford's variant 13), which zero
	 * alone may not leave.
	 */
	static long first(long seed) {
		long word = seed + 0x9E3779B97F4A7C15L;
		word = (word ^ (word >>> 30)) * 0xBF58476D1CE4E5B9L;
		word = (word ^ (word >>> 27)) * 0x94D049BB133111EBL;
		word ^= word >>> 31;
		return (word != 0) ? word : 0x9E3779B97F4A7C15L;
	}

	static long leap(long state, long words) {
		long word = state;
		for (long rest = words; rest != 0; rest &= rest - 1) {
			word = STEPS[Long.numberOfTrailingZeros(rest)].apply(word);
		}
		return word;
	}

	/** {@link #leap} by two to that power. */
	static long leapPower(long state, int power) {
		return STEPS[power].apply(state);
	}

	/** The CRC register after that many words from the state, little-endian. */
	static long crcRegister(long register, long state, long words) {
		long crc = register;
		long word = state;
		for (long rest = words; rest != 0; rest &= rest - 1) {
			int power = Long.numberOfTrailingZeros(rest);
			crc = ZEROS[power].apply(crc) ^ SUMS[power].apply(word);
			word = STEPS[power].apply(word);
		}
		return crc;
	}

}
