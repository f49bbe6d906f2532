package io.ossmc.connector;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.ossmc.OssModelConnector;
import io.ossmc.OssModelCredentials;
import io.ossmc.OssObject;
import io.ossmc.emulator.OssEmulator;
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

/**
 * Open all, then read in any order with several threads, under any budget that the
 * largest object fits into, and close at the end: everything completes, every byte is
 * right, and the budget holds.
 */
class ManyObjectsPropertyTests {

	private static final int PART = 64 << 10;

	private static final int MOST = 12 * PART;

	private static OssEmulator emulator;

	private static Path root;

	private static int keys;

	@BeforeContainer
	static void start() throws IOException {
		emulator = OssEmulator.builder().credentials(Oss.KEY_ID, Oss.SECRET).start();
		emulator.bucket(Oss.BUCKET);
		root = Files.createTempDirectory("many-property");
	}

	@AfterContainer
	static void stop() throws IOException {
		emulator.close();
		Files.delete(root);
	}

	@Property(tries = 40, shrinking = ShrinkingMode.OFF)
	void readsInAnyOrderCompleteUnderAnyBudget(@ForAll("sizes") List<Integer> sizes, @ForAll("reads") List<Read> reads,
			@ForAll("extras") int extra) throws Exception {
		List<byte[]> contents = new ArrayList<>();
		String prefix = "try-" + keys++ + "/";
		for (int size : sizes) {
			byte[] content = new byte[size];
			new Random(size).nextBytes(content);
			emulator.bucket(Oss.BUCKET).put(prefix + contents.size(), content);
			contents.add(content);
		}
		long budget = Math.ceilDiv(sizes.stream().mapToInt(Integer::intValue).max().orElse(0), 4096) * 4096L
				+ extra * 4096L;
		long before = PrivatePages.bytes();
		try (OssModelConnector connector = connector(Math.max(4096, budget));
				ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
			List<OssObject> objects = new ArrayList<>();
			for (int i = 0; i < sizes.size(); i++) {
				objects.add(connector.open(Oss.uri(prefix + i)));
			}
			List<Future<Void>> ends = new ArrayList<>();
			int share = Math.ceilDiv(reads.size(), 4);
			for (int from = 0; from < reads.size(); from += share) {
				ends.add(threads.submit(reader(objects, contents,
						reads.subList(from, Math.min(from + share, reads.size())), connector, before)));
			}
			for (Future<Void> end : ends) {
				end.get(30, TimeUnit.SECONDS);
			}
			objects.forEach(OssObject::close);
		}
	}

	private static OssModelConnector connector(long budget) {
		return OssModelConnectorBuilder.create()
			.endpoint(emulator.endpoint().toString())
			.region(emulator.region())
			.credentials(() -> new OssModelCredentials(Oss.KEY_ID, Oss.SECRET, null))
			.root(root)
			.maxSize(budget)
			.partSize(PART)
			.admissionTimeout(Duration.ofSeconds(20))
			.build();
	}

	private static Callable<Void> reader(List<OssObject> objects, List<byte[]> contents, List<Read> reads,
			OssModelConnector connector, long before) {
		return () -> {
			for (Read read : reads) {
				int index = read.object() % objects.size();
				OssObject object = objects.get(index);
				byte[] content = contents.get(index);
				switch (read.how()) {
					case WHOLE -> {
						try (InputStream stream = object.newInputStream()) {
							assertThat(stream.readAllBytes()).isEqualTo(content);
						}
					}
					case READY -> object.whenReady().get(30, TimeUnit.SECONDS);
					case PART -> {
						int position = (int) ((long) content.length * read.millionth() / 1_000_000);
						ByteBuffer buffer = ByteBuffer.allocate(read.length());
						int n = object.read(position, buffer);
						assertThat(n).isEqualTo((position < content.length) ? buffer.position() : -1);
						assertThat(Arrays.mismatch(content, position, position + Math.max(0, n), buffer.array(), 0,
								Math.max(0, n)))
							.isEqualTo(-1);
					}
					case VIEW -> {
						// A view pins until close: of a handle of its own.
						try (OssObject own = connector.open(object.uri())) {
							assertThat(own.segment().toArray(ValueLayout.JAVA_BYTE)).isEqualTo(content);
						}
					}
				}
				if (read.object() % 8 == 0) {
					// What moves meanwhile may be counted twice.
					assertThat(PrivatePages.bytes())
						.isLessThanOrEqualTo(before + connector.stats().cache().maxBytes() + MOST);
				}
			}
			return null;
		};
	}

	@Provide
	Arbitrary<List<Integer>> sizes() {
		return Arbitraries
			.oneOf(Arbitraries.of(0, 1, PART, PART + 1, 5 * PART), Arbitraries.integers().between(0, MOST))
			.list()
			.ofMinSize(2)
			.ofMaxSize(20);
	}

	@Provide
	Arbitrary<Integer> extras() {
		return Arbitraries.oneOf(Arbitraries.just(0), Arbitraries.integers().between(0, 3 * MOST / 4096));
	}

	@Provide
	Arbitrary<List<Read>> reads() {
		return Combinators
			.combine(Arbitraries.of(How.class), Arbitraries.integers().between(0, 1000),
					Arbitraries.integers().between(0, 1_000_000), Arbitraries.integers().between(1, 3 * PART))
			.as(Read::new)
			.list()
			.ofMinSize(4)
			.ofMaxSize(60);
	}

	enum How {

		WHOLE, PART, READY, VIEW

	}

	/** What a reader does to one of the objects. */
	record Read(How how, int object, int millionth, int length) {
	}

}
