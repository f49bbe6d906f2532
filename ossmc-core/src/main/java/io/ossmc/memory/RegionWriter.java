package io.ossmc.memory;

import java.nio.ByteBuffer;

/**
 * Writes one part of a region, from its first byte to its last: <pre>{@code
 * try (RegionWriter part = region.writer(position, length, true)) {
 *     while (part.buffer().hasRemaining()) {
 *         part.received(channel.read(part.buffer()));
 *     }
 * }
 * }</pre> Used by one thread, the one that made it, which closes it; only
 * {@link #written()} may be asked by others. What the bytes go through depends on the
 * pages behind them, see the package description.
 */
public abstract sealed class RegionWriter implements AutoCloseable permits DirectWriter, FileWriter {

	private final Region region;

	private final long length;

	private final boolean checksum;

	private volatile long written;

	private long crc64;

	private boolean closed;

	RegionWriter(Region region, long length, boolean checksum) {
		this.region = region;
		this.length = length;
		this.checksum = checksum;
	}

	/**
	 * Where the next bytes belong: from its position on, as many as remain. Ask again
	 * after each {@link #received(int)}; what a reader does to position and limit in
	 * between does not matter. Nothing may be written into it after {@link #close()}.
	 * @return a direct buffer; nothing remains only when the part is complete
	 * @throws IllegalStateException if the writer is closed
	 */
	public abstract ByteBuffer buffer();

	/**
	 * Accounts bytes that were put into the buffer, at the position it had when it was
	 * returned. Also adds them to the checksum, while they are in the processor's cache.
	 * @param n how many bytes
	 * @throws IllegalArgumentException if n is negative or more than remained
	 * @throws IllegalStateException if the writer is closed
	 * @throws io.ossmc.OssModelException if they cannot be put into the region; only
	 * {@code close} makes sense then
	 */
	public abstract void received(int n);

	/**
	 * Puts what was received into the region, as {@code close} does and {@code received}
	 * when there is enough of it: for a reader that waits for the last few bytes.
	 * @throws io.ossmc.OssModelException if they cannot be put into the region
	 */
	public abstract void flush();

	/**
	 * How many bytes, from the beginning of the part, are in the region. A thread that
	 * reads this number from here may read as many bytes from a lease; one that hears it
	 * otherwise needs a happens-before edge from here (a lock, a volatile, a queue).
	 * @return bytes, never decreasing
	 */
	public final long written() {
		return this.written;
	}

	/**
	 * CRC-64/XZ of the bytes written.
	 * @return the checksum of the first {@link #written()} bytes of the part, 0 if none
	 * was asked for
	 */
	public final long crc64() {
		return this.crc64;
	}

	/**
	 * Flushes and leaves the region. Idempotent; the region is left even if this throws.
	 * @throws io.ossmc.OssModelException if the last bytes cannot be put into the region
	 */
	@Override
	public final void close() {
		if (this.closed) {
			return;
		}
		try {
			flush();
		}
		finally {
			this.closed = true;
			try {
				release();
			}
			finally {
				this.region.writerLeft();
			}
		}
	}

	/** Gives back what the writer used; the region is still there. */
	abstract void release();

	final long length() {
		return this.length;
	}

	final boolean checksum() {
		return this.checksum;
	}

	final void written(long bytes, long crc) {
		this.crc64 = crc;
		this.written = bytes;
	}

	final void checkOpen() {
		if (this.closed) {
			throw new IllegalStateException("The writer is closed");
		}
	}

	final void checkReceived(int n, long room) {
		checkOpen();
		if (n < 0 || n > room) {
			throw new IllegalArgumentException("Received " + n + " bytes where " + room + " were expected");
		}
	}

}
