package io.ossmc.region;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** A file in the address space; huge pages are advised, which is harmless without. */
final class Mapping {

	private final Arena arena;

	private final MemorySegment memory;

	private Mapping(Arena arena, MemorySegment memory) {
		this.arena = arena;
		this.memory = memory;
	}

	static Mapping of(Path file, long size, boolean writable) {
		final Arena arena = Arena.ofShared();
		try {
			return new Mapping(arena, map(file, size, writable, arena));
		}
		catch (RuntimeException | Error ex) {
			arena.close();
			throw ex;
		}
	}

	/**
	 * Maps a whole file, which need not stay open or linked.
	 * @param arena with which the mapping ends
	 */
	static MemorySegment map(Path file, long size, boolean writable, Arena arena) {
		if (size == 0) {
			return MemorySegment.NULL;
		}
		final Set<StandardOpenOption> options = writable ? Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE)
				: Set.of(StandardOpenOption.READ);
		try (FileChannel channel = open(file, options)) {
			final MemorySegment memory = channel.map(writable ? MapMode.READ_WRITE : MapMode.READ_ONLY, 0, size, arena);
			Libc.instance().ifPresent((libc) -> libc.madvise(memory.address(), size, Libc.MADV_HUGEPAGE));
			return memory;
		}
		catch (IOException | OutOfMemoryError ex) {
			throw AddressSpace.refused("the file " + file, size, ex.toString(), ex);
		}
	}

	private static FileChannel open(Path file, Set<StandardOpenOption> options) {
		try {
			return FileChannel.open(file, options);
		}
		catch (IOException ex) {
			throw FileErrors.inRoot("The file " + file + " cannot be opened", file.resolveSibling(""),
					"Check that the memory root (ossmc.cache.root) is there and readable by this process.", ex);
		}
	}

	MemorySegment memory() {
		return this.memory;
	}

	boolean tryClose() {
		return Region.tryClose(this.arena);
	}

}
