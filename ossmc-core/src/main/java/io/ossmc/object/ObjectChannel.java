package io.ossmc.object;

import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/**
 * Reads an object at any position. Closing it leaves the object open. Not thread-safe.
 */
final class ObjectChannel implements SeekableByteChannel {

	private final OpenObject object;

	private long position;

	private boolean closed;

	ObjectChannel(OpenObject object) {
		this.object = object;
	}

	@Override
	public int read(ByteBuffer target) throws ClosedChannelException {
		requireOpen();
		int n = this.object.read(this.position, target);
		this.position += Math.max(0, n);
		return n;
	}

	@Override
	public long position() throws ClosedChannelException {
		requireOpen();
		return this.position;
	}

	@Override
	public SeekableByteChannel position(long newPosition) throws ClosedChannelException {
		requireOpen();
		if (newPosition < 0) {
			throw new IllegalArgumentException("negative position " + newPosition);
		}
		this.position = newPosition;
		return this;
	}

	@Override
	public long size() throws ClosedChannelException {
		requireOpen();
		return this.object.size();
	}

	private void requireOpen() throws ClosedChannelException {
		if (this.closed) {
			throw new ClosedChannelException();
		}
	}

	@Override
	public int write(ByteBuffer source) {
		throw new NonWritableChannelException();
	}

	@Override
	public SeekableByteChannel truncate(long size) {
		throw new NonWritableChannelException();
	}

	@Override
	public boolean isOpen() {
		return !this.closed;
	}

	@Override
	public void close() {
		this.closed = true;
	}

}
