package io.ossmc.emulator;

import java.io.IOException;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * The immutable bytes of one version of an object. Whoever reads opens a {@link Reader},
 * which goes on delivering these bytes even if the object is replaced meanwhile, or
 * fails.
 */
sealed interface Content permits MemoryContent, FileContent, SyntheticContent {

	long size();

	/** CRC-64/XZ of all bytes; may read them all the first time it is asked. */
	long crc64() throws IOException;

	Reader open() throws IOException;

	/** Reads one content for one reply, on one thread. */
	interface Reader extends AutoCloseable {

		/** A buffer of exactly these bytes, owned by the caller. */
		ByteBuf read(ByteBufAllocator allocator, long position, int length) throws IOException;

		/**
		 * The same as something the transport sends: a buffer, or a region of a file for
		 * the kernel to copy.
		 */
		default Object transferable(ByteBufAllocator allocator, long position, int length) throws IOException {
			return read(allocator, position, length);
		}

		@Override
		default void close() throws IOException {
		}

	}

}
