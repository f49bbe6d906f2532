package io.ossmc.benchmark.client;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteOrder;

import org.jspecify.annotations.Nullable;

/**
 * CRC-64/XZ for looking at what has arrived, outside all measured time and independent of
 * the code under test: ISA-L where it is installed, else eight bytes a step in Java.
 */
final class Checksum {

	private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

	private static final long POLYNOMIAL = 0xC96C5795D7870F42L;

	private static final long[][] TABLES = tables();

	private static final @Nullable MethodHandle ISAL = isal();

	private Checksum() {
	}

	@SuppressWarnings("restricted")
	private static @Nullable MethodHandle isal() {
		try {
			return Linker.nativeLinker()
				.downcallHandle(
						SymbolLookup.libraryLookup("libisal.so.2", Arena.global()).findOrThrow("crc64_ecma_refl"),
						FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS,
								ValueLayout.JAVA_LONG));
		}
		catch (RuntimeException | LinkageError ex) {
			return null;
		}
	}

	static long of(MemorySegment data) {
		MethodHandle isal = ISAL;
		if (isal == null || !data.isNative()) {
			return inJava(data);
		}
		try {
			return (long) isal.invokeExact(0L, data, data.byteSize());
		}
		catch (RuntimeException | Error ex) {
			throw ex;
		}
		catch (Throwable ex) {
			throw new IllegalStateException(ex);
		}
	}

	static long inJava(MemorySegment data) {
		long[][] t = TABLES;
		long c = -1L;
		long at = 0;
		for (long end = data.byteSize() & ~7L; at < end; at += 8) {
			c ^= data.get(WORD, at);
			c = t[7][(int) c & 0xFF] ^ t[6][(int) (c >>> 8) & 0xFF] ^ t[5][(int) (c >>> 16) & 0xFF]
					^ t[4][(int) (c >>> 24) & 0xFF] ^ t[3][(int) (c >>> 32) & 0xFF] ^ t[2][(int) (c >>> 40) & 0xFF]
					^ t[1][(int) (c >>> 48) & 0xFF] ^ t[0][(int) (c >>> 56)];
		}
		for (; at < data.byteSize(); at++) {
			c = (c >>> 8) ^ t[0][((int) c ^ data.get(ValueLayout.JAVA_BYTE, at)) & 0xFF];
		}
		return ~c;
	}

	private static long[][] tables() {
		long[][] t = new long[8][256];
		for (int i = 0; i < 256; i++) {
			long c = i;
			for (int bit = 0; bit < 8; bit++) {
				c = (c >>> 1) ^ (POLYNOMIAL & -(c & 1));
			}
			t[0][i] = c;
		}
		for (int slice = 1; slice < 8; slice++) {
			for (int i = 0; i < 256; i++) {
				t[slice][i] = (t[slice - 1][i] >>> 8) ^ t[0][(int) t[slice - 1][i] & 0xFF];
			}
		}
		return t;
	}

}
