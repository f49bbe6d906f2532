package io.ossmc.memory;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

import io.ossmc.system.Errno;
import io.ossmc.system.Libc;
import io.ossmc.system.MemoryCalls;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RetainedMemoryTests {

	private static final long MIB = 1L << 20;

	private final AtomicLong clock = new AtomicLong();

	private final RetainedMemory memory = new RetainedMemory(this.clock::get);

	@AfterEach
	void close() {
		this.memory.close();
		assertThat(this.memory.bytes()).isZero();
	}

	@Test
	void oneLargeRegionTakesThePagesOfSeveralSmallerOnesAndKeepsItsOwnBytes() {
		List<PrivateRegion> small = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			PrivateRegion region = this.memory.allocate(6 * MIB + i);
			fill(region, i);
			small.add(region);
		}
		small.forEach(RetainedMemoryTests::free);
		long retained = 5 * 6 * MIB;
		assertThat(this.memory.bytes()).isEqualTo(retained);
		PrivateRegion large = this.memory.allocate(27 * MIB);
		assertThat(this.memory.bytes()).isEqualTo(retained - 26 * MIB);
		PrivateRegion larger = this.memory.allocate(40 * MIB);
		assertThat(this.memory.bytes()).isZero();
		fill(large, 7);
		fill(larger, 8);
		assertFilled(large, 7);
		assertFilled(larger, 8);
		free(large);
		free(larger);
		assertThat(this.memory.bytes()).isEqualTo(66 * MIB);
	}

	@Test
	void smallRegionsAreNotKept() {
		free(this.memory.allocate(MIB));
		assertThat(this.memory.bytes()).isZero();
	}

	@Test
	void givesBackTheOldestFirstAndNoMoreThanNeeded() {
		free(this.memory.allocate(8 * MIB));
		this.clock.addAndGet(Duration.ofSeconds(10).toNanos());
		free(this.memory.allocate(32 * MIB));
		assertThat(this.memory.bytes()).isEqualTo(32 * MIB);
		free(this.memory.allocate(4 * MIB));
		this.memory.release(5 * MIB);
		assertThat(this.memory.bytes()).isEqualTo(26 * MIB);
		this.clock.addAndGet(Duration.ofSeconds(31).toNanos());
		this.memory.releaseUnusedFor(Duration.ofSeconds(30));
		assertThat(this.memory.bytes()).isZero();
	}

	@Test
	void keepsNothingAfterItsEnd() {
		PrivateRegion region = this.memory.allocate(4 * MIB);
		this.memory.close();
		free(region);
		assertThat(this.memory.bytes()).isZero();
	}

	/**
	 * The kernel could move several mappings at once only since 6.17, so that the calls
	 * are looked at, and not whether they succeed.
	 */
	@Test
	void eachCallStaysWithinOneMapping() {
		Mappings mappings = new Mappings();
		RetainedMemory watched = new RetainedMemory(Optional.of(mappings), this.clock::get);
		List<PrivateRegion> regions = new ArrayList<>();
		Random random = new Random(7);
		for (int i = 0; i < 300; i++) {
			if (regions.size() < 4 || random.nextInt(3) > 0) {
				PrivateRegion region = watched.allocate(MIB + random.nextInt(40 << 20));
				fill(region, i);
				assertFilled(region, i);
				regions.add(region);
			}
			if (regions.size() > 6 || random.nextBoolean()) {
				free(regions.remove(random.nextInt(regions.size())));
			}
			if (random.nextInt(10) == 0) {
				watched.release(random.nextInt(30 << 20));
			}
		}
		regions.forEach(RetainedMemoryTests::free);
		watched.close();
		assertThat(mappings.moved).isPositive();
		assertThat(mappings.crossing).isEmpty();
		assertThat(mappings.lengths).as("left mapped").isEmpty();
	}

	@Test
	void aRangeIntoWhichNothingCanBeMovedIsGivenUpWhole() {
		Mappings mappings = new Mappings();
		RetainedMemory watched = new RetainedMemory(Optional.of(mappings), this.clock::get);
		List<PrivateRegion> small = List.of(watched.allocate(4 * MIB), watched.allocate(4 * MIB));
		small.forEach(RetainedMemoryTests::free);
		mappings.movesLeft = 1;
		PrivateRegion large = watched.allocate(20 * MIB);
		fill(large, 3);
		assertFilled(large, 3);
		assertThat(watched.bytes()).as("one was lost with the range, one stays").isEqualTo(4 * MIB);
		free(large);
		watched.close();
		assertThat(mappings.crossing).isEmpty();
		assertThat(mappings.lengths).isEmpty();
	}

	@Test
	void ofManySmallPiecesTheOldestGo() {
		List<PrivateRegion> many = new ArrayList<>();
		for (int i = 0; i < 1100; i++) {
			many.add(this.memory.allocate(2 * MIB));
		}
		many.forEach(RetainedMemoryTests::free);
		assertThat(this.memory.bytes()).isEqualTo(1024 * 2 * MIB);
	}

	private static void fill(PrivateRegion region, int seed) {
		byte[] bytes = bytes(region.size(), seed);
		try (RegionWriter writer = region.writer(0, region.size(), false)) {
			ByteBuffer buffer = writer.buffer();
			buffer.put(bytes);
			writer.received(bytes.length);
		}
	}

	private static void assertFilled(PrivateRegion region, int seed) {
		try (RegionLease lease = region.lease()) {
			assertThat(lease.segment().mismatch(MemorySegment.ofArray(bytes(region.size(), seed)))).isEqualTo(-1);
		}
	}

	/** No two pages are the same. */
	private static byte[] bytes(long size, int seed) {
		byte[] tile = new byte[65_537];
		new Random(seed).nextBytes(tile);
		byte[] bytes = new byte[(int) size];
		for (int at = 0; at < bytes.length; at += tile.length) {
			System.arraycopy(tile, 0, bytes, at, Math.min(tile.length, bytes.length - at));
		}
		return bytes;
	}

	private static void free(PrivateRegion region) {
		region.close();
		region.whenFreed().join();
	}

	/** The kernel, and what it has mapped as whom. */
	private static final class Mappings implements MemoryCalls {

		private final Libc libc = Libc.instance().orElseThrow();

		/** By their first address. */
		private final NavigableMap<Long, Long> lengths = new TreeMap<>();

		private final List<String> crossing = new ArrayList<>();

		private int moved;

		private int movesLeft = Integer.MAX_VALUE;

		@Override
		public synchronized long mmap(long size) {
			long start = this.libc.mmap(size);
			this.lengths.put(start, size);
			return start;
		}

		@Override
		public synchronized int munmap(long address, long size) {
			cut("munmap", address, size);
			return this.libc.munmap(address, size);
		}

		@Override
		public synchronized long mremap(long from, long size, long to) {
			if (this.movesLeft-- <= 0) {
				return -Errno.ENOMEM;
			}
			cut("mremap from", from, size);
			cut("mremap to", to, size);
			this.lengths.put(to, size);
			this.moved++;
			return this.libc.mremap(from, size, to);
		}

		@Override
		public int madvise(long address, long size, int advice) {
			return this.libc.madvise(address, size, advice);
		}

		private void cut(String call, long address, long size) {
			Map.Entry<Long, Long> around = this.lengths.floorEntry(address);
			if (around == null || around.getKey() + around.getValue() < address + size) {
				this.crossing.add(call + " " + address + " " + size + ", mapped: " + around);
				return;
			}
			long start = around.getKey();
			long end = start + around.getValue();
			this.lengths.remove(start);
			if (start < address) {
				this.lengths.put(start, address - start);
			}
			if (address + size < end) {
				this.lengths.put(address + size, end - address - size);
			}
		}

	}

}
