package io.ossmc.checksum;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * CRC-64/XZ by a library of the system. A native segment is passed as it is; a heap
 * segment only inside a critical call, which keeps the collector waiting, hence short.
 */
final class NativeCrc64 implements Crc64Kernel {

	private static final Logger logger = LoggerFactory.getLogger("io.ossmc.fetch");

	/** 10 to 30 microseconds: what a heap segment may delay a safepoint. */
	private static final long HEAP_CHUNK = 128 * 1024;

	private final String name;

	private final boolean crcFirst;

	private final MethodHandle call;

	private final MethodHandle critical;

	private NativeCrc64(String name, boolean crcFirst, MethodHandle call, MethodHandle critical) {
		this.name = name;
		this.crcFirst = crcFirst;
		this.call = call;
		this.critical = critical;
	}

	/**
	 * ISA-L: {@code uint64_t crc64_ecma_refl(uint64_t crc, const uint8_t *, uint64_t)}.
	 * @return the kernel, unchecked; empty where the library or the right to call it is
	 * missing
	 */
	static Optional<Crc64Kernel> isal() {
		return load("ISA-L", "libisal.so.2", "crc64_ecma_refl", true);
	}

	/**
	 * XZ Utils: {@code uint64_t lzma_crc64(const uint8_t *, size_t, uint64_t crc)}.
	 * @return the kernel, unchecked; empty where the library or the right to call it is
	 * missing
	 */
	static Optional<Crc64Kernel> liblzma() {
		return load("liblzma", "liblzma.so.5", "lzma_crc64", false);
	}

	@SuppressWarnings("restricted")
	private static Optional<Crc64Kernel> load(String name, String library, String symbol, boolean crcFirst) {
		if (ValueLayout.ADDRESS.byteSize() != Long.BYTES) {
			return Optional.empty();
		}
		try {
			final MemorySegment function = SymbolLookup.libraryLookup(library, Arena.global()).findOrThrow(symbol);
			final FunctionDescriptor type = crcFirst
					? FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS,
							ValueLayout.JAVA_LONG)
					: FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG,
							ValueLayout.JAVA_LONG);
			final Linker linker = Linker.nativeLinker();
			return Optional.of(new NativeCrc64(name, crcFirst, linker.downcallHandle(function, type),
					linker.downcallHandle(function, type, Linker.Option.critical(true))));
		}
		catch (RuntimeException | LinkageError ex) {
			// Not installed, native access denied, no linker for this platform: all the
			// same here.
			logger.debug("CRC-64 by {} is not available: {}", name, ex.toString());
			return Optional.empty();
		}
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public long update(long crc, MemorySegment data) {
		if (data.isNative()) {
			return invoke(this.call, crc, data);
		}
		final long size = data.byteSize();
		long c = crc;
		for (long at = 0; at < size; at += HEAP_CHUNK) {
			c = invoke(this.critical, c, data.asSlice(at, Math.min(HEAP_CHUNK, size - at)));
		}
		return c;
	}

	private long invoke(MethodHandle handle, long crc, MemorySegment data) {
		try {
			return this.crcFirst ? (long) handle.invokeExact(crc, data, data.byteSize())
					: (long) handle.invokeExact(data, data.byteSize(), crc);
		}
		catch (RuntimeException | Error ex) {
			throw ex;
		}
		catch (Throwable ex) {
			throw new IllegalStateException(ex);
		}
	}

}
