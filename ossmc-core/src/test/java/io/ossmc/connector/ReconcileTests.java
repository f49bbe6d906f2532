package io.ossmc.connector;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

import io.ossmc.ModelLease;
import io.ossmc.ModelMode;
import io.ossmc.ModelSpec;
import io.ossmc.ModelState;
import io.ossmc.OssModel;
import io.ossmc.OssModelConfigurationException;
import io.ossmc.OssModelConnector;
import io.ossmc.OssModelDirectoryException;
import io.ossmc.emulator.Reaction;
import io.ossmc.spi.OssModelListener;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/** A configuration that changes while the connector works. */
@Timeout(60)
class ReconcileTests {

	@RegisterExtension
	final Oss oss = new Oss();

	@TempDir
	Path directory;

	private byte[] one;

	private byte[] two;

	@BeforeEach
	void putModels() {
		this.one = this.oss.put("one/file", 1000);
		this.two = this.oss.put("two/file", 2000);
	}

	@Test
	void newModelsComeThoseNotNamedGoAndThoseOfCallersStay() {
		try (OssModelConnector connector = started(spec("one", "one"))) {
			OssModel prepared = connector.prepare(spec("prepared", "two"));
			connector.reconcile(List.of(spec("two", "two"), spec("lazy", "one", (it) -> it.mode(ModelMode.LAZY))));
			assertThat(connector.models()).extracting(OssModel::name)
				.containsExactlyInAnyOrder("prepared", "two", "lazy");
			await().until(() -> connector.model("two").progress().state() == ModelState.READY);
			assertThat(connector.model("lazy").progress().state()).isEqualTo(ModelState.ABSENT);
			assertThat(connector.model("prepared")).isSameAs(prepared);
			connector.reconcile(List.of());
			assertThat(connector.models()).containsExactly(prepared);
			await().untilAsserted(() -> assertThat(connector.stats().cache().usedBytes()).isEqualTo(4096));
		}
	}

	@Test
	void beforeTheStartNothingIsFetched() {
		try (OssModelConnector connector = this.oss.connector(this.directory).model(spec("one", "one")).build()) {
			connector.reconcile(List.of(spec("one", "two"), spec("two", "two")));
			assertThat(this.oss.emulator().requests()).isEmpty();
			connector.start();
			try (ModelLease lease = connector.model("one").lease()) {
				assertThat(lease.path("file")).hasBinaryContent(this.two);
			}
		}
	}

	@Test
	void anErrorChangesNothing() throws IOException {
		Path place = this.directory.resolve("place");
		Path taken = Files.createDirectory(this.directory.resolve("taken"));
		Files.writeString(taken.resolve("mine.txt"), "precious");
		try (OssModelConnector connector = started(spec("one", "one", (it) -> it.directory(place)))) {
			connector.prepare(spec("prepared", "one"));
			connector.model("one").await();
			List<List<ModelSpec>> wrong = List.of(List.of(spec("two", "two"), spec("two", "one")),
					List.of(spec("prepared", "two")),
					List.of(spec("two", "two"), ModelSpec.builder("one", "http://wrong").build()),
					List.of(spec("two", "two", (it) -> it.directory(place)),
							spec("three", "two", (it) -> it.directory(place.resolve("inside")))));
			for (List<ModelSpec> specs : wrong) {
				assertThatExceptionOfType(OssModelConfigurationException.class)
					.isThrownBy(() -> connector.reconcile(specs));
			}
			assertThatExceptionOfType(OssModelDirectoryException.class)
				.isThrownBy(() -> connector.reconcile(List.of(spec("one", "two", (it) -> it.directory(taken)))))
				.withMessageContaining("mine.txt");
			assertThat(connector.models()).extracting(OssModel::name).containsExactly("one", "prepared");
			assertThat(place.resolve("file")).hasBinaryContent(this.one);
			assertThat(connector.model("one").spec().uri()).isEqualTo("oss://models/one/");
		}
	}

	@Test
	void otherObjectsAreFetchedBesideAndSwappedAlsoForWhatIsLoaded() {
		try (OssModelConnector connector = started(spec("model", "one"))) {
			OssModel model = connector.model("model");
			var loaded = model.load((files) -> files.segment("file").get(ValueLayout.JAVA_BYTE, 3));
			await().until(() -> model.progress().serving());
			try (ModelLease old = model.lease()) {
				connector.reconcile(List.of(spec("model", "two")));
				assertThat(connector.model("model")).isSameAs(model);
				assertThat(model.spec().uri()).isEqualTo("oss://models/two/");
				await().until(() -> loaded.<Byte, RuntimeException>use((built) -> built) == this.two[3]);
				assertThat(old.path("file")).hasBinaryContent(this.one);
			}
			try (ModelLease fresh = model.lease()) {
				assertThat(fresh.path("file")).hasBinaryContent(this.two);
			}
			await().untilAsserted(() -> assertThat(connector.stats().cache().usedBytes()).isEqualTo(4096));
		}
	}

	@Test
	void whatCannotBeHadKeepsTheOldOneServingAndIsTriedAgain() {
		try (OssModelConnector connector = started(spec("model", "one"))) {
			OssModel model = connector.model("model").await();
			connector.reconcile(List.of(spec("model", "later")));
			await()
				.until(() -> model.progress().next() != null && model.progress().next().state() == ModelState.FAILED);
			assertThat(model.progress().next().error()).contains("no objects below oss://models/later/");
			assertThat(model.progress().next().nextAttemptAt()).isNotNull();
			try (ModelLease lease = model.lease()) {
				assertThat(lease.path("file")).hasBinaryContent(this.one);
			}
			this.oss.put("later/file", 30);
			model.refresh().join();
			assertThat(model.progress().totalBytes()).isEqualTo(30);
			assertThat(model.progress().next()).isNull();
		}
	}

	@Test
	void whoWaitsForAFetchThatIsNotWantedAnyMoreGetsTheOtherOne() throws Exception {
		CompletableFuture<Void> gate = new CompletableFuture<>();
		this.oss.onGet((request) -> request.key().startsWith("one") ? Reaction.when(gate) : Reaction.proceed());
		try (OssModelConnector connector = started(spec("model", "one"))) {
			OssModel model = connector.model("model");
			await().until(() -> model.progress().state() == ModelState.FETCHING);
			CompletableFuture<ModelLease> lease = CompletableFuture.supplyAsync(model::lease);
			CompletableFuture<Path> file = model.whenReady("file");
			await().until(() -> connector.stats().cache().misses() == 1);
			connector.reconcile(List.of(spec("model", "two")));
			assertThat(lease.get(10, TimeUnit.SECONDS).path("file")).hasBinaryContent(this.two);
			assertThat(file.get(10, TimeUnit.SECONDS)).hasBinaryContent(this.two);
			lease.join().close();
			gate.complete(null);
		}
	}

	@Test
	void aRefreshThatIsNotWantedAnyMoreMakesWayForTheOther() {
		this.oss.put("three/file", 3000);
		try (OssModelConnector connector = started(spec("model", "one"))) {
			OssModel model = connector.model("model").await();
			CompletableFuture<Void> gate = new CompletableFuture<>();
			this.oss.onGet((request) -> request.key().startsWith("two") ? Reaction.when(gate) : Reaction.proceed());
			connector.reconcile(List.of(spec("model", "two")));
			await()
				.until(() -> model.progress().next() != null && model.progress().next().state() == ModelState.FETCHING);
			CompletableFuture<Boolean> waits = model.refresh();
			connector.reconcile(List.of(spec("model", "three")));
			assertThat(waits.join()).isTrue();
			assertThat(model.progress().totalBytes()).isEqualTo(3000);
			gate.complete(null);
		}
	}

	@Test
	void aModelThatFailedIsTriedAtOnceWithItsNewSpecification() {
		try (OssModelConnector connector = started(spec("model", "nothing"))) {
			OssModel model = connector.model("model");
			await().until(() -> model.progress().state() == ModelState.FAILED);
			connector.reconcile(List.of(spec("model", "one")));
			await().until(() -> model.progress().state() == ModelState.READY);
			assertThat(model.progress().error()).isNull();
		}
	}

	@Test
	void theStablePathMovesAndTwoModelsMayChangePlaces() {
		Path a = this.directory.resolve("a");
		Path b = this.directory.resolve("b");
		Path c = this.directory.resolve("deep/c");
		try (OssModelConnector connector = started(spec("one", "one", (it) -> it.directory(a)),
				spec("two", "two", (it) -> it.directory(b)))) {
			connector.model("one").await();
			connector.model("two").await();
			int gets = this.oss.gets().size();
			connector.reconcile(
					List.of(spec("one", "one", (it) -> it.directory(b)), spec("two", "two", (it) -> it.directory(a))));
			assertThat(b.resolve("file")).hasBinaryContent(this.one);
			assertThat(a.resolve("file")).hasBinaryContent(this.two);
			connector.reconcile(List.of(spec("one", "one", (it) -> it.directory(c)), spec("two", "two")));
			assertThat(c.resolve("file")).hasBinaryContent(this.one);
			assertThat(connector.model("one").progress().path()).isEqualTo(c);
			assertThat(connector.model("two").progress().path().resolve("file")).hasBinaryContent(this.two);
			assertThat(a).doesNotExist();
			assertThat(b).doesNotExist();
			assertThat(this.oss.gets()).hasSize(gets);
		}
		assertThat(c).doesNotExist();
	}

	@Test
	void modesAndTimesChange() {
		UnaryOperator<ModelSpec.Builder> lazy = (it) -> it.mode(ModelMode.LAZY);
		try (OssModelConnector connector = started(spec("model", "one", lazy))) {
			OssModel model = connector.model("model");
			connector.reconcile(List.of(spec("model", "one")));
			await().until(() -> model.progress().state() == ModelState.READY);
			connector.reconcile(List.of(spec("model", "one", lazy)));
			await().during(Duration.ofMillis(200)).until(() -> model.progress().state() == ModelState.READY);
			connector.reconcile(
					List.of(spec("model", "one", (it) -> lazy.apply(it).expireAfterAccess(Duration.ofMillis(50)))));
			await().until(() -> model.progress().state() == ModelState.ABSENT);
			connector.reconcile(List.of(spec("model", "one")));
			await().until(() -> model.progress().state() == ModelState.READY);
			connector.reconcile(List.of(spec("model", "one", (it) -> it.refreshInterval(Duration.ofMillis(50)))));
			this.oss.put("one/file", 5000);
			await().until(() -> model.progress().totalBytes() == 5000);
			assertThat(model.progress().leases()).isZero();
		}
	}

	@Test
	void onlyWhatIsNewOrDifferentIsStarted() {
		try (OssModelConnector connector = started(spec("one", "one"), spec("two", "two"))) {
			connector.models().forEach(OssModel::await);
			assertThat(connector.model("one").evict()).isTrue();
			await().until(() -> connector.model("one").progress().state() == ModelState.ABSENT);
			connector.reconcile(List.of(spec("one", "one"),
					spec("two", "two", (it) -> it.refreshInterval(Duration.ofHours(1))), spec("three", "two")));
			connector.model("three").await();
			assertThat(connector.model("one").progress().state()).as("was given up by hand")
				.isEqualTo(ModelState.ABSENT);
			connector.reconcile(List.of(spec("one", "one", (it) -> it.refreshInterval(Duration.ofHours(1)))));
			await().until(() -> connector.model("one").progress().state() == ModelState.READY);
		}
	}

	@Test
	void listenersMayWaitForThreadsThatLookAtTheConnector() {
		AtomicReference<OssModelConnector> connector = new AtomicReference<>();
		List<String> seen = new CopyOnWriteArrayList<>();
		OssModelListener curious = new OssModelListener() {
			@Override
			public void stateChanged(String model, ModelState from, ModelState to) {
				seen.add(model + " " + to + " "
						+ CompletableFuture.supplyAsync(() -> connector.get().models().size())
							.completeOnTimeout(-1, 5, TimeUnit.SECONDS)
							.join());
			}
		};
		CompletableFuture<Void> gate = new CompletableFuture<>();
		this.oss.onGet((_) -> Reaction.when(gate));
		connector.set(this.oss.connector(this.directory).listener(curious).model(spec("one", "one")).build());
		try (OssModelConnector open = connector.get()) {
			open.start();
			await().until(() -> open.model("one").progress().state() == ModelState.FETCHING);
			open.reconcile(List.of(spec("two", "two"), spec("three", "one")));
			open.reconcile(List.of(spec("two", "one"), spec("three", "one")));
			open.reconcile(List.of());
			assertThat(seen).contains("one ABSENT 2", "two QUEUED 2", "two ABSENT 0")
				.allSatisfy((call) -> assertThat(call).doesNotEndWith("-1"));
			gate.complete(null);
		}
	}

	@Test
	void itWorksOnlyWhileTheConnectorIsOpen() {
		OssModelConnector connector = started();
		connector.close();
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> connector.reconcile(List.of(spec("one", "one"))));
	}

	private OssModelConnector started(ModelSpec... specs) {
		OssModelConnectorBuilder builder = this.oss.connector(this.directory);
		List.of(specs).forEach(builder::model);
		OssModelConnector connector = builder.build();
		connector.start();
		return connector;
	}

	private static ModelSpec spec(String name, String folder) {
		return spec(name, folder, UnaryOperator.identity());
	}

	private static ModelSpec spec(String name, String folder, UnaryOperator<ModelSpec.Builder> options) {
		return options.apply(ModelSpec.builder(name, "oss://models/" + folder + "/")).build();
	}

}
