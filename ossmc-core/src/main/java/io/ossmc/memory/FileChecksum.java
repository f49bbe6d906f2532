package io.ossmc.memory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

import io.ossmc.checksum.Crc64;

/**
 * The checksum of what a file holds. Read through a small hot buffer and not through a
 * mapping: a bad sector or a file cut short is an exception then, and not the end of the
 * process.
 */
public final class FileChecksum {

	private FileChecksum() {
	}

	/**
	 * CRC-64/XZ of a part of a file.
	 * @param file is not being written
	 * @param position of the first byte
	 * @param length bytes
	 * @param stop asked every now and then whether to go on
	 * @return the checksum
	 * @throws IOException if the file cannot be read, is too short, or it was stopped
	 */
	public static long of(Path file, long position, long length, BooleanSupplier stop) throws IOException {
		final ByteBuffer buffer = HotBuffers.take();
		try (FileChannel channel = FileChannel.open(file)) {
			long crc = 0;
			for (long left = length; left > 0;) {
				if (stop.getAsBoolean()) {
					throw new IOException("stopped");
				}
				buffer.clear().limit((int) Math.min(buffer.capacity(), left));
				final int read = channel.read(buffer, position + length - left);
				if (read < 0) {
					throw new IOException("it ends " + left + " bytes early");
				}
				left -= read;
				crc = Crc64.update(crc, buffer.flip());
			}
			return crc;
		}
		finally {
			HotBuffers.give(buffer);
		}
	}

}
