package io.ossmc.benchmark.loop;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.ossmc.OssModelConnector;
import io.ossmc.OssObject;
import io.ossmc.benchmark.client.ConnectorSettings;
import io.ossmc.benchmark.server.Account;
import io.ossmc.emulator.OssEmulator;
import org.jspecify.annotations.Nullable;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Positional reads of an object that is in memory completely: what {@code OssObject.read}
 * adds to the copy, beside the copy from its segment.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class CachedReadBenchmark {

	private static final long SIZE = 64L << 20;

	/** Bytes of a read. */
	@Param({ "64", "4096", "65536" })
	public int size;

	private @Nullable Path root;

	private @Nullable OssEmulator emulator;

	private @Nullable OssModelConnector connector;

	private @Nullable OssObject object;

	private MemorySegment segment = MemorySegment.NULL;

	private ByteBuffer buffer = ByteBuffer.allocate(0);

	/**
	 * Fetches the object.
	 * @throws IOException if there is no place for the memory root
	 */
	@Setup
	public void fetch() throws IOException {
		OssEmulator emulator = OssEmulator.builder().credentials(Account.ID, Account.SECRET).start();
		emulator.bucket("bench").putSynthetic("object", SIZE, 1);
		Path root = Files.createTempDirectory("ossmc-benchmark-");
		OssModelConnector connector = ConnectorSettings.builder(emulator.endpoint().toString(), root, 2 * SIZE).build();
		OssObject object = connector.open("oss://bench/object");
		this.emulator = emulator;
		this.root = root;
		this.connector = connector;
		this.object = object;
		this.segment = object.segment();
		this.buffer = ByteBuffer.allocateDirect(this.size);
	}

	/**
	 * Gives everything up.
	 * @throws IOException if the root cannot be removed
	 */
	@TearDown
	public void close() throws IOException {
		if (this.object != null) {
			this.object.close();
		}
		if (this.connector != null) {
			this.connector.close();
		}
		if (this.emulator != null) {
			this.emulator.close();
		}
		if (this.root != null) {
			try (Stream<Path> left = Files.walk(this.root)) {
				for (Path path : left.sorted(Comparator.reverseOrder()).toList()) {
					Files.delete(path);
				}
			}
		}
	}

	private long position() {
		return ThreadLocalRandom.current().nextLong(SIZE - this.size);
	}

	/**
	 * By the object.
	 * @return bytes read
	 * @throws IOException never
	 */
	@Benchmark
	public int read() throws IOException {
		OssObject object = this.object;
		return (object != null) ? object.read(position(), this.buffer.clear()) : -1;
	}

	/**
	 * From the segment.
	 * @return the buffer
	 */
	@Benchmark
	public ByteBuffer segment() {
		MemorySegment.copy(this.segment, position(), MemorySegment.ofBuffer(this.buffer.clear()), 0, this.size);
		return this.buffer;
	}

}
