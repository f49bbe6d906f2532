package io.ossmc.memory;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import io.ossmc.OssModelException;
import io.ossmc.system.AddressSpace;
import io.ossmc.system.FileErrors;
import io.ossmc.system.Libc;
import io.ossmc.system.SystemCallException;

/**
 * A file in the address space; huge pages are advised, which is harmless without. An
 * interrupt of the thread that maps changes nothing: it stays set, and the memory is
 * there.
 */
final class Mapping {

	private final Arena arena;

	private final MemorySegment memory;

	private Mapping(Arena arena, MemorySegment memory) {
		this.arena = arena;
		this.memory = memory;
	}

	static Mapping of(Path file, long size, boolean writable, Optional<Libc> libc) {
		final Arena arena = Arena.ofShared();
		try {
			return new Mapping(arena, map(file, size, writable, arena, libc));
		}
		catch (RuntimeException | Error ex) {
			arena.close();
			throw ex;
		}
	}

	/**
	 * Maps a whole file, which need not stay open or linked.
	 * @param arena shared; the mapping ends with it
	 * @param libc the calls, if they can be made
	 * @throws io.ossmc.OssModelCapacityException if the system refuses
	 */
	static MemorySegment map(Path file, long size, boolean writable, Arena arena, Optional<Libc> libc) {
		if (size == 0) {
			return MemorySegment.NULL;
		}
		return libc.isPresent() ? map(libc.get(), file, size, writable, arena) : mapAside(file, size, writable, arena);
	}

	@SuppressWarnings("restricted")
	private static MemorySegment map(Libc libc, Path file, long size, boolean writable, Arena arena) {
		final int descriptor = writable ? libc.open(file) : libc.openToRead(file);
		if (descriptor < 0) {
			throw unopened(file, SystemCallException.of("open", file, descriptor));
		}
		try {
			final long address = libc.mmap(descriptor, size, writable);
			if (address < 0) {
				throw AddressSpace.refused("the file " + file, size, "mmap: error " + -address, null);
			}
			libc.madvise(address, size, Libc.MADV_HUGEPAGE);
			return MemorySegment.ofAddress(address).reinterpret(size, arena, (all) -> libc.munmap(address, size));
		}
		finally {
			libc.close(descriptor);
		}
	}

	/**
	 * On a thread that nobody interrupts: a channel whose user is interrupted closes, and
	 * forgets what it has just mapped.
	 */
	private static MemorySegment mapAside(Path file, long size, boolean writable, Arena arena) {
		try {
			return CompletableFuture
				.supplyAsync(() -> mapChannel(file, size, writable, arena), (task) -> Thread.ofVirtual().start(task))
				.join();
		}
		catch (CompletionException ex) {
			throw (ex.getCause() instanceof OssModelException known) ? known : ex;
		}
		catch (OutOfMemoryError ex) {
			throw AddressSpace.refused("the file " + file, size, ex.toString(), ex);
		}
	}

	private static MemorySegment mapChannel(Path file, long size, boolean writable, Arena arena) {
		try (FileChannel channel = open(file, writable)) {
			return channel.map(writable ? MapMode.READ_WRITE : MapMode.READ_ONLY, 0, size, arena);
		}
		catch (IOException | OutOfMemoryError ex) {
			throw AddressSpace.refused("the file " + file, size, ex.toString(), ex);
		}
	}

	private static FileChannel open(Path file, boolean writable) {
		try {
			return FileChannel.open(file, writable ? Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE)
					: Set.of(StandardOpenOption.READ));
		}
		catch (IOException ex) {
			throw unopened(file, ex);
		}
	}

	private static OssModelException unopened(Path file, IOException cause) {
		return FileErrors.inRoot("The file " + file + " cannot be opened", file.resolveSibling(""),
				"Check that the memory root (ossmc.cache.root) is there and readable by this process.", cause);
	}

	MemorySegment memory() {
		return this.memory;
	}

	boolean tryClose() {
		return Region.tryClose(this.arena);
	}

}
