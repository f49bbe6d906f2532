package io.ossmc.emulator;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * The content of synthetic objects: any byte of an object of any size, and its CRC,
 * computed from size and seed alone. The content is a sequence of little-endian 64-bit
 * words; no word occurs twice within an object, so that a byte range delivered to the
 * wrong place never looks right. Tests use this class to verify what they received
 * independently of the server. Thread-safe.
 */
public final class SyntheticObject {

	private SyntheticObject() {
	}

	/**
	 * Fills the buffer with the object's bytes from a position on, up to the buffer's
	 * limit.
	 * @param size the object's size in bytes
	 * @param seed the object's seed
	 * @param position the position in the object of the first byte wanted
	 * @param destination where the bytes go; its position becomes its limit
	 * @throws IndexOutOfBoundsException if the buffer has room for more than the object
	 * has
	 */
	public static void fill(long size, long seed, long position, ByteBuffer destination) {
		Objects.checkFromIndexSize(position, destination.remaining(), size);
		new Cursor(seed).fill(position, destination);
	}

	/**
	 * A range of the object's bytes.
	 * @param size the object's size in bytes
	 * @param seed the object's seed
	 * @param position the position of the first byte
	 * @param length how many bytes
	 * @return the bytes
	 */
	public static byte[] bytes(long size, long seed, long position, int length) {
		byte[] bytes = new byte[length];
		fill(size, seed, position, ByteBuffer.wrap(bytes));
		return bytes;
	}

	/**
	 * The CRC-64 of the whole object, as in {@code x-oss-hash-crc64ecma}; microseconds
	 * whatever the size.
	 * @param size the object's size in bytes
	 * @param seed the object's seed
	 * @return the CRC as an unsigned number
	 */
	public static long crc64(long size, long seed) {
		long words = size >>> 3;
		long register = Xorshift.crcRegister(-1L, Xorshift.first(seed), words);
		int tail = (int) (size & 7);
		return ~Crc64.advance(register, bytes(size, seed, size - tail, tail), 0, tail);
	}

	/** Goes on where the last fill ended without a leap. One thread. */
	static final class Cursor {

		private final long first;

		private long index;

		private long word;

		Cursor(long seed) {
			this.first = Xorshift.first(seed);
			this.word = this.first;
		}

		void fill(long position, ByteBuffer destination) {
			seek(position >>> 3);
			ByteOrder order = destination.order();
			destination.order(ByteOrder.LITTLE_ENDIAN);
			int offset = (int) (position & 7);
			if (offset != 0) {
				offset = part(destination, offset);
				if (offset < 8) {
					destination.order(order);
					return;
				}
				advance();
			}
			words(destination, destination.remaining() >>> 3);
			part(destination, 0);
			destination.order(order);
		}

		private void seek(long wanted) {
			if (wanted != this.index) {
				this.word = Xorshift.leap(this.first, wanted);
				this.index = wanted;
			}
		}

		private void advance() {
			this.word = Xorshift.next(this.word);
			this.index++;
		}

		private int part(ByteBuffer destination, int from) {
			int offset = from;
			for (; offset < 8 && destination.hasRemaining(); offset++) {
				destination.put((byte) (this.word >>> (8 * offset)));
			}
			return offset;
		}

		/**
		 * One step waits for the one before; four stretches side by side keep the
		 * processor busy.
		 */
		private void words(ByteBuffer destination, int count) {
			int rest = count;
			while (rest >= 256) {
				int power = 29 - Integer.numberOfLeadingZeros(rest);
				lanes(destination, power);
				rest -= 4 << power;
			}
			for (; rest > 0; rest--) {
				destination.putLong(this.word);
				advance();
			}
		}

		private void lanes(ByteBuffer destination, int power) {
			int start = destination.position();
			int stride = 8 << power;
			long a = this.word;
			long b = Xorshift.leapPower(a, power);
			long c = Xorshift.leapPower(b, power);
			long d = Xorshift.leapPower(c, power);
			for (int at = start; at < start + stride; at += 8) {
				destination.putLong(at, a);
				destination.putLong(at + stride, b);
				destination.putLong(at + 2 * stride, c);
				destination.putLong(at + 3 * stride, d);
				a = Xorshift.next(a);
				b = Xorshift.next(b);
				c = Xorshift.next(c);
				d = Xorshift.next(d);
			}
			this.word = d;
			this.index += 4L << power;
			destination.position(start + 4 * stride);
		}

	}

}
