package io.ossmc.connector;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import io.ossmc.ModelLease;
import io.ossmc.ModelState;
import io.ossmc.OssModel;
import io.ossmc.OssModelConnector;
import io.ossmc.emulator.HandledRequest;
import io.ossmc.emulator.SyntheticObject;
import io.ossmc.spi.OssModelListener;
import io.ossmc.spi.OssModelListener.RetryReason;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A directory shaped like Qwen2.5-72B-Instruct: 37 large files and 11 small ones, and
 * somebody who reads every file at the moment its name appears.
 */
class LargeDirectoryTests {

	private static final int SHARDS = 37;

	/** Of the real one, in bytes. */
	private static final Map<String, Long> SMALL = Map.ofEntries(Map.entry(".gitattributes", 1_519L),
			Map.entry("LICENSE", 6_896L), Map.entry("README.md", 6_246L), Map.entry("config.json", 664L),
			Map.entry("configuration.json", 2L), Map.entry("generation_config.json", 243L),
			Map.entry("merges.txt", 1_671_839L), Map.entry("model.safetensors.index.json", 79_049L),
			Map.entry("tokenizer.json", 7_031_645L), Map.entry("tokenizer_config.json", 7_305L),
			Map.entry("vocab.json", 2_776_833L));

	@RegisterExtension
	final Oss oss = new Oss();

	@TempDir
	Path directory;

	@Test
	@Timeout(120)
	void oneConnectionAsksForSmallFilesFirstAndThenForLargeOnesInOrder() throws Exception {
		Map<String, Long> sizes = put(2_700_000, 8);
		prepare(sizes, this.oss.connector(this.directory).minConnections(1).maxConnections(1));
		assertThat(firstRequests()).containsExactlyElementsOf(smallThenLarge(sizes));
		assertThat(this.oss.gets()
			.subList(0, sizes.size())
			.stream()
			.map((request) -> request.range().orElseThrow().toString()))
			.as("of every file its beginning before the rest of any")
			.allMatch((range) -> range.contains("0-"));
	}

	@Test
	@Timeout(120)
	void manyConnectionsTakeThemInTheSameOrderAndNobodySeesAWrongByte() throws Exception {
		Map<String, Long> sizes = put(2_700_000, 8);
		this.oss.emulator().bandwidth(60_000_000);
		prepare(sizes, this.oss.connector(this.directory).minConnections(4).maxConnections(4));
		assertStartedInOrder(sizes, 4);
	}

	@Test
	@Tag("large")
	@Timeout(600)
	void threePointSevenGigabytesInMemoryWithTheDefaultPartSize() throws Exception {
		Path memory = Files.createTempDirectory(Path.of("/dev/shm"), "ossmc-large-");
		try {
			Map<String, Long> sizes = put(100_000_000, 1);
			prepare(sizes,
					this.oss.connector(this.directory)
						.root(memory.resolve("root"))
						.partSize(8 << 20)
						.maxSize(5_000_000_000L));
			assertStartedInOrder(sizes, 16);
			assertThat(memory.resolve("root")).isEmptyDirectory();
		}
		finally {
			Files.deleteIfExists(memory.resolve("root"));
			Files.delete(memory);
		}
	}

	private Map<String, Long> put(long shard, int divisor) {
		Map<String, Long> sizes = new TreeMap<>();
		SMALL.forEach((name, size) -> sizes.put(name, Math.max(1, size / divisor)));
		for (int i = 1; i <= SHARDS; i++) {
			// No two of one size: a mix-up would show at once.
			sizes.put("model-%05d-of-%05d.safetensors".formatted(i, SHARDS), shard + 1_001 * i);
		}
		sizes.forEach((name, size) -> this.oss.bucket().putSynthetic("qwen/" + name, size, seed(name)));
		return sizes;
	}

	private static long seed(String name) {
		return name.hashCode();
	}

	/** Loads the directory under the eyes of a {@link Watcher}. */
	private void prepare(Map<String, Long> sizes, OssModelConnectorBuilder builder) throws Exception {
		long total = sizes.values().stream().mapToLong(Long::longValue).sum();
		Path place = this.directory.resolve("qwen");
		Set<RetryReason> retries = ConcurrentHashMap.newKeySet();
		try (OssModelConnector connector = builder.listener(new OssModelListener() {
			@Override
			public void retried(RetryReason reason) {
				retries.add(reason);
			}
		}).build()) {
			OssModel model = connector.prepareDirectory("oss://models/qwen/", place);
			CompletableFuture<OssModel> ready = model.whenReady();
			Watcher watcher = new Watcher(place, sizes, ready::isDone);
			CompletableFuture<Void> watched = CompletableFuture.runAsync(watcher, (task) -> new Thread(task).start());
			ready.get();
			watched.get();
			assertThat(watcher.wrong).isEmpty();
			assertThat(watcher.early).as("names that appeared and were read before the model was ready").isNotEmpty();
			assertThat(model.progress().state()).isEqualTo(ModelState.READY);
			assertThat(model.progress().verified()).isTrue();
			assertThat(model.progress().fetchedBytes()).isEqualTo(total);
			assertThat(connector.stats().fetch().bytes()).as("no byte came twice").isEqualTo(total);
			// On a machine with too much to do one connection may fall behind the others.
			assertThat(retries).isSubsetOf(RetryReason.SLOW);
			try (ModelLease lease = model.lease()) {
				assertThat(lease.files()).containsExactlyElementsOf(sizes.keySet());
				for (String name : sizes.keySet()) {
					assertThat(check(lease.path(name), name, sizes.get(name))).isEmpty();
				}
			}
		}
	}

	/** Which file was asked for first, second and so on, without the bucket's folder. */
	private List<String> firstRequests() {
		Map<String, HandledRequest> first = new LinkedHashMap<>();
		this.oss.gets().forEach((request) -> first.putIfAbsent(request.key().substring("qwen/".length()), request));
		return List.copyOf(first.keySet());
	}

	private List<String> smallThenLarge(Map<String, Long> sizes) {
		List<String> order = new ArrayList<>();
		sizes.keySet().stream().filter(SMALL::containsKey).forEach(order::add);
		sizes.keySet().stream().filter((name) -> !SMALL.containsKey(name)).forEach(order::add);
		return order;
	}

	/**
	 * Whoever takes the n-th file finds at most {@code connections - 1} earlier ones that
	 * were taken and have not reached the server yet: it can overtake no more than these.
	 */
	private void assertStartedInOrder(Map<String, Long> sizes, int connections) {
		List<String> arrived = firstRequests();
		List<String> planned = smallThenLarge(sizes);
		assertThat(arrived).containsExactlyInAnyOrderElementsOf(planned);
		for (int i = 0; i < planned.size(); i++) {
			assertThat(planned.indexOf(arrived.get(i)))
				.as("%s was asked for as number %d of %s", arrived.get(i), i, arrived)
				.isLessThan(i + connections);
		}
	}

	/** What is wrong with a file; empty if nothing is. */
	private static String check(Path file, String name, long size) throws IOException {
		ByteBuffer actual = ByteBuffer.allocate(1 << 20);
		ByteBuffer expected = ByteBuffer.allocate(1 << 20);
		try (FileChannel channel = FileChannel.open(file)) {
			if (channel.size() != size) {
				return name + " has " + channel.size() + " of " + size + " bytes";
			}
			for (long position = 0; position < size; position += actual.limit()) {
				int length = (int) Math.min(actual.capacity(), size - position);
				actual.clear().limit(length);
				while (actual.hasRemaining() && channel.read(actual) >= 0) {
					// Goes on.
				}
				SyntheticObject.fill(size, seed(name), position, expected.clear().limit(length));
				int mismatch = actual.flip().mismatch(expected.flip());
				if (mismatch >= 0) {
					return name + " is wrong at byte " + (position + mismatch);
				}
			}
		}
		return "";
	}

	/** Opens and reads every name as soon as it is there. */
	private static final class Watcher implements Runnable {

		private final Path place;

		private final Map<String, Long> sizes;

		private final BooleanSupplier over;

		private final Map<String, Long> seen = new HashMap<>();

		final List<String> early = new ArrayList<>();

		final List<String> wrong = new ArrayList<>();

		Watcher(Path place, Map<String, Long> sizes, BooleanSupplier over) {
			this.place = place;
			this.sizes = sizes;
			this.over = over;
		}

		@Override
		public void run() {
			while (this.seen.size() < this.sizes.size() && this.wrong.isEmpty()) {
				boolean last = this.over.getAsBoolean();
				try (DirectoryStream<Path> entries = Files.newDirectoryStream(this.place)) {
					for (Path entry : entries) {
						look(entry);
					}
				}
				catch (NoSuchFileException _) {
					// Not yet there.
				}
				catch (IOException | DirectoryIteratorException ex) {
					this.wrong.add(ex.toString());
				}
				if (last && this.seen.size() < this.sizes.size()) {
					this.wrong.add("ready, but only " + this.seen.keySet() + " are there");
				}
				LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
			}
		}

		private void look(Path entry) throws IOException {
			String name = entry.getFileName().toString();
			Long size = this.sizes.get(name);
			if (size == null) {
				this.wrong.add("unknown file " + name);
				return;
			}
			if (this.seen.putIfAbsent(name, size) != null) {
				return;
			}
			String error = check(entry, name, size);
			if (!error.isEmpty()) {
				this.wrong.add(error);
			}
			if (!this.over.getAsBoolean()) {
				this.early.add(name);
			}
		}

	}

}
