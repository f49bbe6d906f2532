package io.ossmc.memory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.Lock;

import io.ossmc.checksum.Crc64;
import io.ossmc.system.FileErrors;

/**
 * Receives into a small buffer that stays in the processor's cache and copies it into the
 * file: cheaper than page faults on 4 KiB pages, safe where the file system may be full.
 * The channel is the writer's own, so that an interrupt closes no other writer's.
 */
final class FileWriter extends RegionWriter {

	private final Path file;

	private final long position;

	private final Lock fileWrites;

	private final FileChannel channel;

	private final ByteBuffer hot = HotBuffers.take();

	private int filled;

	private long crc;

	private boolean failed;

	/**
	 * Opens the file.
	 * @param region left when the writer is closed
	 * @param file to write to
	 * @param fileWrites held by whoever is writing to that file
	 * @param position of the part's first byte
	 * @param length of the part
	 * @param checksum whether to compute one
	 */
	FileWriter(Region region, Path file, Lock fileWrites, long position, long length, boolean checksum) {
		super(region, length, checksum);
		this.file = file;
		this.fileWrites = fileWrites;
		this.position = position;
		try {
			this.channel = FileChannel.open(file, StandardOpenOption.WRITE);
		}
		catch (IOException ex) {
			HotBuffers.give(this.hot);
			throw FileErrors.unwritable(file, ex);
		}
	}

	@Override
	public ByteBuffer buffer() {
		checkOpen();
		return this.hot.limit(limit()).position(this.filled);
	}

	@Override
	public void received(int n) {
		checkReceived(n, limit() - this.filled);
		if (checksum()) {
			this.crc = Crc64.update(this.crc, this.hot.limit(this.filled + n).position(this.filled));
		}
		this.filled += n;
		if (this.filled == limit()) {
			flush();
		}
	}

	@Override
	public void flush() {
		checkOpen();
		if (this.filled == 0 || this.failed) {
			return;
		}
		final ByteBuffer rest = this.hot.limit(this.filled).position(0);
		this.fileWrites.lock();
		try {
			while (rest.hasRemaining()) {
				this.channel.write(rest, this.position + written() + rest.position());
			}
		}
		catch (IOException ex) {
			this.failed = true;
			throw FileErrors.unwritable(this.file, rest.remaining(), ex);
		}
		finally {
			this.fileWrites.unlock();
		}
		written(written() + this.filled, this.crc);
		this.filled = 0;
	}

	@Override
	void release() {
		HotBuffers.give(this.hot);
		try {
			this.channel.close();
		}
		catch (IOException ex) {
			throw FileErrors.unwritable(this.file, ex);
		}
	}

	private int limit() {
		return (int) Math.min(HotBuffers.SIZE, length() - written());
	}

}
