package io.ossmc.object;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/** Reads an object from its beginning. Not thread-safe. */
final class ObjectStream extends InputStream {

	private final OpenObject object;

	private long position;

	ObjectStream(OpenObject object) {
		this.object = object;
	}

	@Override
	public int read() throws IOException {
		byte[] one = new byte[1];
		return (read(one, 0, 1) < 0) ? -1 : one[0] & 0xff;
	}

	@Override
	public int read(byte[] bytes, int offset, int length) {
		Objects.checkFromIndexSize(offset, length, bytes.length);
		int n = (length == 0) ? 0 : this.object.read(this.position, ByteBuffer.wrap(bytes, offset, length));
		this.position += Math.max(0, n);
		return n;
	}

	@Override
	public long skip(long n) {
		long skipped = Math.clamp(n, 0, this.object.size() - this.position);
		this.position += skipped;
		return skipped;
	}

}
