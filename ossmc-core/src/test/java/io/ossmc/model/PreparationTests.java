package io.ossmc.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.ossmc.ModelSpec;
import io.ossmc.ModelState;
import io.ossmc.OssModelCapacityException;
import io.ossmc.OssModelCredentials;
import io.ossmc.OssModelException;
import io.ossmc.VerifyMode;
import io.ossmc.budget.IdleEntries;
import io.ossmc.budget.MemoryBudget;
import io.ossmc.emulator.OssEmulator;
import io.ossmc.emulator.Reaction;
import io.ossmc.emulator.RequestKind;
import io.ossmc.http.HttpSettings;
import io.ossmc.http.RangeClient;
import io.ossmc.listing.Helpers;
import io.ossmc.memory.RetainedMemory;
import io.ossmc.memory.SmallTmpfs;
import io.ossmc.oss.StoreSettings;
import io.ossmc.oss.Stores;
import io.ossmc.place.ModelPlace;
import io.ossmc.plan.VersionPlan;
import io.ossmc.root.MemoryRoot;
import io.ossmc.root.Owner;
import io.ossmc.spi.OssModelListener;
import io.ossmc.thread.ConnectorThreads;
import io.ossmc.thread.Leaks;
import io.ossmc.transfer.TransferEngine;
import io.ossmc.transfer.TransferSettings;
import io.ossmc.version.Idleness;
import io.ossmc.version.ModelVersion;
import io.ossmc.version.StoredFiles;
import io.ossmc.version.VersionLease;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/** A version prepared beside one that is serving. */
@Timeout(60)
class PreparationTests {

	private static final long LIMIT = 8L << 20;

	@TempDir
	Path directory;

	private final ConnectorThreads threads = new ConnectorThreads();

	private final IdleEntries idle = new IdleEntries(this.threads.tasks());

	private final MemoryBudget budget = new MemoryBudget(LIMIT, new RetainedMemory(System::nanoTime), this.idle);

	private OssEmulator oss;

	private Owner owner;

	private ModelServices services;

	@BeforeEach
	void wire() {
		this.oss = OssEmulator.builder().credentials("id", "secret").start();
		this.oss.bucket("models");
		MemoryRoot root = MemoryRoot.open(this.directory.resolve("root"), LIMIT);
		this.owner = root.claim();
		OssModelListener listener = new OssModelListener() {
		};
		RangeClient client = RangeClient.create(new HttpSettings(Duration.ofSeconds(5), Duration.ofSeconds(10), 4,
				Duration.ofSeconds(5), null, HttpSettings::resolve, System::nanoTime, null));
		Stores stores = new Stores(
				new StoreSettings(this.oss.endpoint().toString(), this.oss.region(),
						() -> new OssModelCredentials("id", "secret", null), null),
				Map.of(), null, client.requests(), Duration.ofSeconds(20), InstantSource.system(), System::nanoTime);
		TransferEngine engine = new TransferEngine(
				new TransferSettings(1 << 20, 4, 4, Duration.ofSeconds(10), Duration.ofSeconds(20), VerifyMode.TRUE),
				client, listener, System::nanoTime);
		StoredFiles files = new StoredFiles(this.owner, root, this.budget, this.idle, Duration.ofMinutes(1), listener);
		this.services = new ModelServices(stores, engine, this.budget, this.idle, root, this.owner, files, this.threads,
				new Helpers(this.threads.tasks(), 8), listener, Duration.ofSeconds(10), Duration.ofMinutes(1),
				new PinnedSet(LIMIT), new Leaks(false), InstantSource.system(), System::nanoTime);
	}

	@AfterEach
	void close() {
		this.services.engine().close();
		this.threads.close();
		this.services.stores().close();
		this.owner.close();
		this.oss.close();
	}

	@Test
	void whatIsUnchangedIsLinkedAndThePlaceSwitchesWhenAllIsThere() throws Exception {
		beside(this.directory.resolve("place"));
	}

	@Test
	void theSameInADirectoryThatHasToStayOne() throws Exception {
		try (SmallTmpfs mount = SmallTmpfs.mount("size=1m")) {
			beside(mount.directory());
			assertThat(mount.directory()).isEmptyDirectory();
		}
	}

	private void beside(Path path) throws Exception {
		byte[] kept = put("kept.bin", 2 << 20, 1);
		byte[] before = put("changed.bin", 1 << 20, 2);
		put("sub/gone.json", 100, 3);
		ModelPlace place = place(path);
		ModelVersion old = prepare(place, Preparation.Way.ALONE).call();
		assertThat(names(path)).containsExactlyInAnyOrder("kept.bin", "changed.bin", "sub/gone.json");
		VersionLease lease = old.lease(true);
		byte[] after = put("changed.bin", 1 << 20, 4);
		byte[] gained = put("sub/gained.json", 200, 5);
		this.oss.bucket("models").delete("model/sub/gone.json");
		long fetched = this.services.engine().stats().bytes();
		CompletableFuture<Void> gate = new CompletableFuture<>();
		this.oss
			.requestHook((request) -> request.key().endsWith("changed.bin") && request.kind() == RequestKind.GET_OBJECT
					? Reaction.when(gate) : Reaction.proceed());
		Attempt attempt = new Attempt(Instant.now(), System::nanoTime);
		CompletableFuture<ModelVersion> coming = CompletableFuture
			.supplyAsync(() -> uninterrupted(prepare(place, attempt, Preparation.Way.BESIDE)));
		await().until(() -> attempt.files()
			.progress()
			.stream()
			.anyMatch((file) -> file.state() == ModelState.READY && file.name().equals("sub/gained.json")));
		assertThat(path.resolve("changed.bin")).as("while it comes").hasBinaryContent(before);
		assertThat(names(path)).containsExactlyInAnyOrder("kept.bin", "changed.bin", "sub/gone.json");
		assertThat(this.budget.used()).isEqualTo((4 << 20) + 2 * 4096);
		gate.complete(null);
		ModelVersion fresh = coming.get(20, TimeUnit.SECONDS);
		assertThat(this.services.engine().stats().bytes() - fetched).isEqualTo(after.length + gained.length);
		assertThat(attempt.files().fetchedBytes()).isEqualTo(attempt.files().totalBytes());
		assertThat(names(path)).containsExactlyInAnyOrder("kept.bin", "changed.bin", "sub/gained.json");
		assertThat(path.resolve("changed.bin")).hasBinaryContent(after);
		assertThat(path.resolve("kept.bin")).hasBinaryContent(kept);
		assertThat(Files.isSameFile(old.directory().resolve("kept.bin"), fresh.directory().resolve("kept.bin")))
			.isTrue();
		CompletableFuture<Void> freed = old.retire();
		assertThat(lease.path("changed.bin")).as("an old lease reads old bytes").hasBinaryContent(before);
		assertThat(freed).isNotDone();
		lease.close();
		freed.get(10, TimeUnit.SECONDS);
		assertThat(this.budget.used()).isEqualTo((3 << 20) + 4096);
		assertThat(path.resolve("kept.bin")).hasBinaryContent(kept);
		place.hide(fresh.directory());
		fresh.retire().get(10, TimeUnit.SECONDS);
		assertThat(this.budget.used()).isZero();
		assertThat(Files.exists(path.resolve("kept.bin"))).isFalse();
		place.abandon();
	}

	@Test
	void whatDoesNotFitBesideIsRefusedAtOnceAndTheOldVersionStays() throws Exception {
		byte[] before = put("changed.bin", 5 << 20, 1);
		Path path = this.directory.resolve("place");
		ModelPlace place = place(path);
		ModelVersion old = prepare(place, Preparation.Way.ALONE).call();
		try (VersionLease _ = old.lease(true)) {
			put("changed.bin", 5 << 20, 2);
			assertThatExceptionOfType(OssModelCapacityException.class)
				.isThrownBy(() -> prepare(place, Preparation.Way.BESIDE).call())
				.withMessageContaining("model model");
			assertThat(path.resolve("changed.bin")).hasBinaryContent(before);
			assertThat(this.budget.used()).isEqualTo(5 << 20);
		}
		assertThat(names(path)).containsExactly("changed.bin");
	}

	@Test
	void oneThatFailsInTheMiddleLeavesTheOldVersionAndNothingOfItself() throws Exception {
		put("kept.bin", 1 << 20, 1);
		byte[] before = put("changed.bin", 1 << 20, 2);
		Path path = this.directory.resolve("place");
		ModelPlace place = place(path);
		ModelVersion old = prepare(place, Preparation.Way.ALONE).call();
		put("changed.bin", 1 << 20, 3);
		this.oss.requestHook((request) -> request.kind() == RequestKind.GET_OBJECT
				? Reaction.status(403, "AccessDenied") : Reaction.proceed());
		Attempt attempt = new Attempt(Instant.now(), System::nanoTime);
		assertThatExceptionOfType(OssModelException.class)
			.isThrownBy(() -> prepare(place, attempt, Preparation.Way.BESIDE).call());
		await().untilAsserted(() -> assertThat(this.budget.used()).isEqualTo(2 << 20));
		assertThat(path.resolve("changed.bin")).hasBinaryContent(before);
		assertThat(names(path)).containsExactlyInAnyOrder("kept.bin", "changed.bin");
		try (Stream<Path> versions = Files.list(old.directory().getParent())) {
			assertThat(versions).containsExactly(old.directory());
		}
	}

	private Callable<ModelVersion> prepare(ModelPlace place, Preparation.Way way) {
		return prepare(place, new Attempt(Instant.now(), System::nanoTime), way);
	}

	private Callable<ModelVersion> prepare(ModelPlace place, Attempt attempt, Preparation.Way way) {
		return () -> {
			ModelVersion version = Objects.requireNonNull(
					new Preparation(spec(place.path()), place, this.services, attempt, new AnyTerms(way)).run());
			version.countedBy(new Idleness("model", version, this.idle, () -> null, (_) -> {
			}));
			if (way == Preparation.Way.BESIDE) {
				place.show(version.directory(), version.plan().names());
			}
			return version;
		};
	}

	private record AnyTerms(Preparation.Way way) implements Preparation.Terms {

		@Override
		public void planned(VersionPlan plan) {
		}

		@Override
		public void admitted() {
		}

	}

	private static ModelVersion uninterrupted(Callable<ModelVersion> task) {
		try {
			return task.call();
		}
		catch (Exception ex) {
			throw new AssertionError(ex);
		}
	}

	private ModelPlace place(Path path) {
		return new ModelPlace(spec(path), this.services.root(), this.owner);
	}

	private static ModelSpec spec(Path path) {
		return ModelSpec.builder("model", "oss://models/model/").directory(path).build();
	}

	private byte[] put(String name, int size, long seed) {
		byte[] content = new byte[size];
		new Random(seed).nextBytes(content);
		this.oss.bucket("models").put("model/" + name, content);
		return content;
	}

	/** What a user finds when he looks for files. */
	private static List<String> names(Path place) throws IOException {
		Path real = Files.isSymbolicLink(place) ? place.toRealPath() : place;
		try (Stream<Path> walk = Files.walk(real)) {
			return walk.filter((path) -> !path.getFileName().toString().startsWith("."))
				.filter((path) -> Files.isRegularFile(path))
				.map((path) -> real.relativize(path).toString())
				.toList();
		}
	}

}
