package io.ossmc.emulator;

import io.netty.buffer.Unpooled;

/** Bytes on the heap; nobody changes the array. */
@SuppressWarnings("ArrayRecordComponent")
record MemoryContent(byte[] bytes, long crc64) implements Content {

	static MemoryContent of(byte[] bytes) {
		return new MemoryContent(bytes, Crc64.of(bytes));
	}

	@Override
	public long size() {
		return this.bytes.length;
	}

	@Override
	public Reader open() {
		return (allocator, position, length) -> Unpooled.wrappedBuffer(this.bytes, (int) position, length);
	}

}
