package io.ossmc.connector;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

import io.ossmc.LoadedModel;
import io.ossmc.ModelLease;
import io.ossmc.ModelMode;
import io.ossmc.ModelSpec;
import io.ossmc.ObjectSummary;
import io.ossmc.OssModel;
import io.ossmc.OssModelConnector;
import io.ossmc.OssModelTransferException;
import io.ossmc.OssObject;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Threads of applications are interrupted whenever their callers give up, also while they
 * ask for memory.
 */
@Timeout(180)
class InterruptionTests {

	private static final int ROUNDS = 300;

	@RegisterExtension
	final Oss oss = new Oss();

	@TempDir
	Path directory;

	@Test
	void anInterruptedThreadIsGivenMemoryThatIsThereOrToldThatItWasInterrupted() throws Exception {
		byte[] content = this.oss.put("model/file", 4096);
		try (OssModelConnector connector = this.oss.open(this.directory); ModelLease lease = lazy(connector).lease()) {
			assertAnswers(() -> assertThat(lease.segment("file").toArray(ValueLayout.JAVA_BYTE)).isEqualTo(content));
			assertThat(lease.segment("file").toArray(ValueLayout.JAVA_BYTE)).as("for others").isEqualTo(content);
		}
	}

	@Test
	void whatAThreadMapsWhenItIsInterruptedIsNotLost() throws Exception {
		assumeThat(Path.of("/proc/self/maps")).exists();
		this.oss.put("model/file", 4096);
		try (OssModelConnector connector = this.oss.open(this.directory)) {
			OssModel model = lazy(connector);
			for (int round = 0; round < ROUNDS; round++) {
				try (ModelLease lease = model.lease()) {
					mapInterrupted(lease, round * 1000L);
				}
				model.evict();
			}
			await().untilAsserted(() -> assertThat(connector.stats().cache().usedBytes()).isZero());
			await().untilAsserted(() -> assertThat(mappings()).isZero());
		}
	}

	/** Interrupts a thread a moment after it has begun to ask. */
	private static void mapInterrupted(ModelLease lease, long nanos) throws InterruptedException {
		CountDownLatch begun = new CountDownLatch(1);
		Thread thread = Thread.ofPlatform().start(() -> {
			begun.countDown();
			try {
				lease.segment("file");
			}
			catch (RuntimeException _) {
				// How it ends is the other test's matter.
			}
		});
		begun.await();
		long start = System.nanoTime();
		while (System.nanoTime() - start < nanos) {
			Thread.onSpinWait();
		}
		thread.interrupt();
		thread.join();
	}

	@ParameterizedTest
	@MethodSource("calls")
	void whatAnInterruptedThreadAsksForComesOrSaysThatItWasInterrupted(String name, Call call) throws Exception {
		this.oss.put("model/file", 4096);
		try (OssModelConnector connector = this.oss.open(this.directory)) {
			OssModel model = lazy(connector);
			assertAnswers(() -> call.make(connector, model));
			call.make(connector, model);
		}
	}

	static Stream<Arguments> calls() {
		Map<String, Call> calls = new LinkedHashMap<>();
		calls.put("list", (connector, _) -> {
			try (Stream<ObjectSummary> listed = connector.list(Oss.uri("model/"))) {
				assertThat(listed).hasSize(1);
			}
		});
		calls.put("open", (connector, _) -> connector.open(Oss.uri("model/file")).close());
		calls.put("lease", (_, model) -> model.lease().close());
		calls.put("await", (_, model) -> model.await());
		calls.put("use", (_, model) -> {
			try (LoadedModel<Integer> loaded = model.load((files) -> files.files().size())) {
				int files = loaded.use((count) -> count);
				assertThat(files).isOne();
			}
		});
		calls.put("prepare", (connector, _) -> connector
			.prepare(ModelSpec.builder("other", Oss.uri("model/")).mode(ModelMode.LAZY).build()));
		calls.put("refresh", (_, model) -> model.refresh());
		calls.put("evict", (_, model) -> model.evict());
		calls.put("stop", (connector, _) -> connector.stop(Duration.ofSeconds(1)));
		calls.put("start", (connector, _) -> connector.start());
		return calls.entrySet().stream().map((call) -> arguments(call.getKey(), call.getValue()));
	}

	@ParameterizedTest
	@MethodSource("reads")
	void whatAnInterruptedThreadReadsComesOrSaysThatItWasInterrupted(String name, Read read) throws Exception {
		byte[] content = this.oss.put("file", 100_000);
		try (OssModelConnector connector = this.oss.open(this.directory);
				OssObject object = connector.open(Oss.uri("file"))) {
			assertAnswers(() -> assertThat(read.of(object)).isEqualTo(content));
			assertThat(read.of(object)).isEqualTo(content);
		}
	}

	static Stream<Arguments> reads() {
		return Stream.of(arguments("segment", (Read) (object) -> object.segment().toArray(ValueLayout.JAVA_BYTE)),
				arguments("stream", (Read) (object) -> object.newInputStream().readAllBytes()),
				arguments("channel", (Read) (object) -> {
					ByteBuffer buffer = ByteBuffer.allocate((int) object.size());
					try (SeekableByteChannel channel = object.newByteChannel()) {
						while (buffer.hasRemaining()) {
							channel.read(buffer);
						}
					}
					return buffer.array();
				}));
	}

	@Test
	void anInterruptedThreadClosesAConnectorThatThenHasLeftNothing() throws Exception {
		this.oss.put("model/file", 100_000);
		OssModelConnector connector = this.oss.open(this.directory);
		ModelLease lease = lazy(connector).lease();
		lease.segment("file");
		connector.open(Oss.uri("model/file")).segment();
		assertAnswers(connector::close);
		assertThat(this.directory.resolve("root")).isEmptyDirectory();
		if (Files.exists(Path.of("/proc/self/maps"))) {
			await().untilAsserted(() -> assertThat(mappings()).isZero());
		}
	}

	@Test
	void anInterruptedThreadBuildsAConnectorOrLeavesNothing() throws Exception {
		this.oss.put("model/file", 4096);
		assertAnswers(() -> {
			try (OssModelConnector connector = this.oss.open(this.directory)) {
				connector.start();
			}
		});
		assertThat(this.directory.resolve("root")).isEmptyDirectory();
	}

	/**
	 * Has an interrupted thread do something: it comes about, or says that the thread was
	 * interrupted, which it still is.
	 */
	private static void assertAnswers(ThrowingCallable call) {
		CompletableFuture<Boolean> interrupted = CompletableFuture.supplyAsync(() -> {
			Thread.currentThread().interrupt();
			Throwable thrown = catchThrowable(call);
			boolean still = Thread.interrupted();
			if (thrown != null) {
				assertThat(thrown).isInstanceOf(OssModelTransferException.class).hasMessageContaining("nterrupted");
			}
			return still;
		}, (task) -> Thread.ofPlatform().start(task));
		assertThat(interrupted).as("the thread is still interrupted")
			.succeedsWithin(Duration.ofSeconds(10))
			.isEqualTo(true);
	}

	private long mappings() throws IOException {
		try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
			return maps.filter((line) -> line.contains(this.directory.toString())).count();
		}
	}

	private static OssModel lazy(OssModelConnector connector) {
		return connector.prepare(ModelSpec.builder("model", Oss.uri("model/")).mode(ModelMode.LAZY).build());
	}

	/** A call of the API. */
	interface Call {

		void make(OssModelConnector connector, OssModel model) throws Exception;

	}

	/** A way to read an object. */
	interface Read {

		byte[] of(OssObject object) throws Exception;

	}

}
