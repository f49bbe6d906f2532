package io.ossmc.checksum;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the fastest implementation that proves to be right. */
final class Crc64Choice {

	private static final Logger logger = LoggerFactory.getLogger("io.ossmc.fetch");

	private static final long CHECK = 0x995dc9bbdf1939faL;

	private Crc64Choice() {
	}

	static Crc64Kernel choose(String forced) {
		final Crc64Kernel java = new JavaCrc64();
		final Crc64Kernel chosen = switch (forced) {
			case "isal" -> usable(NativeCrc64::isal, java).orElse(java);
			case "liblzma" -> usable(NativeCrc64::liblzma, java).orElse(java);
			case "java" -> java;
			default -> usable(NativeCrc64::isal, java).or(() -> usable(NativeCrc64::liblzma, java)).orElse(java);
		};
		if (!forced.isEmpty()) {
			logger.info("CRC-64 by {}, as {}={} asks where it can be had", chosen.name(), Crc64.PROPERTY, forced);
		}
		else {
			logger.debug("CRC-64 by {}", chosen.name());
		}
		return chosen;
	}

	private static Optional<Crc64Kernel> usable(Supplier<Optional<Crc64Kernel>> candidate, Crc64Kernel reference) {
		return candidate.get().filter((kernel) -> {
			final boolean right = agrees(kernel, reference);
			if (!right) {
				logger.warn("CRC-64 by {} gives wrong values on this machine and is not used", kernel.name());
			}
			return right;
		});
	}

	/**
	 * Whether two implementations agree, on the heap and outside, at lengths around the
	 * strides of vector code and at odd addresses.
	 * @param kernel the one in doubt
	 * @param reference the one that is right
	 * @return true if so
	 */
	static boolean agrees(Crc64Kernel kernel, Crc64Kernel reference) {
		final byte[] bytes = new byte[4096 + 64];
		new Random(64).nextBytes(bytes);
		final MemorySegment heap = MemorySegment.ofArray(bytes);
		try (Arena arena = Arena.ofConfined()) {
			final MemorySegment digits = arena.allocate(9)
				.copyFrom(MemorySegment.ofArray("123456789".getBytes(StandardCharsets.US_ASCII)));
			boolean right = kernel.update(0, digits) == CHECK && reference.update(0, digits) == CHECK;
			final MemorySegment outside = arena.allocate(bytes.length, 64).copyFrom(heap);
			for (int length : new int[] { 1, 7, 8, 15, 16, 17, 31, 63, 64, 65, 127, 128, 129, 255, 1023, 4096 }) {
				for (int offset : new int[] { 0, 1, 3, 8, 13, 63 }) {
					final long expected = reference.update(CHECK, heap.asSlice(offset, length));
					right &= kernel.update(CHECK, outside.asSlice(offset, length)) == expected;
					right &= kernel.update(CHECK, heap.asSlice(offset, length)) == expected;
				}
			}
			return right;
		}
	}

}
