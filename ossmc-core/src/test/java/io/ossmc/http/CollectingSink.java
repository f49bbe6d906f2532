package io.ossmc.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.function.IntSupplier;

/** Collects a body through buffers of given sizes. */
final class CollectingSink implements BodySink {

	private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

	private final IntSupplier sizes;

	private ByteBuffer buffer = ByteBuffer.allocateDirect(1);

	CollectingSink(int size) {
		this(() -> size);
	}

	CollectingSink(IntSupplier sizes) {
		this.sizes = sizes;
	}

	@Override
	public ByteBuffer buffer() {
		int size = this.sizes.getAsInt();
		// Never at position 0, so that writing at an absolute position shows.
		this.buffer = ByteBuffer.allocateDirect(size + 3).position(3);
		return this.buffer;
	}

	@Override
	public void received(int n) {
		if (this.buffer.position() != 3 + n) {
			throw new AssertionError("received(%d) with the position at %d".formatted(n, this.buffer.position()));
		}
		byte[] got = new byte[n];
		this.buffer.get(3, got);
		this.bytes.writeBytes(got);
	}

	byte[] bytes() {
		return this.bytes.toByteArray();
	}

}
