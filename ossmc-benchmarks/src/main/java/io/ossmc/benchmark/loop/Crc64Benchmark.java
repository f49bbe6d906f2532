package io.ossmc.benchmark.loop;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;

import io.ossmc.checksum.Crc64;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * CRC-64/XZ over what a socket read delivers at once, in the cache as it is then: one
 * implementation a fork, since it is chosen once for a JVM. Microseconds a call; 1 MiB in
 * 100 µs is 10.5 GB/s.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class Crc64Benchmark {

	/** Bytes of a call. */
	@Param({ "65536", "1048576" })
	public int size;

	private MemorySegment data = MemorySegment.NULL;

	/** Takes the memory. */
	@Setup
	public void allocate() {
		this.data = Arena.ofAuto().allocate(this.size, 64).fill((byte) 42);
	}

	/**
	 * By ISA-L.
	 * @return the checksum
	 */
	@Benchmark
	@Fork(value = 1, jvmArgsAppend = { "-Dossmc.crc64=isal", "--enable-native-access=ALL-UNNAMED" })
	public long isal() {
		return Crc64.update(0, this.data, 0, this.size);
	}

	/**
	 * By liblzma.
	 * @return the checksum
	 */
	@Benchmark
	@Fork(value = 1, jvmArgsAppend = { "-Dossmc.crc64=liblzma", "--enable-native-access=ALL-UNNAMED" })
	public long liblzma() {
		return Crc64.update(0, this.data, 0, this.size);
	}

	/**
	 * In Java.
	 * @return the checksum
	 */
	@Benchmark
	@Fork(value = 1, jvmArgsAppend = "-Dossmc.crc64=java")
	public long java() {
		return Crc64.update(0, this.data, 0, this.size);
	}

	/**
	 * Two parts' checksums into one.
	 * @return the checksum
	 */
	@Benchmark
	@Fork(1)
	public long combine() {
		return Crc64.combine(0x995dc9bbdf1939faL, 42, this.size);
	}

}
