package io.ossmc.memory;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.ossmc.OssModelCapacityException;
import io.ossmc.checksum.Crc64;
import io.ossmc.system.Libc;
import io.ossmc.system.Pages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The contract of {@link Region}, kept by every kind of memory. */
class RegionTests {

	@TempDir
	private static Path directory;

	/** A kind of region. */
	record Kind(String name, Factory factory) {

		@Override
		public String toString() {
			return this.name;
		}

	}

	/** Makes a region of a size. */
	interface Factory {

		Region of(long size) throws IOException;

	}

	static Stream<Kind> kinds() throws IOException {
		final Path parent = Files.createTempDirectory(directory, "kinds");
		return Stream.of(new Kind("private", PrivateRegion::allocate),
				new Kind("private without native calls",
						(size) -> PrivateRegion.allocate(size, Optional.empty(), null)),
				new Kind("shared through the file",
						(size) -> SharedRegion.create(parent.resolve("f" + System.nanoTime()), size, Optional.empty(),
								new Pages(false, 4096))),
				new Kind("shared and direct",
						(size) -> SharedRegion.create(parent.resolve("d" + System.nanoTime()), size, Libc.instance(),
								new Pages(true, 4096))),
				new Kind("shared as this machine has it",
						(size) -> SharedRegion.create(parent.resolve("m" + System.nanoTime()), size)));
	}

	@ParameterizedTest
	@MethodSource("kinds")
	void whatWritersReceiveIsWhatLeasesRead(Kind kind) throws IOException {
		final byte[] bytes = random(5_000_003);
		try (Region region = kind.factory().of(bytes.length)) {
			fill(region, bytes, 1_700_000, 300_001);
			try (RegionLease lease = region.lease()) {
				assertThat(lease.segment().isReadOnly()).isTrue();
				assertThat(lease.segment().byteSize()).isEqualTo(bytes.length);
				assertThat(lease.segment().mismatch(MemorySegment.ofArray(bytes))).isEqualTo(-1);
			}
			assertThat(region.charged()).isGreaterThanOrEqualTo(bytes.length).isLessThan(bytes.length + 65536L);
		}
	}

	@ParameterizedTest
	@MethodSource("kinds")
	void theChecksumIsThatOfTheBytesWritten(Kind kind) throws IOException {
		final byte[] bytes = random(2_500_000);
		try (Region region = kind.factory().of(bytes.length);
				RegionWriter writer = region.writer(0, bytes.length, true)) {
			for (int at = 0; at < bytes.length;) {
				final int n = Math.min(99_999, Math.min(writer.buffer().remaining(), bytes.length - at));
				writer.buffer().put(bytes, at, n);
				writer.received(n);
				at += n;
				assertThat(writer.crc64()).as("after %d bytes, %d written", at, writer.written())
					.isEqualTo(Crc64.update(0, ByteBuffer.wrap(bytes, 0, (int) writer.written())));
			}
			assertThat(writer.written()).as("complete parts are flushed").isEqualTo(bytes.length);
			assertThat(writer.buffer().hasRemaining()).isFalse();
		}
	}

	@ParameterizedTest
	@MethodSource("kinds")
	void anUnfinishedPartKeepsWhatArrived(Kind kind) throws IOException {
		try (Region region = kind.factory().of(100)) {
			final RegionWriter writer = region.writer(10, 50, true);
			writer.buffer().put(new byte[] { 1, 2, 3 });
			writer.received(3);
			writer.close();
			writer.close();
			assertThat(writer.written()).isEqualTo(3);
			assertThatIllegalStateException().isThrownBy(writer::buffer);
			try (RegionWriter rest = region.writer(13, 47, false); RegionLease lease = region.lease()) {
				assertThat(lease.segment().get(ValueLayout.JAVA_BYTE, 12)).isEqualTo((byte) 3);
				assertThat(rest.crc64()).isZero();
			}
		}
	}

	@ParameterizedTest
	@MethodSource("kinds")
	void flushedBytesAreReadableBeforeThePartIsComplete(Kind kind) throws IOException {
		try (Region region = kind.factory().of(5000);
				RegionWriter writer = region.writer(0, 5000, false);
				RegionLease lease = region.lease()) {
			writer.buffer().put((byte) 42);
			writer.received(1);
			writer.flush();
			assertThat(writer.written()).isOne();
			assertThat(lease.segment().get(ValueLayout.JAVA_BYTE, 0)).isEqualTo((byte) 42);
		}
	}

	@ParameterizedTest
	@MethodSource("kinds")
	void refusesMoreBytesThanBelongThere(Kind kind) throws IOException {
		try (Region region = kind.factory().of(10); RegionWriter writer = region.writer(2, 5, false)) {
			assertThat(writer.buffer().remaining()).isEqualTo(5);
			assertThatIllegalArgumentException().isThrownBy(() -> writer.received(6));
			assertThatIllegalArgumentException().isThrownBy(() -> writer.received(-1));
			assertThatThrownBy(() -> region.writer(6, 5, false)).isInstanceOf(IndexOutOfBoundsException.class);
		}
	}

	@ParameterizedTest
	@MethodSource("kinds")
	void anEmptyRegionWorks(Kind kind) throws Exception {
		final Region region = kind.factory().of(0);
		try (region; RegionWriter writer = region.writer(0, 0, true); RegionLease lease = region.lease()) {
			assertThat(writer.buffer().hasRemaining()).isFalse();
			assertThat(writer.crc64()).isZero();
			assertThat(lease.segment().byteSize()).isZero();
			assertThat(region.charged()).isZero();
		}
		region.whenFreed().get(10, TimeUnit.SECONDS);
	}

	@ParameterizedTest
	@MethodSource("kinds")
	void memoryIsFreedAfterTheLastWriterAndLease(Kind kind) throws Exception {
		final Region region = kind.factory().of(10_000);
		final RegionWriter writer = region.writer(0, 10, false);
		final RegionLease lease = region.lease();
		region.close();
		region.close();
		assertThatIllegalStateException().isThrownBy(region::lease);
		assertThatIllegalStateException().isThrownBy(() -> region.writer(0, 1, false));
		writer.buffer().put((byte) 7);
		writer.received(1);
		writer.close();
		assertThat(lease.segment().get(ValueLayout.JAVA_BYTE, 0)).as("the lease holds it").isEqualTo((byte) 7);
		assertThat(region.whenFreed()).isNotDone();
		lease.close();
		lease.close();
		region.whenFreed().get(10, TimeUnit.SECONDS);
	}

	@ParameterizedTest
	@MethodSource("kinds")
	void aViewDiesWithItsLeaseAndOthersLiveOn(Kind kind) throws IOException {
		try (Region region = kind.factory().of(100); RegionLease other = region.lease()) {
			final RegionLease lease = region.lease();
			final MemorySegment view = lease.segment();
			final ByteBuffer buffer = view.asByteBuffer();
			lease.close();
			assertThatIllegalStateException().isThrownBy(() -> view.get(ValueLayout.JAVA_BYTE, 0));
			assertThatIllegalStateException().isThrownBy(() -> buffer.get(0));
			assertThat(other.segment().get(ValueLayout.JAVA_BYTE, 0)).isZero();
			assertThat(region.leases()).isOne();
		}
	}

	@ParameterizedTest
	@MethodSource("kinds")
	void aLeaseClosedInTheMiddleOfASystemCallEndsAfterIt(Kind kind) throws Exception {
		final Pipe pipe = Pipe.open();
		try (Pipe.SourceChannel source = pipe.source(); Pipe.SinkChannel sink = pipe.sink()) {
			final Region region = kind.factory().of(4 << 20);
			final RegionLease lease = region.lease();
			final ByteBuffer bytes = lease.segment().asByteBuffer();
			final CompletableFuture<Integer> blocked = CompletableFuture.supplyAsync(() -> {
				try {
					int sent = 0;
					while (bytes.hasRemaining()) {
						sent += sink.write(bytes);
					}
					return sent;
				}
				catch (IOException | IllegalStateException ex) {
					return -1;
				}
			});
			source.read(ByteBuffer.allocate(1));
			lease.close();
			region.close();
			final ByteBuffer drain = ByteBuffer.allocate(1 << 20);
			while (!blocked.isDone() || !region.whenFreed().isDone()) {
				source.configureBlocking(false);
				source.read(drain.clear());
				Thread.onSpinWait();
			}
			assertThat(blocked.get()).isIn(-1, 4 << 20);
		}
	}

	@Test
	void manyThreadsEnterAndLeaveAndTheMemoryIsFreedOnce() throws Exception {
		for (int round = 0; round < 20; round++) {
			final Region region = PrivateRegion.allocate(1 << 16);
			final List<CompletableFuture<Void>> all = Stream.generate(() -> CompletableFuture.runAsync(() -> {
				try {
					for (;;) {
						try (RegionLease lease = region.lease()) {
							lease.segment().get(ValueLayout.JAVA_BYTE, 77);
						}
					}
				}
				catch (IllegalStateException ex) {
					// Closed.
				}
			})).limit(4).toList();
			try (RegionLease lease = region.lease()) {
				region.close();
				assertThat(region.whenFreed()).isNotDone();
				assertThat(lease.segment().get(ValueLayout.JAVA_BYTE, 0)).isZero();
			}
			CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);
			region.whenFreed().get(10, TimeUnit.SECONDS);
		}
	}

	@Test
	void memoryTheSystemRefusesIsACapacityError() {
		assertThatThrownBy(() -> PrivateRegion.allocate(1L << 52)).isInstanceOf(OssModelCapacityException.class)
			.hasMessageContaining("4503599627370496 bytes")
			.hasMessageContaining("ossmc.cache.max-size");
	}

	static void fill(Region region, byte[] bytes, int partSize, int readSize) {
		for (int start = 0; start < bytes.length; start += partSize) {
			final int length = Math.min(partSize, bytes.length - start);
			try (RegionWriter writer = region.writer(start, length, true)) {
				for (int at = start; writer.buffer().hasRemaining();) {
					final int n = Math.min(writer.buffer().remaining(), readSize);
					writer.buffer().put(bytes, at, n);
					writer.received(n);
					at += n;
				}
				assertThat(writer.crc64()).isEqualTo(Crc64.update(0, ByteBuffer.wrap(bytes, start, length)));
			}
		}
	}

	static byte[] random(int size) {
		final byte[] bytes = new byte[size];
		new Random(size).nextBytes(bytes);
		return bytes;
	}

}
