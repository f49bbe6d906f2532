package io.ossmc.benchmark.client;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;

/**
 * Memory that bytes are copied to: a peer's own buffer is where it received them.
 *
 * @param content the memory
 * @param release gives it up
 */
record MappedDestination(MemorySegment content, Runnable release) implements Destination {

	@Override
	public void write(long position, ByteBuffer bytes) {
		MemorySegment.copy(MemorySegment.ofBuffer(bytes), 0, this.content, position, bytes.remaining());
		bytes.position(bytes.limit());
	}

	@Override
	public void write(long position, byte[] bytes, int length) {
		MemorySegment.copy(bytes, 0, this.content, ValueLayout.JAVA_BYTE, position, length);
	}

	@Override
	public void close() {
		this.release.run();
	}

}
