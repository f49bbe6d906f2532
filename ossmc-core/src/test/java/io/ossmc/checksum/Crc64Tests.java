package io.ossmc.checksum;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class Crc64Tests {

	private static final Crc64Kernel REFERENCE = new BitwiseCrc64();

	/** The Java code, and what this machine has besides. */
	static Stream<Crc64Kernel> kernels() {
		final List<Crc64Kernel> kernels = new ArrayList<>(List.of(new JavaCrc64()));
		NativeCrc64.isal().ifPresent(kernels::add);
		NativeCrc64.liblzma().ifPresent(kernels::add);
		return kernels.stream();
	}

	@ParameterizedTest
	@MethodSource("kernels")
	void agreesWithTheDefinitionAtEveryLengthAndAlignment(Crc64Kernel kernel) {
		final byte[] bytes = new byte[700];
		new Random(1).nextBytes(bytes);
		final MemorySegment heap = MemorySegment.ofArray(bytes);
		try (Arena arena = Arena.ofShared()) {
			final MemorySegment outside = arena.allocate(bytes.length, 64).copyFrom(heap);
			for (int offset = 0; offset < 17; offset++) {
				for (int length = 0; length < 600; length += (length < 70) ? 1 : 37) {
					final long expected = REFERENCE.update(42, heap.asSlice(offset, length));
					assertThat(kernel.update(42, heap.asSlice(offset, length)))
						.as("%s, heap, offset %d, length %d", kernel.name(), offset, length)
						.isEqualTo(expected);
					assertThat(kernel.update(42, outside.asSlice(offset, length)))
						.as("%s, native, offset %d, length %d", kernel.name(), offset, length)
						.isEqualTo(expected);
				}
			}
		}
	}

	@ParameterizedTest
	@MethodSource("kernels")
	void passesItsOwnAdmissionTest(Crc64Kernel kernel) {
		assertThat(Crc64Choice.agrees(kernel, REFERENCE)).isTrue();
	}

	@ParameterizedTest
	@MethodSource("kernels")
	void handlesHeapSegmentsLongerThanACriticalCallMayTake(Crc64Kernel kernel) {
		final byte[] bytes = new byte[3 * 128 * 1024 + 5];
		new Random(2).nextBytes(bytes);
		final MemorySegment heap = MemorySegment.ofArray(bytes);
		assertThat(kernel.update(0, heap)).isEqualTo(REFERENCE.update(0, heap));
	}

	@Test
	void aWrongImplementationIsNotUsed() {
		final Crc64Kernel wrong = new Crc64Kernel() {

			@Override
			public String name() {
				return "wrong beyond 4000 bytes";
			}

			@Override
			public long update(long crc, MemorySegment data) {
				return REFERENCE.update(crc, data) + data.byteSize() / 4000;
			}

		};
		assertThat(Crc64Choice.agrees(wrong, REFERENCE)).isFalse();
	}

	@Test
	void hasTheCheckValueOfTheStandard() {
		final ByteBuffer digits = ByteBuffer.wrap("123456789".getBytes(StandardCharsets.US_ASCII));
		assertThat(Crc64.update(0, digits)).isEqualTo(0x995dc9bbdf1939faL);
		assertThat(digits.hasRemaining()).as("the buffer is consumed").isFalse();
		assertThat(Crc64.implementation()).isIn("ISA-L", "liblzma", "Java");
	}

	@Test
	void readsDirectReadOnlyAndEmptyBuffers() {
		final ByteBuffer direct = ByteBuffer.allocateDirect(9).put("123456789".getBytes(StandardCharsets.US_ASCII));
		assertThat(Crc64.update(7, direct)).as("nothing remains").isEqualTo(7);
		assertThat(Crc64.update(0, direct.flip().asReadOnlyBuffer())).isEqualTo(0x995dc9bbdf1939faL);
	}

	@Test
	void anUnknownOrMissingForcedImplementationFallsBack() {
		assertThat(Crc64Choice.choose("java").name()).isEqualTo("Java");
		assertThat(Crc64Choice.choose("nonsense").name()).isEqualTo(Crc64Choice.choose("").name());
	}

	@Test
	void combinesLengthsBeyondTheIntRange() {
		// x^(8·2^33) by 33 squarings must equal the same distance gone in two steps.
		final long far = 1L << 33;
		assertThat(Crc64.combine(Crc64.combine(99, 0, far - 5), 0, 5)).isEqualTo(Crc64.combine(99, 0, far));
		assertThat(Crc64.combine(99, 7, 0)).isEqualTo(99 ^ 7);
		assertThatIllegalArgumentException().isThrownBy(() -> Crc64.combine(1, 1, -1));
	}

}
