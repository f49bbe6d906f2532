package io.ossmc.memory;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

import io.ossmc.checksum.Crc64;

/** Receives straight into the mapping: the cheapest way where pages are huge or warm. */
final class DirectWriter extends RegionWriter {

	/** A buffer cannot be longer than an int, a part can. */
	private static final long WINDOW = 1L << 30;

	private final MemorySegment part;

	private ByteBuffer window;

	private long windowStart;

	DirectWriter(Region region, MemorySegment part, boolean checksum) {
		super(region, part.byteSize(), checksum);
		this.part = part;
		this.window = window(0);
	}

	@Override
	public ByteBuffer buffer() {
		checkOpen();
		final long written = written();
		if (written - this.windowStart == this.window.capacity() && written < length()) {
			this.window = window(written);
			this.windowStart = written;
		}
		return this.window.clear().position((int) (written - this.windowStart));
	}

	@Override
	public void received(int n) {
		final long written = written();
		checkReceived(n, this.windowStart + this.window.capacity() - written);
		written(written + n, checksum() ? Crc64.update(crc64(), this.part, written, n) : 0);
	}

	@Override
	public void flush() {
		checkOpen();
	}

	@Override
	void release() {
		this.window = ByteBuffer.allocate(0);
	}

	private ByteBuffer window(long start) {
		return this.part.asSlice(start, Math.min(WINDOW, length() - start)).asByteBuffer();
	}

}
