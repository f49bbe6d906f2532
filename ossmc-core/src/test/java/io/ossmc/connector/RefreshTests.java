package io.ossmc.connector;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.ossmc.ModelLease;
import io.ossmc.ModelMode;
import io.ossmc.ModelProgress;
import io.ossmc.ModelSpec;
import io.ossmc.ModelState;
import io.ossmc.OssModel;
import io.ossmc.OssModelCapacityException;
import io.ossmc.OssModelConnector;
import io.ossmc.OssModelLoadException;
import io.ossmc.OssModelTransferException;
import io.ossmc.emulator.Reaction;
import io.ossmc.emulator.RequestKind;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** A new version takes the place of the one that serves. */
@Tag("environment")
@Timeout(60)
class RefreshTests {

	@RegisterExtension
	final Oss oss = new Oss();

	@TempDir
	Path directory;

	private final Told told = new Told();

	@Test
	void leasesKeepTheOldBytesAndNewOnesHaveTheNew() throws Exception {
		byte[] old = this.oss.put("model/file", 1 << 20);
		this.oss.put("model/gone", 10);
		Path place = this.directory.resolve("place");
		try (OssModelConnector connector = connector(spec().directory(place))) {
			OssModel model = connector.model("model").await();
			ModelLease before = model.lease();
			MemorySegment view = before.segment("file");
			byte[] fresh = this.oss.put("other", 1 << 20);
			this.oss.bucket().put("model/file", fresh);
			this.oss.bucket().delete("model/gone");
			this.oss.put("model/new", 10);
			assertThat(refreshed(model)).isTrue();
			try (ModelLease after = model.lease()) {
				assertThat(after.files()).containsExactly("file", "new");
				assertThat(after.segment("file").toArray(ValueLayout.JAVA_BYTE)).isEqualTo(fresh);
				assertThat(after.version()).isNotEqualTo(before.version()).isEqualTo(model.progress().version());
			}
			assertThat(place.resolve("file")).hasBinaryContent(fresh);
			assertThat(place.resolve("gone")).doesNotExist();
			assertThat(view.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(old);
			assertThat(before.path("file")).hasBinaryContent(old);
			await().untilAsserted(() -> assertThat(this.told.events).containsExactly("model refreshed"));
			before.close();
			await().untilAsserted(() -> assertThat(this.told.events).containsExactly("model refreshed",
					"model REPLACED " + ((1 << 20) + 10)));
			assertThat(this.told.states).as("stays ready")
				.containsExactly("model QUEUED", "model FETCHING", "model READY");
			assertThat(model.progress().next()).isNull();
		}
		assertThat(place).doesNotExist();
	}

	@Test
	void whatHasNotChangedIsNotFetchedAgain() throws Exception {
		this.oss.put("model/file", 10);
		try (OssModelConnector connector = connector(spec())) {
			OssModel model = connector.model("model").await();
			int gets = this.oss.gets().size();
			assertThat(refreshed(model)).isFalse();
			assertThat(this.oss.gets()).hasSize(gets);
			assertThat(model.progress().next()).isNull();
		}
	}

	@Test
	void whatIsNotInMemoryIsNotEvenListed() throws Exception {
		this.oss.put("model/file", 10);
		try (OssModelConnector connector = connector(spec().mode(ModelMode.LAZY))) {
			assertThat(refreshed(connector.model("model"))).isFalse();
			assertThat(this.oss.emulator().requests()).isEmpty();
		}
	}

	@Test
	void loadedObjectsAreBuiltBesideAndSwapped() throws Exception {
		byte[] old = this.oss.put("model/file", 1000);
		byte[] fresh = this.oss.put("other", 1000);
		List<String> events = new CopyOnWriteArrayList<>();
		CompletableFuture<Void> building = new CompletableFuture<>();
		AtomicBoolean second = new AtomicBoolean();
		try (OssModelConnector connector = connector(spec())) {
			OssModel model = connector.model("model");
			var loaded = model.load((files) -> {
				if (second.get()) {
					building.join();
				}
				return files.segment("file");
			}, (memory) -> events.add("closed " + memory.get(ValueLayout.JAVA_BYTE, 0)));
			await().until(() -> model.progress().serving());
			second.set(true);
			CompletableFuture<Void> leave = new CompletableFuture<>();
			CompletableFuture<Byte> use = CompletableFuture
				.supplyAsync(() -> loaded.<Byte, RuntimeException>use((memory) -> {
					leave.join();
					return memory.get(ValueLayout.JAVA_BYTE, 9);
				}));
			await().until(() -> model.progress().leases() == 1);
			this.oss.bucket().put("model/file", fresh);
			CompletableFuture<Boolean> refresh = model.refresh();
			await().until(() -> {
				ModelProgress next = model.progress().next();
				return next != null && next.fetchedBytes() == 1000;
			});
			assertThat(loaded.<Byte, RuntimeException>use((memory) -> memory.get(ValueLayout.JAVA_BYTE, 5)))
				.as("goes on with the old one")
				.isEqualTo(old[5]);
			try (ModelLease lease = model.lease()) {
				assertThat(lease.path("file")).hasBinaryContent(old);
			}
			building.complete(null);
			assertThat(refresh.get(10, TimeUnit.SECONDS)).isTrue();
			assertThat(loaded.<Byte, RuntimeException>use((memory) -> memory.get(ValueLayout.JAVA_BYTE, 5)))
				.isEqualTo(fresh[5]);
			assertThat(events).as("still in use").isEmpty();
			leave.complete(null);
			assertThat(use.get(10, TimeUnit.SECONDS)).isEqualTo(old[9]);
			await().untilAsserted(() -> assertThat(events).containsExactly("closed " + old[0]));
			await().untilAsserted(
					() -> assertThat(this.told.events).containsExactly("model refreshed", "model REPLACED 1000"));
		}
	}

	@Test
	void aLoaderThatFailsOnTheNewVersionKeepsTheOldOneServing() throws Exception {
		byte[] old = this.oss.put("model/file", 1000);
		byte[] fresh = this.oss.put("other", 1000);
		try (OssModelConnector connector = connector(spec())) {
			OssModel model = connector.model("model");
			AtomicBoolean picky = new AtomicBoolean(true);
			var loaded = model.load((files) -> {
				byte first = files.segment("file").get(ValueLayout.JAVA_BYTE, 0);
				if (picky.get() && first != old[0]) {
					throw new IOException("not a model");
				}
				return first;
			});
			await().until(() -> model.progress().serving());
			this.oss.bucket().put("model/file", fresh);
			assertThatThrownBy(() -> refreshed(model)).hasCauseInstanceOf(OssModelLoadException.class);
			ModelProgress progress = model.progress();
			assertThat(progress.state()).isEqualTo(ModelState.READY);
			assertThat(progress.error()).isNull();
			assertThat(progress.next().state()).isEqualTo(ModelState.FAILED);
			assertThat(progress.next().error()).contains("not a model");
			assertThat(loaded.<Byte, RuntimeException>use((first) -> first)).isEqualTo(old[0]);
			await().untilAsserted(() -> assertThat(connector.stats().cache().usedBytes()).isEqualTo(4096));
			picky.set(false);
			assertThat(refreshed(model)).isTrue();
			assertThat(loaded.<Byte, RuntimeException>use((first) -> first)).isEqualTo(fresh[0]);
			assertThat(model.progress().next()).isNull();
		}
	}

	@Test
	void aFetchThatFailsChangesNothingAndIsShown() throws Exception {
		byte[] old = this.oss.put("model/file", 1000);
		Told told = new Told();
		try (OssModelConnector connector = this.oss.connector(this.directory)
			.listener(told)
			.model(spec().build())
			.build()) {
			OssModel model = connector.model("model").await();
			byte[] fresh = this.oss.put("model/file", 2000);
			this.oss.onGet((request) -> Reaction.status(403, "AccessDenied"));
			assertThatThrownBy(() -> refreshed(model)).hasMessageContaining("AccessDenied");
			await().untilAsserted(() -> assertThat(told.events).hasSize(1)
				.first()
				.asString()
				.startsWith("model stays:")
				.contains("AccessDenied"));
			assertThat(told.states).as("it never was FAILED").doesNotContain("model FAILED");
			assertThat(model.progress().next().error()).contains("AccessDenied");
			try (ModelLease lease = model.lease()) {
				assertThat(lease.path("file")).hasBinaryContent(old);
			}
			this.oss.bucket().put("model/file", old);
			assertThat(refreshed(model)).as("it is as it was").isFalse();
			assertThat(model.progress().next()).isNull();
			this.oss.bucket().put("model/file", fresh);
			this.oss.onGet((request) -> Reaction.proceed());
			assertThat(refreshed(model)).isTrue();
		}
	}

	@Test
	void whatDoesNotFitBesideIsRefusedAtOnceAndTheOldOneServes() throws Exception {
		byte[] old = this.oss.put("model/file", 3 << 20);
		try (OssModelConnector connector = this.oss.connector(this.directory)
			.maxSize(5L << 20)
			.model(spec().build())
			.build()) {
			OssModel model = connector.model("model").await();
			this.oss.bucket().put("model/file", this.oss.put("other", 3 << 20));
			assertThatThrownBy(() -> refreshed(model)).hasCauseInstanceOf(OssModelCapacityException.class)
				.hasMessageContaining("model model 3.00 MiB");
			assertThat(model.progress().next().state()).isEqualTo(ModelState.FAILED);
			try (ModelLease lease = model.lease()) {
				assertThat(lease.path("file")).hasBinaryContent(old);
			}
		}
	}

	@Test
	void anIdleModelDoesNotMakeRoomForItsOwnNextVersion() throws Exception {
		this.oss.put("model/file", 3 << 20);
		try (OssModelConnector connector = this.oss.connector(this.directory)
			.maxSize(5L << 20)
			.model(spec().mode(ModelMode.LAZY).build())
			.build()) {
			OssModel model = connector.model("model");
			model.lease().close();
			this.oss.bucket().put("model/file", this.oss.put("other", 3 << 20));
			assertThatThrownBy(() -> refreshed(model)).hasCauseInstanceOf(OssModelCapacityException.class);
			assertThat(model.progress().state()).isEqualTo(ModelState.READY);
		}
	}

	@Test
	void allWhoAskAtTheSameTimeShareOne() throws Exception {
		this.oss.put("model/file", 1000);
		try (OssModelConnector connector = connector(spec())) {
			OssModel model = connector.model("model").await();
			this.oss.put("model/file", 2000);
			int gets = this.oss.gets().size();
			CompletableFuture<Void> gate = new CompletableFuture<>();
			this.oss.onGet((request) -> Reaction.when(gate));
			List<CompletableFuture<Boolean>> all = List.of(model.refresh(), model.refresh(), model.refresh());
			await()
				.until(() -> model.progress().next() != null && model.progress().next().state() == ModelState.FETCHING);
			assertThat(model.progress().next().totalBytes()).isEqualTo(2000);
			gate.complete(null);
			for (CompletableFuture<Boolean> each : all) {
				assertThat(each.get(10, TimeUnit.SECONDS)).isTrue();
			}
			assertThat(this.oss.gets()).hasSize(gets + 1);
		}
	}

	@Test
	void evictingStoppingOrRemovingTheModelEndsIt() {
		this.oss.put("model/file", 1000);
		List<String> ends = List.of("evict", "stop", "remove");
		for (String end : ends) {
			this.oss.onGet((request) -> Reaction.proceed());
			try (OssModelConnector connector = connector(spec())) {
				OssModel model = connector.model("model").await();
				this.oss.bucket().put("model/file", this.oss.put("other-" + end, 1000));
				CompletableFuture<Void> gate = new CompletableFuture<>();
				this.oss.onGet((request) -> Reaction.when(gate));
				CompletableFuture<Boolean> refresh = model.refresh();
				await().until(() -> model.progress().next() != null
						&& model.progress().next().state() == ModelState.FETCHING);
				switch (end) {
					case "evict" -> assertThat(model.evict()).isTrue();
					case "stop" -> connector.stop(Duration.ZERO);
					default -> connector.remove("model");
				}
				assertThatThrownBy(() -> refresh.get(10, TimeUnit.SECONDS))
					.hasCauseInstanceOf(OssModelTransferException.class);
				gate.complete(null);
				long left = end.equals("stop") ? 4096 : 0;
				await().untilAsserted(() -> assertThat(connector.stats().cache().usedBytes()).isEqualTo(left));
			}
		}
	}

	@Test
	void anIntervalFindsChangesByItselfUntilTheConnectorIsStopped() {
		this.oss.put("model/file", 1000);
		try (OssModelConnector connector = connector(spec().refreshInterval(Duration.ofMillis(50)))) {
			connector.start();
			OssModel model = connector.model("model").await();
			String first = model.progress().version();
			this.oss.put("model/file", 2000);
			await().until(() -> !first.equals(model.progress().version()));
			this.oss.put("model/file", 3000);
			await().until(() -> model.progress().totalBytes() == 3000);
			connector.stop(Duration.ofSeconds(1));
			int listed = lists();
			await().during(Duration.ofMillis(300)).until(() -> lists() <= listed + 1);
			connector.start();
			this.oss.put("model/file", 4000);
			await().until(() -> model.progress().totalBytes() == 4000);
		}
	}

	private int lists() {
		return (int) this.oss.emulator()
			.requests()
			.stream()
			.filter((request) -> request.request().kind() == RequestKind.LIST_OBJECTS)
			.count();
	}

	@Test
	void anIntervalDoesNotKeepAModelThatNobodyUses() {
		this.oss.put("model/file", 1000);
		try (OssModelConnector connector = connector(spec().mode(ModelMode.LAZY)
			.refreshInterval(Duration.ofMillis(20))
			.expireAfterAccess(Duration.ofMillis(200)))) {
			OssModel model = connector.model("model").await();
			await().until(() -> model.progress().state() == ModelState.ABSENT);
		}
	}

	private static boolean refreshed(OssModel model) throws Exception {
		return model.refresh().get(20, TimeUnit.SECONDS);
	}

	private OssModelConnector connector(ModelSpec.Builder spec) {
		OssModelConnector connector = this.oss.connector(this.directory)
			.model(spec.build())
			.listener(this.told)
			.build();
		connector.start();
		return connector;
	}

	private static ModelSpec.Builder spec() {
		return ModelSpec.builder("model", "oss://models/model/");
	}

}
