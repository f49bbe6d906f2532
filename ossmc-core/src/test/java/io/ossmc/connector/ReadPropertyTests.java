package io.ossmc.connector;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

import io.ossmc.OssModelConnector;
import io.ossmc.OssModelCredentials;
import io.ossmc.OssModelException;
import io.ossmc.OssObject;
import io.ossmc.emulator.OssEmulator;
import io.ossmc.emulator.Reaction;
import io.ossmc.emulator.Request;
import io.ossmc.emulator.RequestKind;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Whatever several threads do to an open object at the same time, and whatever goes wrong
 * on the way: every byte that anybody gets is the object's.
 */
class ReadPropertyTests {

	private static final int PART = 64 << 10;

	private static final Duration STALL = Duration.ofMillis(100);

	private static OssEmulator emulator;

	private static Path root;

	private static OssModelConnector connector;

	private static final AtomicInteger KEYS = new AtomicInteger();

	/** By key and number of the request. */
	private static final Map<String, Trouble> TROUBLES = new ConcurrentHashMap<>();

	private static final Map<String, AtomicInteger> REQUESTS = new ConcurrentHashMap<>();

	/** Whose first byte comes wrong. */
	private static volatile Predicate<Request> corrupted = (_) -> false;

	@BeforeContainer
	static void start() throws IOException {
		emulator = OssEmulator.builder()
			.credentials(Oss.KEY_ID, Oss.SECRET)
			.requestHook(ReadPropertyTests::react)
			.start();
		emulator.bucket(Oss.BUCKET);
		root = Files.createTempDirectory("read-property");
		connector = OssModelConnectorBuilder.create()
			.endpoint(emulator.endpoint().toString())
			.region(emulator.region())
			.credentials(() -> new OssModelCredentials(Oss.KEY_ID, Oss.SECRET, null))
			.root(root)
			.maxSize(32L << 20)
			.partSize(PART)
			.stallTimeout(STALL)
			.build();
	}

	@AfterContainer
	static void stop() throws IOException {
		connector.close();
		emulator.close();
		Files.delete(root);
	}

	@Property(tries = 60, shrinking = ShrinkingMode.OFF)
	void everyByteIsRightInAnyInterleavingUnderAnyTrouble(@ForAll("sizes") int size,
			@ForAll("troubles") List<Trouble> troubles, @ForAll("readers") List<List<Read>> readers,
			@ForAll boolean closedInBetween) throws Exception {
		String key = "object-" + KEYS.incrementAndGet();
		byte[] content = new byte[size];
		new Random(size).nextBytes(content);
		emulator.bucket(Oss.BUCKET).put(key, content);
		for (int i = 0; i < troubles.size(); i++) {
			TROUBLES.put(key + "#" + (i + 1), troubles.get(i));
		}
		OssObject object = connector.open(Oss.uri(key));
		try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
			List<Future<Void>> ends = new ArrayList<>();
			for (List<Read> reads : readers) {
				ends.add(threads.submit(reader(object, content, reads, closedInBetween)));
			}
			if (closedInBetween) {
				ends.add(threads.submit(() -> {
					object.read(size / 2, ByteBuffer.allocate(1));
					object.close();
					return null;
				}));
			}
			for (Future<Void> end : ends) {
				end.get(30, TimeUnit.SECONDS);
			}
		}
		finally {
			object.close();
		}
		await().pollInterval(Duration.ofMillis(2))
			.untilAsserted(() -> assertThat(connector.stats().cache().usedBytes()).isZero());
	}

	/** A wrong byte before anybody looked: the object is fetched again, and right. */
	@Property(tries = 15, shrinking = ShrinkingMode.OFF)
	void aByteThatCameWrongIsNeverSeenByWhoWaitsForTheVerdict(@ForAll("sizes") int size,
			@ForAll("troubles") List<Trouble> troubles) throws Exception {
		String key = "corrupt-" + KEYS.incrementAndGet();
		byte[] content = new byte[Math.max(1, size)];
		new Random(size).nextBytes(content);
		emulator.bucket(Oss.BUCKET).put(key, content);
		for (int i = 0; i < troubles.size(); i++) {
			TROUBLES.put(key + "#" + (i + 1), troubles.get(i));
		}
		long before = connector.stats().fetch().crcMismatches();
		corrupted = (request) -> request.key().equals(key) && connector.stats().fetch().crcMismatches() == before;
		try (OssObject object = connector.open(Oss.uri(key))) {
			assertThat(object.whenReady().get(30, TimeUnit.SECONDS).segment().toArray(ValueLayout.JAVA_BYTE))
				.isEqualTo(content);
			assertThat(object.progress().verified()).isTrue();
		}
		assertThat(connector.stats().fetch().crcMismatches()).isEqualTo(before + 1);
	}

	private static Callable<Void> reader(OssObject object, byte[] content, List<Read> reads, boolean mayClose) {
		return () -> {
			try (InputStream stream = object.newInputStream(); SeekableByteChannel channel = object.newByteChannel()) {
				int streamed = 0;
				for (Read read : reads) {
					switch (read.how()) {
						case POSITIONAL -> positional(object, content, read);
						case STREAM -> streamed = stream(stream, content, streamed, read);
						case CHANNEL -> channel(channel, content, read);
						case SEGMENT -> assertThat(object.segment().toArray(ValueLayout.JAVA_BYTE)).isEqualTo(content);
						case SLICE -> slice(object, content, read);
					}
				}
			}
			catch (IllegalStateException | OssModelException ex) {
				if (!mayClose) {
					throw ex;
				}
				assertThat(ex).hasMessageFindingMatch("(?i)closed");
			}
			return null;
		};
	}

	private static void positional(OssObject object, byte[] content, Read read) throws IOException {
		int position = read.position(content.length);
		ByteBuffer buffer = ByteBuffer.allocate(read.length());
		int n = object.read(position, buffer);
		if (position >= content.length) {
			assertThat(n).isEqualTo(-1);
			return;
		}
		assertThat(n).isBetween(1, Math.min(read.length(), content.length - position)).isEqualTo(buffer.position());
		assertSame(content, position, buffer.array(), n);
	}

	private static int stream(InputStream stream, byte[] content, int position, Read read) throws IOException {
		byte[] bytes = new byte[read.length()];
		int n = stream.readNBytes(bytes, 0, bytes.length);
		assertThat(n).isEqualTo(Math.min(read.length(), content.length - position));
		assertSame(content, position, bytes, n);
		return position + n;
	}

	private static void channel(SeekableByteChannel channel, byte[] content, Read read) throws IOException {
		int position = read.position(content.length);
		channel.position(position);
		ByteBuffer buffer = ByteBuffer.allocateDirect(read.length());
		int n = channel.read(buffer);
		if (position >= content.length) {
			assertThat(n).isEqualTo(-1);
			return;
		}
		byte[] bytes = new byte[buffer.flip().remaining()];
		buffer.get(bytes);
		assertThat(channel.position()).isEqualTo(position + n);
		assertSame(content, position, bytes, n);
	}

	private static void slice(OssObject object, byte[] content, Read read) {
		int position = Math.min(read.position(content.length), content.length);
		int length = Math.min(read.length(), content.length - position);
		byte[] bytes = object.segment(position, length).toArray(ValueLayout.JAVA_BYTE);
		assertSame(content, position, bytes, length);
	}

	private static void assertSame(byte[] content, int position, byte[] bytes, int n) {
		assertThat(Arrays.mismatch(content, position, position + n, bytes, 0, n)).as("bytes from %d", position)
			.isEqualTo(-1);
	}

	private static Reaction react(Request request) {
		if (request.kind() != RequestKind.GET_OBJECT) {
			return Reaction.proceed();
		}
		int number = REQUESTS.computeIfAbsent(request.key(), (_) -> new AtomicInteger()).incrementAndGet();
		Trouble trouble = TROUBLES.remove(request.key() + "#" + number);
		Reaction reaction = (trouble != null) ? trouble.reaction() : Reaction.proceed();
		return corrupted.test(request) ? reaction.then(Reaction.corrupt(0)) : reaction;
	}

	@Provide
	Arbitrary<Integer> sizes() {
		return Arbitraries.oneOf(
				Arbitraries.of(0, 1, PART - 1, PART, PART + 1, 2 * PART - 1, 2 * PART, 7 * PART, 16 * PART + 1),
				Arbitraries.integers().between(0, 20 * PART));
	}

	@Provide
	Arbitrary<List<Trouble>> troubles() {
		Arbitrary<Kind> kinds = Arbitraries.of(Kind.CLOSE, Kind.RESET, Kind.STALL, Kind.ERROR, Kind.QOS, Kind.NONE);
		return Combinators.combine(kinds, Arbitraries.integers().between(0, PART)).as(Trouble::new).list().ofMaxSize(8);
	}

	@Provide
	Arbitrary<List<List<Read>>> readers() {
		return Combinators
			.combine(Arbitraries.of(How.class), Arbitraries.integers().between(0, 1_050_000),
					Arbitraries.integers().between(1, 3 * PART))
			.as(Read::new)
			.list()
			.ofMinSize(1)
			.ofMaxSize(12)
			.list()
			.ofMinSize(1)
			.ofMaxSize(4);
	}

	enum Kind {

		CLOSE, RESET, STALL, ERROR, QOS, NONE

	}

	/** What happens to one request. */
	record Trouble(Kind kind, int at) {

		Reaction reaction() {
			return switch (this.kind) {
				case CLOSE -> Reaction.closeAfter(this.at);
				case RESET -> Reaction.resetAfter(this.at);
				case STALL -> Reaction.stallAfter(this.at);
				case ERROR -> Reaction.status(500, "InternalError");
				case QOS -> Reaction.qosDelay(Duration.ofMillis(20));
				case NONE -> Reaction.proceed();
			};
		}

	}

	enum How {

		POSITIONAL, STREAM, CHANNEL, SEGMENT, SLICE

	}

	/** What one reader does next; the position is a millionth of the object's size. */
	record Read(How how, int millionth, int length) {

		int position(int size) {
			return (int) ((long) size * this.millionth / 1_000_000);
		}

	}

}
