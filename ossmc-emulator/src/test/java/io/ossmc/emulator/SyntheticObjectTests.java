package io.ossmc.emulator;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SyntheticObjectTests {

	@Test
	void crcHasThePublishedCheckValue() {
		assertThat(Crc64.of("123456789".getBytes(StandardCharsets.US_ASCII))).isEqualTo(0x995dc9bbdf1939faL);
	}

	@Test
	void crcIsThatOfTheBytes() {
		for (int size : new int[] { 0, 1, 7, 8, 9, 63, 64, 65, 4096, 100_003 }) {
			for (long seed : new long[] { 0, 1, -1, 42 }) {
				assertThat(SyntheticObject.crc64(size, seed)).as("size %d, seed %d", size, seed)
					.isEqualTo(Crc64.of(SyntheticObject.bytes(size, seed, 0, size)));
			}
		}
	}

	@Test
	void crcOfAPrefixAndOfTheRestCombineBeyondWhatCouldBeRead() {
		long size = (136L << 30) + 5;
		long state = Xorshift.first(7);
		long half = Xorshift.crcRegister(-1L, state, 1L << 33);
		long rest = (size >>> 3) - (1L << 33);
		long all = Xorshift.crcRegister(half, Xorshift.leap(state, 1L << 33), rest);
		byte[] tail = SyntheticObject.bytes(size, 7, size - 5, 5);
		assertThat(~Crc64.advance(all, tail, 0, 5)).isEqualTo(SyntheticObject.crc64(size, 7));
	}

	@Test
	void anyRangeIsTheSameAsThatPartOfTheWhole() {
		int size = 300_001;
		byte[] whole = SyntheticObject.bytes(size, 3, 0, size);
		Random random = new Random(1);
		for (int round = 0; round < 500; round++) {
			int from = random.nextInt(size);
			int length = random.nextInt(Math.min(size - from, (round % 2 == 0) ? 40 : size - from) + 1);
			assertThat(SyntheticObject.bytes(size, 3, from, length)).as("from %d, %d bytes", from, length)
				.isEqualTo(Arrays.copyOfRange(whole, from, from + length));
		}
	}

	@Test
	void aCursorGoesOnWhereItStopped() {
		int size = 300_001;
		byte[] whole = SyntheticObject.bytes(size, 3, 0, size);
		SyntheticObject.Cursor cursor = new SyntheticObject.Cursor(3);
		Random random = new Random(2);
		int position = 5;
		while (position < size) {
			byte[] piece = new byte[Math.min(size - position, 1 + random.nextInt(5000))];
			cursor.fill(position, ByteBuffer.wrap(piece));
			assertThat(piece).as("at %d", position)
				.isEqualTo(Arrays.copyOfRange(whole, position, position + piece.length));
			position += piece.length;
		}
	}

	@Test
	void noWordRepeats() {
		ByteBuffer bytes = ByteBuffer.wrap(SyntheticObject.bytes(8 << 20, 11, 0, 8 << 20))
			.order(ByteOrder.LITTLE_ENDIAN);
		long[] words = new long[1 << 20];
		bytes.asLongBuffer().get(words);
		assertThat(Arrays.stream(words).distinct().count()).isEqualTo(words.length);
	}

	@Test
	void leapsAsFarAsItSteps() {
		long state = Xorshift.first(5);
		long stepped = state;
		for (int step = 0; step < 1000; step++) {
			assertThat(Xorshift.leap(state, step)).isEqualTo(stepped);
			stepped = Xorshift.next(stepped);
		}
	}

	@Test
	void refusesToFillBeyondTheEnd() {
		assertThatThrownBy(() -> SyntheticObject.bytes(10, 1, 5, 6)).isInstanceOf(IndexOutOfBoundsException.class);
	}

}
