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

	/** Whether {@link #deadline} counts. */
	private volatile boolean limited;

	private volatile long deadline;

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

	/**
	 * Whether nothing has come that nobody asked for, nor the end; does not wait. Nobody
	 * else may read or write meanwhile.
	 */
	boolean quiet() {
		try {
			this.channel.configureBlocking(false);
			boolean nothing = this.channel.read(ByteBuffer.allocate(1)) == 0;
			this.channel.configureBlocking(true);
			return nothing;
		}
		catch (IOException ex) {
			// Broken, or closed.
			return false;
		}
	}

	private void startWaiting() {
		this.waitingSince = this.nanoTime.getAsLong();
		this.waiting = true;
	}

	/**
	 * Limits what its owner does from now on, however many bytes come meanwhile: a head
	 * with its error body, a request of the control plane.
	 * @param nanos from now
	 */
	void limit(long nanos) {
		this.deadline = this.nanoTime.getAsLong() + nanos;
		this.limited = true;
	}

	/** From now on only silence counts. */
	void unlimit() {
		this.limited = false;
	}

	/** Whether that counts now, or counted when it was cut. */
	boolean limited() {
		return this.limited;
	}

	/** Whether its owner has been waiting for longer than that, or beyond its limit. */
	boolean stalled(long now, long timeoutNanos) {
		return this.waiting && now - this.waitingSince > timeoutNanos || this.limited && now - this.deadline > 0;
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
