package io.ossmc.emulator;

import io.netty.buffer.ByteBuf;

/** Bytes computed while they are sent. */
record SyntheticContent(long size, long seed, long crc64) implements Content {

	static SyntheticContent of(long size, long seed) {
		if (size < 0) {
			throw new IllegalArgumentException("The size of a synthetic object must not be negative: " + size);
		}
		return new SyntheticContent(size, seed, SyntheticObject.crc64(size, seed));
	}

	@Override
	public Reader open() {
		SyntheticObject.Cursor cursor = new SyntheticObject.Cursor(this.seed);
		return (allocator, position, length) -> {
			ByteBuf buffer = allocator.directBuffer(length, length);
			cursor.fill(position, buffer.internalNioBuffer(0, length));
			return buffer.writerIndex(length);
		};
	}

}
