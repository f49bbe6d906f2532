package io.ossmc.benchmark.client;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import io.ossmc.benchmark.machine.AnonymousMemory;

/** Memory of one kind for peers, got the cheapest way there is for it. */
final class Memory {

	private final MemoryKind kind;

	private final Path directory;

	private final MemorySegment reused;

	/**
	 * Memory of a kind.
	 * @param kind the kind
	 * @param directory for files
	 * @param largest size of an object in bytes
	 */
	Memory(MemoryKind kind, Path directory, long largest) {
		this.kind = kind;
		this.directory = directory;
		this.reused = (kind == MemoryKind.REUSED) ? AnonymousMemory.allocate(largest, Arena.global()).fill((byte) 1)
				: MemorySegment.NULL;
	}

	/**
	 * Memory for one object.
	 * @param size in bytes
	 * @return to be closed by the caller
	 * @throws IOException if there is none
	 */
	Destination acquire(long size) throws IOException {
		return switch (this.kind) {
			case REUSED -> new MappedDestination(this.reused.asSlice(0, size), () -> {
			});
			case PRIVATE -> {
				Arena arena = Arena.ofShared();
				yield new MappedDestination(AnonymousMemory.allocate(size, arena), arena::close);
			}
			case HUGE -> mapped(size);
			case FRESH -> new FileDestination(this.directory);
		};
	}

	private Destination mapped(long size) throws IOException {
		Path file = Files.createTempFile(this.directory, "peer-", ".bin");
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
			Files.delete(file);
			Arena arena = Arena.ofShared();
			return new MappedDestination(channel.map(MapMode.READ_WRITE, 0, size, arena), arena::close);
		}
	}

}
