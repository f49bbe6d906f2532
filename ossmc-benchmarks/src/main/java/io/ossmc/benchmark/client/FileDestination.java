package io.ossmc.benchmark.client;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file that bytes are written to by position, which on 4 KiB pages costs less than page
 * faults of a mapping.
 */
final class FileDestination implements Destination {

	private final Arena arena = Arena.ofShared();

	private final FileChannel channel;

	FileDestination(Path directory) throws IOException {
		Path file = Files.createTempFile(directory, "peer-", ".bin");
		this.channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
		Files.delete(file);
	}

	@Override
	public void write(long position, ByteBuffer bytes) throws IOException {
		long at = position;
		while (bytes.hasRemaining()) {
			at += this.channel.write(bytes, at);
		}
	}

	@Override
	public MemorySegment content() throws IOException {
		return this.channel.map(MapMode.READ_ONLY, 0, this.channel.size(), this.arena);
	}

	@Override
	public void close() throws IOException {
		this.arena.close();
		this.channel.close();
	}

}
