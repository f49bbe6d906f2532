package io.ossmc.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

import io.ossmc.OssModelCapacityException;
import io.ossmc.system.AddressSpace;
import io.ossmc.system.Libc;
import io.ossmc.system.MemoryCalls;
import io.ossmc.system.Pages;
import io.ossmc.text.Amounts;
import org.jspecify.annotations.Nullable;

/**
 * Anonymous memory of this process, on huge pages where the kernel has them. Pages are
 * taken from the system as they are written, and go back when the region is freed.
 */
public final class PrivateRegion extends Region {

	private final Arena arena;

	private final MemorySegment memory;

	private PrivateRegion(Arena arena, MemorySegment memory) {
		super(memory.byteSize(), charge(memory.byteSize()));
		this.arena = arena;
		this.memory = memory;
	}

	/**
	 * Reserves memory.
	 * @param size bytes, may be 0
	 * @return the region, to be closed by the caller
	 * @throws OssModelCapacityException if the system refuses
	 */
	public static PrivateRegion allocate(long size) {
		return allocate(size, Libc.instance(), null);
	}

	/**
	 * The real memory that a region of this size will take.
	 * @param size bytes
	 * @return bytes, whole pages
	 */
	public static long charge(long size) {
		return roundUp(size, Libc.pageSize());
	}

	public static PrivateRegion allocate(long size, Optional<? extends MemoryCalls> calls,
			@Nullable RetainedMemory retained) {
		if (size < 0) {
			throw new IllegalArgumentException("Negative size: " + size);
		}
		final Arena arena = Arena.ofShared();
		try {
			final MemorySegment memory;
			if (size == 0) {
				memory = MemorySegment.NULL;
			}
			else if (calls.isPresent()) {
				memory = map(calls.get(), size, arena, retained);
			}
			else {
				memory = allocate(size, arena);
			}
			return new PrivateRegion(arena, memory);
		}
		catch (RuntimeException | Error ex) {
			arena.close();
			throw ex;
		}
	}

	@SuppressWarnings("restricted")
	private static MemorySegment map(MemoryCalls calls, long size, Arena arena, @Nullable RetainedMemory retained) {
		final long wanted = charge(size);
		if (retained == null) {
			final long fresh = AnonymousMemory.map(calls, wanted);
			return MemorySegment.ofAddress(fresh).reinterpret(size, arena, (all) -> calls.munmap(fresh, wanted));
		}
		final List<RetainedMemory.Range> mappings = retained.map(wanted);
		return MemorySegment.ofAddress(mappings.getFirst().start())
			.reinterpret(size, arena, (all) -> retained.keep(mappings));
	}

	private static MemorySegment allocate(long size, Arena arena) {
		if (size > AddressSpace.MOST) {
			throw AddressSpace.refused("an object", size, "no machine has that", null);
		}
		try {
			return arena.allocate(size, Libc.pageSize());
		}
		catch (OutOfMemoryError ex) {
			throw new OssModelCapacityException(
					"The JVM refuses " + Amounts.exactSize(size) + " of direct memory: " + ex.getMessage() + ".",
					"Allow native calls (--enable-native-access=ALL-UNNAMED), raise -XX:MaxDirectMemorySize"
							+ " or lower ossmc.cache.max-size.",
					ex);
		}
	}

	@Override
	RegionWriter newWriter(long position, long length, boolean checksum) {
		return new DirectWriter(this, this.memory.asSlice(position, length), checksum);
	}

	@Override
	MemorySegment view(Arena lease) {
		return Views.POSSIBLE ? Views.of(this.memory, lease) : this.memory;
	}

	@Override
	boolean free() {
		return tryClose(this.arena);
	}

}
