package io.ossmc.region;

import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

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

	private static void fill(PrivateRegion region, int seed) {
		byte[] bytes = new byte[(int) region.size()];
		new Random(seed).nextBytes(bytes);
		try (RegionWriter writer = region.writer(0, region.size(), false)) {
			ByteBuffer buffer = writer.buffer();
			buffer.put(bytes);
			writer.received(bytes.length);
		}
	}

	private static void assertFilled(PrivateRegion region, int seed) {
		byte[] bytes = new byte[(int) region.size()];
		new Random(seed).nextBytes(bytes);
		try (RegionLease lease = region.lease()) {
			assertThat(lease.segment().toArray(ValueLayout.JAVA_BYTE)).isEqualTo(bytes);
		}
	}

	private static void free(PrivateRegion region) {
		region.close();
		region.whenFreed().join();
	}

}
