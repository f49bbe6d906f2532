package io.ossmc.http;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * A socket, since when its owner waits for it, and why it was cut. One thread reads and
 * writes; any thread may cut.
 */
final class Wire implements Closeable {

	private final SocketChannel channel;

	private final LongSupplier nanoTime;

	private volatile long waitingSince;

	private volatile boolean waiting;

	private volatile @Nullable Cut cut;

	Wire(SocketChannel channel, LongSupplier nanoTime) {
		this.channel = channel;
		this.nanoTime = nanoTime;
	}

	SocketChannel channel() {
		return this.channel;
	}

	int read(ByteBuffer dst) throws IOException {
		startWaiting();
		try {
			return this.channel.read(dst);
		}
		finally {
			this.waiting = false;
		}
	}

	void writeFully(ByteBuffer src) throws IOException {
		while (src.hasRemaining()) {
			startWaiting();
			try {
				this.channel.write(src);
			}
			finally {
				this.waiting = false;
			}
		}
	}

	private void startWaiting() {
		this.waitingSince = this.nanoTime.getAsLong();
		this.waiting = true;
	}

	/** Whether its owner has been waiting for longer than that. */
	boolean stalled(long now, long timeoutNanos) {
		return this.waiting && now - this.waitingSince > timeoutNanos;
	}

	/** Closes it under its owner's hands; the first reason stays. */
	synchronized void cut(Cut reason) {
		if (this.cut == null) {
			this.cut = reason;
		}
		close();
	}

	@Nullable Cut cut() {
		return this.cut;
	}

	@Override
	public void close() {
		try {
			this.channel.close();
		}
		catch (IOException ex) {
			// It is not used again, whatever it says.
		}
	}

	/** Why a wire was cut. */
	enum Cut {

		STALLED, ABORTED

	}

}
