package io.ossmc.connector;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.ossmc.OssModelCapacityException;
import io.ossmc.OssModelChangedException;
import io.ossmc.OssModelConnector;
import io.ossmc.OssModelIntegrityException;
import io.ossmc.OssObject;
import io.ossmc.emulator.Reaction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/** More objects open than there is memory for. */
@Timeout(60)
class ManyObjectsTests {

	private static final int SIZE = 2 << 20;

	@RegisterExtension
	final Oss oss = new Oss();

	@TempDir
	Path directory;

	@Test
	void fortyObjectsAreReadInReverseUnderABudgetOfTwoAndNeverClosedBeforeTheEnd() throws Exception {
		List<byte[]> contents = put(40);
		try (OssModelConnector connector = connector(2)) {
			List<OssObject> objects = open(connector, 40);
			for (int i = 39; i >= 0; i--) {
				try (InputStream stream = objects.get(i).newInputStream()) {
					assertThat(stream.readAllBytes()).as("object %d", i).isEqualTo(contents.get(i));
				}
				assertThat(connector.stats().cache().usedBytes()).isLessThanOrEqualTo(2 * SIZE);
			}
			assertThat(connector.stats().cache().evictions()).isGreaterThanOrEqualTo(38);
			objects.forEach(OssObject::close);
			await().untilAsserted(() -> assertThat(connector.stats().cache().entries()).isZero());
			assertThat(connector.stats().cache().usedBytes()).as("kept for the next")
				.isEqualTo(connector.stats().cache().retainedBytes());
		}
	}

	@Test
	void theKernelNeverCountsMorePagesThanTheBudgetAllows() throws Exception {
		assumeThat(Path.of("/proc/self/smaps")).exists();
		int size = 8 << 20;
		for (int i = 0; i < 20; i++) {
			this.oss.bucket().putSynthetic("object-" + i, size, i);
		}
		long before = PrivatePages.bytes();
		long most = 0;
		try (OssModelConnector connector = this.oss.connector(this.directory).maxSize(4L * size).build();
				ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
			List<OssObject> objects = open(connector, 20);
			List<Future<?>> readers = new ArrayList<>();
			for (int reader = 0; reader < 3; reader++) {
				Random random = new Random(reader);
				readers.add(threads.submit(() -> {
					for (int i = 0; i < 30; i++) {
						try (InputStream stream = objects.get(random.nextInt(20)).newInputStream()) {
							stream.skipNBytes(size - 10);
							assertThat(stream.readAllBytes()).hasSize(10);
						}
					}
					return null;
				}));
			}
			while (!readers.stream().allMatch(Future::isDone)) {
				most = Math.max(most, PrivatePages.bytes() - before);
			}
			for (Future<?> reader : readers) {
				reader.get(1, TimeUnit.SECONDS);
			}
		}
		// What moves while the kernel lists its mappings may be listed twice.
		assertThat(most).isBetween(2L * size, 5L * size);
	}

	@Test
	void streamsThatTakeTurnsGoOnSeamlessly() throws Exception {
		List<byte[]> contents = put(6);
		try (OssModelConnector connector = connector(2)) {
			List<OssObject> objects = open(connector, 6);
			List<InputStream> streams = objects.stream().map(OssObject::newInputStream).toList();
			int step = SIZE / 4;
			for (int at = 0; at < SIZE; at += step) {
				for (int i = 0; i < 6; i++) {
					byte[] bytes = streams.get(i).readNBytes(step);
					assertThat(ByteBuffer.wrap(bytes)).isEqualTo(ByteBuffer.wrap(contents.get(i), at, step));
				}
			}
			int requests = this.oss.gets().size();
			for (InputStream stream : streams) {
				assertThat(stream.read()).isEqualTo(-1);
			}
			assertThat(this.oss.gets()).as("the end needs no bytes").hasSize(requests);
		}
	}

	@Test
	void whatWasReadLastIsKeptAndWhatNobodyReadGoesFirst() throws Exception {
		put(4);
		try (OssModelConnector connector = connector(3)) {
			List<OssObject> objects = open(connector, 4);
			for (int i : new int[] { 1, 0 }) {
				objects.get(i).whenReady().get(10, TimeUnit.SECONDS);
			}
			objects.get(1).read(0, ByteBuffer.allocate(1));
			await().until(() -> objects.get(2).progress().complete());
			objects.get(3).newInputStream().readAllBytes();
			assertThat(objects.get(2).progress().fetched()).as("never read").isZero();
			assertThat(objects.get(1).progress().complete()).isTrue();
			objects.get(2).newInputStream().readAllBytes();
			assertThat(objects.get(0).progress().fetched()).as("least recently read").isZero();
			assertThat(objects.get(1).progress().complete()).isTrue();
		}
	}

	@Test
	void viewsAreNeverTakenAndAReadThatWaitsForThemSaysWhoHasThem() throws Exception {
		List<byte[]> contents = put(3);
		try (OssModelConnector connector = this.oss.connector(this.directory)
			.maxSize(2L * SIZE)
			.admissionTimeout(Duration.ofMillis(200))
			.build()) {
			List<OssObject> objects = open(connector, 3);
			MemorySegment first = objects.get(0).segment();
			ByteBuffer second = objects.get(1).byteBuffer();
			assertThatExceptionOfType(OssModelCapacityException.class)
				.isThrownBy(() -> objects.get(2).read(0, ByteBuffer.allocate(1)))
				.withMessageContaining(objects.get(2).uri() + " waited 200 ms for 2.00 MiB")
				.withMessageContaining(objects.get(0).uri() + " 2.00 MiB")
				.withMessageContaining(objects.get(1).uri() + " 2.00 MiB");
			assertThatThrownBy(() -> objects.get(2).whenReady().get(10, TimeUnit.SECONDS))
				.isInstanceOf(ExecutionException.class)
				.hasCauseInstanceOf(OssModelCapacityException.class);
			assertThat(connector.stats().cache().leased()).isEqualTo(2);
			assertThat(first.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(contents.get(0));
			assertThat(second).isEqualTo(ByteBuffer.wrap(contents.get(1)));
			objects.get(1).close();
			assertThat(objects.get(2).segment().toArray(ValueLayout.JAVA_BYTE)).isEqualTo(contents.get(2));
		}
	}

	@Test
	void closingAnObjectEndsTheReadThatWaitsForItsMemoryAndLetsTheNextOneIn() throws Exception {
		List<byte[]> contents = put(3);
		try (OssModelConnector connector = connector(1)) {
			List<OssObject> objects = open(connector, 3);
			objects.get(0).segment();
			CountDownLatch begun = new CountDownLatch(1);
			CompletableFuture<Integer> waiting = CompletableFuture.supplyAsync(() -> {
				begun.countDown();
				try {
					return objects.get(1).read(0, ByteBuffer.allocate(1));
				}
				catch (IOException ex) {
					throw new CompletionException(ex);
				}
			});
			begun.await();
			CompletableFuture<OssObject> behind = objects.get(2).whenReady();
			objects.get(1).close();
			assertThatThrownBy(() -> waiting.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(IllegalStateException.class)
				.hasMessageContaining("closed");
			assertThat(behind).isNotDone();
			objects.get(0).close();
			assertThat(behind.get(10, TimeUnit.SECONDS).segment().toArray(ValueLayout.JAVA_BYTE))
				.isEqualTo(contents.get(2));
			assertThatIllegalStateException().isThrownBy(() -> objects.get(1).read(0, ByteBuffer.allocate(1)));
		}
	}

	@Test
	void whatComesAgainIsTheSameVersionOrAnError() throws Exception {
		put(2);
		try (OssModelConnector connector = connector(1)) {
			List<OssObject> objects = open(connector, 2);
			byte[] half = new byte[SIZE / 2];
			InputStream stream = objects.get(0).newInputStream();
			stream.readNBytes(half, 0, half.length);
			objects.get(1).newInputStream().readAllBytes();
			this.oss.bucket().put("object-0", new byte[SIZE]);
			assertThatExceptionOfType(OssModelChangedException.class).isThrownBy(stream::read);
		}
	}

	@Test
	void wrongBytesThatWereReadAreToldOfThoughOthersNeedTheMemory() throws Exception {
		put(2);
		AtomicInteger requests = new AtomicInteger();
		// Wrong the first time only, and slow enough to be read before the verdict.
		this.oss.onGet((request) -> (request.key().equals("object-0") && requests.getAndIncrement() < 2)
				? Reaction.throttle(2 << 20).then(Reaction.corrupt(10)) : Reaction.proceed());
		try (OssModelConnector connector = connector(1)) {
			List<OssObject> objects = open(connector, 2);
			InputStream stream = objects.get(0).newInputStream();
			stream.readNBytes(1000);
			objects.get(1).newInputStream().readAllBytes();
			assertThatExceptionOfType(OssModelIntegrityException.class).isThrownBy(stream::readAllBytes);
			assertThatExceptionOfType(OssModelIntegrityException.class).isThrownBy(() -> objects.get(0).segment());
		}
	}

	private List<byte[]> put(int count) {
		List<byte[]> contents = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			contents.add(this.oss.put("object-" + i, SIZE));
		}
		return contents;
	}

	private OssModelConnector connector(int objects) {
		return this.oss.connector(this.directory).maxSize((long) objects * SIZE).build();
	}

	private static List<OssObject> open(OssModelConnector connector, int count) {
		return IntStream.range(0, count).mapToObj((i) -> connector.open(Oss.uri("object-" + i))).toList();
	}

}
