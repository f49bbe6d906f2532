package io.ossmc.benchmark.client;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

import io.ossmc.emulator.SyntheticObject;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ChecksumTests {

	@Test
	void givesTheCheckValue() {
		assertThat(Checksum.inJava(MemorySegment.ofArray("123456789".getBytes(StandardCharsets.US_ASCII))))
			.isEqualTo(0x995dc9bbdf1939faL);
	}

	@Test
	void agreesWithTheServerWhateverComputesIt() {
		byte[] bytes = SyntheticObject.bytes(100_003, 7, 0, 100_003);
		try (Arena arena = Arena.ofConfined()) {
			MemorySegment data = arena.allocate(bytes.length).copyFrom(MemorySegment.ofArray(bytes));
			assertThat(Checksum.of(data)).isEqualTo(SyntheticObject.crc64(100_003, 7)).isEqualTo(Checksum.inJava(data));
		}
	}

}
