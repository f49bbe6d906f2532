package io.ossmc.connector;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import io.ossmc.ModelLease;
import io.ossmc.ModelMode;
import io.ossmc.ModelSpec;
import io.ossmc.ModelState;
import io.ossmc.OssModel;
import io.ossmc.OssModelAccessException;
import io.ossmc.OssModelConnector;
import io.ossmc.emulator.Reaction;
import io.ossmc.emulator.SyntheticObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** A model of ten thousand small files, in a hundred directories. */
@Tag("large")
@Timeout(300)
class ManySmallFilesTests {

	private static final int FILES = 10_000;

	private static final int SIZE = 5_000;

	private static final int CONNECTIONS = 64;

	@RegisterExtension
	final Oss oss = new Oss((builder) -> builder.timeToFirstByte(Duration.ofMillis(2)));

	@TempDir
	Path directory;

	@BeforeEach
	void put() {
		for (int number = 0; number < FILES; number++) {
			this.oss.bucket().putSynthetic("model/" + name(number), SIZE, number);
		}
	}

	@Test
	void allAreRightAndNoThreadIsThereBesideThoseThatFetch() throws Exception {
		try (OssModelConnector connector = open()) {
			OssModel model = connector.model("model");
			CompletableFuture<?> ready = model.whenReady();
			AtomicLong most = new AtomicLong();
			await().atMost(1, TimeUnit.MINUTES).pollInterval(10, TimeUnit.MILLISECONDS).until(() -> {
				most.accumulateAndGet(fetchingThreads(), Math::max);
				return ready.isDone();
			});
			model.await();
			assertThat(most.get()).as("threads that fetch, and one that watches them").isBetween(1L, CONNECTIONS + 1L);
			assertThat(model.progress().verified()).isTrue();
			assertThat(model.progress().fetchedBytes()).isEqualTo((long) FILES * SIZE);
			assertThat(model.progress().files()).hasSize(FILES)
				.allMatch((file) -> file.state() == ModelState.READY && file.fetchedBytes() == SIZE);
			assertThat(this.oss.gets()).as("each once").hasSize(FILES);
			try (ModelLease lease = model.lease()) {
				assertThat(lease.files()).hasSize(FILES);
				for (int number = 0; number < FILES; number++) {
					assertThat(wrong(lease.path(name(number)), number)).as(name(number)).isFalse();
				}
			}
		}
		assertThat(files()).isEmpty();
	}

	private static long fetchingThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("ossmc-fetch-"))
			.count();
	}

	@Test
	void oneThatCannotBeReadFailsTheModelAndNothingOfTheOthersStays() throws IOException {
		String refused = "model/" + name(FILES / 2);
		this.oss.onGet(
				(request) -> refused.equals(request.key()) ? Reaction.status(403, "AccessDenied") : Reaction.proceed());
		try (OssModelConnector connector = open()) {
			OssModel model = connector.model("model");
			assertThatThrownBy(model::lease).isInstanceOf(OssModelAccessException.class).hasMessageContaining(refused);
			await().untilAsserted(() -> assertThat(connector.stats().cache().usedBytes()).isZero());
			assertThat(files()).isEmpty();
			this.oss.onGet((_) -> Reaction.proceed());
			try (ModelLease lease = model.lease()) {
				assertThat(lease.files()).as("once it can be read").hasSize(FILES);
			}
		}
	}

	@Test
	void removalWhileFilesAreMadeAndPublishedLeavesNothing() throws Exception {
		for (int published : new int[] { 1, FILES / 10, FILES / 2 }) {
			try (OssModelConnector connector = open()) {
				OssModel model = connector.model("model");
				model.whenReady();
				await().atMost(1, TimeUnit.MINUTES)
					.pollInterval(10, TimeUnit.MILLISECONDS)
					.until(() -> model.progress()
						.files()
						.stream()
						.filter((file) -> file.state() == ModelState.READY)
						.count() >= published);
				connector.remove("model");
				await().atMost(1, TimeUnit.MINUTES)
					.untilAsserted(() -> assertThat(connector.stats().cache().usedBytes()).isZero());
				await().untilAsserted(() -> assertThat(files()).as("after %d were there", published).isEmpty());
			}
		}
	}

	@Test
	void refreshAsksForTheOneThatHasChanged() throws Exception {
		try (OssModelConnector connector = open()) {
			OssModel model = connector.model("model").await();
			try (ModelLease old = model.lease()) {
				String changed = name(FILES / 2);
				byte[] now = this.oss.put("model/" + changed, SIZE + 1);
				int gets = this.oss.gets().size();
				int requests = this.oss.emulator().requests().size();
				assertThat(model.refresh().get(60, TimeUnit.SECONDS)).isTrue();
				assertThat(this.oss.gets().subList(gets, this.oss.gets().size())).singleElement()
					.satisfies((request) -> assertThat(request.key()).isEqualTo("model/" + changed));
				assertThat(this.oss.emulator().requests().size() - requests).as("pages of the listing and that one")
					.isLessThanOrEqualTo(2 * FILES / 1000 + 1);
				try (ModelLease lease = model.lease()) {
					assertThat(lease.path(changed)).hasBinaryContent(now);
					assertThat(Files.isSameFile(lease.path(name(0)), old.path(name(0)))).as("one in memory").isTrue();
				}
				assertThat(wrong(old.path(changed), FILES / 2)).as("the leased one").isFalse();
			}
		}
	}

	private OssModelConnector open() {
		OssModelConnector connector = this.oss.connector(this.directory)
			.maxConnections(CONNECTIONS)
			.maxSize(1L << 30)
			.model(ModelSpec.builder("model", "oss://models/model/").mode(ModelMode.LAZY).build())
			.build();
		connector.start();
		return connector;
	}

	private static String name(int number) {
		return "%02d/shard-%05d.bin".formatted(number % 100, number);
	}

	private static boolean wrong(Path file, int number) throws IOException {
		ByteBuffer expected = ByteBuffer.allocate(SIZE);
		SyntheticObject.fill(SIZE, number, 0, expected);
		return !expected.flip().equals(ByteBuffer.wrap(Files.readAllBytes(file)));
	}

	/** Of the model, wherever below the root. */
	private Set<Path> files() throws IOException {
		Path root = this.directory.resolve("root");
		try (Stream<Path> all = Files.exists(root) ? Files.walk(root) : Stream.empty()) {
			Set<Path> found = new TreeSet<>();
			all.filter((path) -> Files.isRegularFile(path) && path.toString().matches(".*(shard|data|note).*"))
				.forEach(found::add);
			return found;
		}
		catch (UncheckedIOException ex) {
			if (ex.getCause() instanceof NoSuchFileException) {
				return Set.of(root);
			}
			throw ex;
		}
	}

}
