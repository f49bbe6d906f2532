package io.ossmc.emulator;

import java.util.function.LongUnaryOperator;

/**
 * A linear map of 64-bit vectors over GF(2), kept as the images of the 64 unit vectors.
 * Addition is exclusive or, so that applying the map is the exclusive or of the columns
 * at the set bits.
 */
final class BitMatrix {

	private final long[] columns = new long[Long.SIZE];

	private BitMatrix() {
	}

	/** The matrix of a function that is linear over exclusive or. */
	static BitMatrix of(LongUnaryOperator linear) {
		BitMatrix matrix = new BitMatrix();
		for (int bit = 0; bit < Long.SIZE; bit++) {
			matrix.columns[bit] = linear.applyAsLong(1L << bit);
		}
		return matrix;
	}

	long apply(long vector) {
		long image = 0;
		for (long rest = vector; rest != 0; rest &= rest - 1) {
			image ^= this.columns[Long.numberOfTrailingZeros(rest)];
		}
		return image;
	}

	/** This map after the other one. */
	BitMatrix after(BitMatrix other) {
		return of((unit) -> apply(other.apply(unit)));
	}

	BitMatrix plus(BitMatrix other) {
		return of((unit) -> apply(unit) ^ other.apply(unit));
	}

}
