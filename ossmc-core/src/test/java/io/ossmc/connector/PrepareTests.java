package io.ossmc.connector;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.ossmc.ModelLease;
import io.ossmc.ModelMode;
import io.ossmc.ModelProgress;
import io.ossmc.ModelSpec;
import io.ossmc.ModelState;
import io.ossmc.OssModel;
import io.ossmc.OssModelAccessException;
import io.ossmc.OssModelCapacityException;
import io.ossmc.OssModelConfigurationException;
import io.ossmc.OssModelConnector;
import io.ossmc.OssModelDirectoryException;
import io.ossmc.OssModelException;
import io.ossmc.OssModelNotFoundException;
import io.ossmc.OssModelTransferException;
import io.ossmc.emulator.HandledRequest;
import io.ossmc.emulator.Reaction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeout;

/** Directories of objects, against an OSS that misbehaves. */
@Timeout(120)
class PrepareTests {

	@RegisterExtension
	final Oss oss = new Oss();

	@TempDir
	Path directory;

	@Test
	void aDirectoryHoldsEveryFileByteForByteWithSubFoldersAndEmptyObjects() throws IOException {
		Map<String, byte[]> contents = new TreeMap<>();
		for (String name : List.of("config.json", "sub/b c+d%é.bin", "sub/deeper/x", "weights-1.bin",
				"weights-2.bin")) {
			contents.put(name, this.oss.put("model/" + name, name.startsWith("weights") ? 5_000_000 : 1000));
		}
		contents.put("empty", this.oss.put("model/empty", 0));
		this.oss.put("model/", 0);
		this.oss.put("model/folder/", 0);
		this.oss.put("other/file", 10);
		Path place = this.directory.resolve("place");
		try (OssModelConnector connector = this.oss.open(this.directory)) {
			OssModel model = connector.prepareDirectory("oss://models/model", place);
			assertThat(model.name()).isEqualTo("model");
			try (ModelLease lease = model.lease()) {
				assertThat(lease.files()).containsExactlyElementsOf(contents.keySet());
				contents.forEach((name, content) -> {
					assertThat(lease.path(name)).hasBinaryContent(content).hasParent(lease.path(name).getParent());
					assertThat(place.resolve(name)).hasBinaryContent(content);
					assertThat(lease.segment(name).toArray(ValueLayout.JAVA_BYTE)).isEqualTo(content);
				});
				assertThat(files(place)).containsExactlyInAnyOrderElementsOf(contents.keySet());
				assertThatExceptionOfType(OssModelNotFoundException.class).isThrownBy(() -> lease.path("missing"))
					.withMessageContaining("config.json");
			}
			ModelProgress progress = model.progress();
			assertThat(progress.state()).isEqualTo(ModelState.READY);
			assertThat(progress.verified()).isTrue();
			assertThat(progress.fetchedBytes()).isEqualTo(progress.totalBytes()).isEqualTo(10_003_000);
			assertThat(progress.phases()).containsOnlyKeys("list", "fetch", "verify", "publish");
			assertThat(progress.serving()).isTrue();
		}
		assertThat(place).doesNotExist();
		assertThat(Files.exists(place, LinkOption.NOFOLLOW_LINKS)).isFalse();
		assertThat(files(this.directory.resolve("root"))).as("nothing is left").isEmpty();
	}

	@Test
	void smallFilesComeFirstThenTheFirstPartsOfLargeOnesInOrder() {
		for (String name : List.of("d-large", "b-large", "c-large")) {
			this.oss.put("model/" + name, 3 << 20);
		}
		for (String name : List.of("z-small", "a-small")) {
			this.oss.put("model/" + name, 1000);
		}
		try (OssModelConnector connector = this.oss.connector(this.directory)
			.minConnections(1)
			.maxConnections(1)
			.build()) {
			connector.prepareDirectory("oss://models/model/", this.directory.resolve("place")).await();
			assertThat(this.oss.gets().stream().limit(5).map(HandledRequest::key)).containsExactly("model/a-small",
					"model/z-small", "model/b-large", "model/c-large", "model/d-large");
			assertThat(this.oss.gets().stream().skip(5).map(HandledRequest::key)).containsExactly("model/b-large",
					"model/b-large", "model/c-large", "model/c-large", "model/d-large", "model/d-large");
		}
	}

	@Test
	void aFileIsThereBeforeTheModelIsAndNobodySeesAHalfFilledOne() throws Exception {
		byte[] small = this.oss.put("model/config.json", 1000);
		byte[] large = this.oss.put("model/weights.bin", 8 << 20);
		CompletableFuture<Void> gate = new CompletableFuture<>();
		this.oss.onGet((request) -> request.key().endsWith("weights.bin")
				&& request.range().orElseThrow().toString().contains("7340032") ? Reaction.when(gate)
						: Reaction.proceed());
		Path place = this.directory.resolve("place");
		try (OssModelConnector connector = this.oss.open(this.directory)) {
			OssModel model = connector.prepareDirectory("oss://models/model/", place);
			Path config = model.whenReady("config.json").get();
			assertThat(config).hasBinaryContent(small);
			assertThat(place.resolve("config.json")).hasBinaryContent(small);
			await().untilAsserted(() -> assertThat(model.progress().fetchedBytes()).isEqualTo(7 * (1 << 20) + 1000));
			assertThat(place.resolve("weights.bin")).doesNotExist();
			assertThat(model.progress().state()).isEqualTo(ModelState.FETCHING);
			gate.complete(null);
			assertThat(model.whenReady("weights.bin").get()).hasBinaryContent(large);
			model.await();
			assertThatThrownBy(() -> model.whenReady("missing").get()).hasMessageContaining("no file");
		}
	}

	@Test
	void includeAndExcludeChooseFiles() {
		for (String name : List.of("a.safetensors", "b.bin", "config.json", "sub/c.json", "onnx/model.onnx")) {
			this.oss.put("model/" + name, 100);
		}
		try (OssModelConnector connector = this.oss.open(this.directory)) {
			OssModel model = connector.prepare(ModelSpec.builder("model", "oss://models/model")
				.include(List.of("*.safetensors", "*.json", "onnx/*"))
				.exclude(List.of("sub/**"))
				.build());
			try (ModelLease lease = model.lease()) {
				assertThat(lease.files()).containsExactly("a.safetensors", "config.json", "onnx/model.onnx");
			}
			OssModel none = connector
				.prepare(ModelSpec.builder("none", "oss://models/model").include(List.of("*.gguf")).build());
			assertThatExceptionOfType(OssModelNotFoundException.class).isThrownBy(none::await)
				.withMessageContaining("Of 5 objects");
		}
	}

	@Test
	void anObjectOverwrittenDuringTheLoadGivesTheNewVersionAndNeverAMixture() throws IOException {
		this.oss.put("model/weights.bin", 8 << 20);
		byte[] other = this.oss.put("new", 8 << 20);
		AtomicInteger requests = new AtomicInteger();
		this.oss.onGet((request) -> {
			if (requests.incrementAndGet() == 4) {
				this.oss.bucket().put("model/weights.bin", other);
			}
			return Reaction.proceed();
		});
		try (OssModelConnector connector = this.oss.connector(this.directory).maxConnections(4).build()) {
			OssModel model = connector.prepareDirectory("oss://models/model/", this.directory.resolve("place"));
			try (ModelLease lease = model.lease()) {
				assertThat(lease.path("weights.bin")).hasBinaryContent(other);
			}
			assertThat(this.directory.resolve("place/weights.bin")).hasBinaryContent(other);
			assertThat(connector.stats().cache().usedBytes()).isEqualTo(8 << 20);
		}
	}

	@Test
	void aDirectoryWithSomebodyElsesFileIsRefusedAndTheFileKept() throws IOException {
		this.oss.put("model/file", 10);
		Path place = Files.createDirectories(this.directory.resolve("place"));
		Path mine = Files.writeString(place.resolve("mine.txt"), "precious");
		try (OssModelConnector connector = this.oss.open(this.directory)) {
			assertThatExceptionOfType(OssModelDirectoryException.class)
				.isThrownBy(() -> connector.prepareDirectory("oss://models/model/", place))
				.withMessageContaining(place.toString())
				.withMessageContaining("mine.txt")
				.withMessageContaining("configure another directory");
			assertThatExceptionOfType(OssModelDirectoryException.class)
				.isThrownBy(() -> connector.prepareDirectory("oss://models/model/", mine))
				.withMessageContaining("is a file");
			Path link = Files.createSymbolicLink(this.directory.resolve("link"), place);
			assertThatExceptionOfType(OssModelDirectoryException.class)
				.isThrownBy(() -> connector.prepareDirectory("oss://models/model/", link))
				.withMessageContaining("not ours");
			assertThat(connector.models()).isEmpty();
		}
		assertThat(mine).hasContent("precious");
	}

	@Test
	void anEmptyDirectoryIsTakenOverAndASecondConnectorIsRefusedWithTheOwnersName() throws IOException {
		this.oss.put("model/file", 10);
		Path place = Files.createDirectories(this.directory.resolve("place"));
		try (OssModelConnector first = this.oss.open(this.directory);
				OssModelConnector second = this.oss.open(this.directory)) {
			first.prepareDirectory("oss://models/model/", place).await();
			assertThatExceptionOfType(OssModelDirectoryException.class)
				.isThrownBy(() -> second.prepareDirectory("oss://models/model/", place))
				.withMessageContaining("process " + ProcessHandle.current().pid());
			assertThat(place.resolve("file")).exists();
		}
		try (OssModelConnector third = this.oss.open(this.directory)) {
			third.prepareDirectory("oss://models/model/", place).await();
			assertThat(place.resolve("file")).exists();
		}
	}

	@Test
	void aDirectoryInsideThatOfAnotherModelIsRefused() {
		Path place = this.directory.resolve("place");
		try (OssModelConnector connector = this.oss.open(this.directory)) {
			connector.prepare(ModelSpec.builder("outer", "oss://models/outer/").directory(place).build());
			for (Path inner : List.of(place, place.resolve("inner"), this.directory)) {
				assertThatExceptionOfType(OssModelConfigurationException.class)
					.isThrownBy(() -> connector
						.prepare(ModelSpec.builder("inner", "oss://models/inner/").directory(inner).build()))
					.withMessageContaining("\"outer\" and \"inner\"");
			}
		}
	}

	@Test
	void keysThatCannotBeFilesAreRefusedByName() {
		refuses("../escape", "would leave the directory");
		refuses("a//b", "empty part");
		refuses("x".repeat(300), "longer than the file system takes");
		this.oss.put("model/both", 1);
		refuses("both/inside", "both a file and the folder");
	}

	private void refuses(String name, String why) {
		this.oss.put("model/" + name, 1);
		try (OssModelConnector connector = this.oss.open(this.directory)) {
			OssModel model = connector.prepareDirectory("oss://models/model/", this.directory.resolve("place"));
			assertThatExceptionOfType(OssModelConfigurationException.class).isThrownBy(model::await)
				.withMessageContaining(why);
			assertThat(model.progress().state()).isEqualTo(ModelState.FAILED);
			assertThat(model.progress().error()).contains(why);
			assertThat(model.progress().nextAttemptAt()).isNotNull();
		}
		this.oss.bucket().delete("model/" + name);
	}

	@Test
	void aKeyNamedAsTheConnectorsOwnLinkIsRefusedAsAName() {
		this.oss.put("own/.ossmc-current", 10);
		this.oss.put("below/folder/.ossmc-current", 10);
		fails("oss://models/own/", OssModelConfigurationException.class, "the connector's own link");
		try (OssModelConnector connector = this.oss.open(this.directory)) {
			connector.prepare(ModelSpec.builder("model", "oss://models/below/").build()).await();
		}
	}

	@Test
	void aModelThatCannotBeHadSaysWhy() {
		this.oss.put("archived/file", 10);
		this.oss.bucket().storageClass("archived/file", "ColdArchive");
		this.oss.bucket().putSynthetic("huge/file", 400L << 20, 1);
		fails("oss://models/archived/", OssModelAccessException.class, "ossutil restore");
		fails("oss://models/nothing/", OssModelNotFoundException.class, "no objects below oss://models/nothing/");
		fails("oss://missing-bucket/x/", OssModelNotFoundException.class, "no bucket \"missing-bucket\"");
		fails("oss://models/huge/", OssModelCapacityException.class,
				"needs 400.0 MiB of memory, the whole budget is 256.0 MiB");
	}

	private void fails(String uri, Class<? extends OssModelException> type, String sentence) {
		try (OssModelConnector connector = this.oss.open(this.directory)) {
			OssModel model = connector.prepare(ModelSpec.builder("model", uri).build());
			assertThatExceptionOfType(OssModelException.class).isThrownBy(model::await)
				.isInstanceOf(type)
				.withMessageContaining(sentence);
			assertThat(connector.stats().cache().usedBytes()).isZero();
		}
	}

	@Test
	void anEagerModelThatFailedIsFetchedLaterByItself() {
		AtomicInteger lists = new AtomicInteger();
		this.oss.put("model/file", 10);
		this.oss.emulator()
			.requestHook((request) -> (request.key().isEmpty() && lists.incrementAndGet() <= 3)
					? Reaction.status(500, "InternalError") : Reaction.proceed());
		try (OssModelConnector connector = this.oss.connector(this.directory)
			.model(ModelSpec.builder("model", "oss://models/model/").build())
			.build()) {
			assertThat(lists).as("nothing touches the network before the start").hasValue(0);
			connector.start();
			OssModel model = connector.model("model");
			await().atMost(Duration.ofSeconds(20)).until(() -> model.progress().state() == ModelState.READY);
			assertThat(model.progress().failures()).isZero();
			assertThat(model.progress().error()).isNull();
		}
	}

	@Test
	void aLazyModelIsFetchedOnFirstUseOnly() {
		this.oss.put("model/file", 10);
		try (OssModelConnector connector = this.oss.connector(this.directory)
			.model(ModelSpec.builder("model", "oss://models/model/").mode(ModelMode.LAZY).build())
			.build()) {
			connector.start();
			OssModel model = connector.model("model");
			assertThat(model.progress().state()).isEqualTo(ModelState.ABSENT);
			model.lease().close();
			assertThat(model.progress().state()).isEqualTo(ModelState.READY);
			assertThat(connector.stats().cache().misses()).isEqualTo(1);
			model.lease().close();
			assertThat(connector.stats().cache().hits()).isEqualTo(1);
		}
	}

	@Test
	void evictingFreesTheMemoryUnlessTheModelIsLeased() {
		this.oss.put("model/file", 1 << 20);
		try (OssModelConnector connector = this.oss.open(this.directory)) {
			OssModel model = connector.prepareDirectory("oss://models/model/", this.directory.resolve("place"));
			ModelLease lease = model.lease();
			MemorySegment segment = lease.segment("file");
			assertThat(model.evict()).isFalse();
			assertThat(segment.get(ValueLayout.JAVA_BYTE, 0)).isEqualTo(segment.get(ValueLayout.JAVA_BYTE, 0));
			lease.close();
			lease.close();
			assertThatThrownBy(() -> segment.get(ValueLayout.JAVA_BYTE, 0)).isInstanceOf(IllegalStateException.class);
			assertThat(model.evict()).isTrue();
			assertThat(model.progress().state()).isEqualTo(ModelState.ABSENT);
			await().untilAsserted(() -> assertThat(connector.stats().cache().usedBytes()).isZero());
			assertThat(this.directory.resolve("place")).as("held").isEmptyDirectory();
			model.await();
			assertThat(this.directory.resolve("place/file")).exists();
		}
	}

	@Test
	void evictingAModelOnItsWayEndsTheFetch() {
		this.oss.put("model/file", 8 << 20);
		this.oss.onGet((request) -> Reaction.throttle(50_000));
		try (OssModelConnector connector = this.oss.open(this.directory)) {
			OssModel model = connector.prepareDirectory("oss://models/model/", this.directory.resolve("place"));
			await().until(() -> model.progress().fetchedBytes() > 0);
			assertThat(model.evict()).isTrue();
			await().until(() -> model.progress().state() == ModelState.ABSENT);
			await().untilAsserted(() -> assertThat(connector.stats().cache().usedBytes()).isZero());
			this.oss.onGet((request) -> Reaction.proceed());
			model.await();
		}
	}

	@Test
	void aFileThatIsDeletedDuringTheLoadIsNotInTheModel() {
		this.oss.put("model/kept", 8 << 20);
		this.oss.put("model/deleted", 1000);
		this.oss.onGet((request) -> {
			this.oss.bucket().delete("model/deleted");
			return Reaction.proceed();
		});
		try (OssModelConnector connector = this.oss.open(this.directory);
				ModelLease lease = connector.prepareDirectory("oss://models/model/", this.directory.resolve("place"))
					.lease()) {
			assertThat(lease.files()).containsExactly("kept");
		}
	}

	/** An overwritten object would be listed with its new version. */
	@ParameterizedTest
	@CsvSource({ "412, PreconditionFailed", "404, NoSuchKey" })
	void whatIsListedButNotGivenIsNotAskedForAgainAndAgain(int status, String code) {
		this.oss.put("model/file", 100);
		this.oss.onGet((_) -> Reaction.status(status, code));
		try (OssModelConnector connector = this.oss.open(this.directory)) {
			OssModel model = connector
				.prepare(ModelSpec.builder("model", "oss://models/model/").mode(ModelMode.LAZY).build());
			assertThatExceptionOfType(OssModelException.class).isThrownBy(model::lease)
				.withMessageContaining("oss://models/model/file");
		}
		assertThat(this.oss.gets()).hasSizeLessThanOrEqualTo(3);
	}

	@Test
	void aLoaderAtWorkDoesNotHoldTheEndUp() {
		this.oss.put("model/file", 10);
		CompletableFuture<Void> gate = new CompletableFuture<>();
		try (OssModelConnector connector = this.oss.connector(this.directory)
			.model(ModelSpec.builder("model", "oss://models/model/").build())
			.build()) {
			AtomicInteger loads = new AtomicInteger();
			connector.model("model").load((files) -> {
				loads.incrementAndGet();
				return gate.join();
			});
			connector.start();
			await().until(() -> loads.get() == 1);
			assertThat(assertTimeout(Duration.ofSeconds(10), () -> {
				connector.stop(Duration.ofSeconds(30));
				return true;
			})).isTrue();
			gate.complete(null);
		}
	}

	@Test
	void aLoadedModelIsBuiltOnceAndClosedAfterItsLastUseBeforeItsMemory() throws Exception {
		byte[] content = this.oss.put("model/file", 1 << 20);
		List<String> events = new ArrayList<>();
		MemorySegment[] memory = new MemorySegment[1];
		AutoCloseable[] session = new AutoCloseable[1];
		try (OssModelConnector connector = this.oss.connector(this.directory)
			.model(ModelSpec.builder("model", "oss://models/model/").build())
			.build()) {
			var loaded = connector.model("model").load((files) -> {
				memory[0] = files.segment("file");
				events.add("built");
				session[0] = () -> events.add("closed with " + memory[0].get(ValueLayout.JAVA_BYTE, 7));
				return session[0];
			});
			assertThat(loaded.isLoaded()).isFalse();
			assertThat(this.oss.emulator().requests()).as("load starts nothing").isEmpty();
			connector.start();
			await().until(() -> connector.model("model").progress().serving());
			assertThat(loaded.isLoaded()).isTrue();
			assertThat(loaded.<AutoCloseable, RuntimeException>use((built) -> built)).isSameAs(session[0]);
			assertThat(loaded.useAsync((built) -> built).get()).isSameAs(session[0]);
			assertThat(connector.model("model").evict()).as("a loaded model in no use is not in the way").isTrue();
			assertThat(loaded.isLoaded()).isFalse();
			assertThat(loaded.<Boolean, RuntimeException>use((built) -> built == session[0])).isTrue();
			loaded.use((built) -> {
				loaded.close();
				assertThat(memory[0].get(ValueLayout.JAVA_BYTE, 7)).isEqualTo(content[7]);
				return null;
			});
		}
		assertThat(events).containsExactly("built", "closed with " + content[7], "built", "closed with " + content[7]);
	}

	@Test
	void aLoaderThatFailsIsShownAndTriedAgain() {
		this.oss.put("model/file", 10);
		AtomicInteger tries = new AtomicInteger();
		try (OssModelConnector connector = this.oss.connector(this.directory)
			.model(ModelSpec.builder("model", "oss://models/model/").build())
			.build()) {
			var loaded = connector.model("model").load((files) -> {
				if (tries.incrementAndGet() == 1) {
					throw new IOException("not a model");
				}
				return "built";
			});
			connector.start();
			await().until(() -> tries.get() == 1 && connector.model("model").progress().error() != null);
			assertThat(connector.model("model").progress().serving()).isFalse();
			assertThat(connector.model("model").progress().error()).contains("not a model");
			await().atMost(Duration.ofSeconds(10)).until(() -> connector.model("model").progress().serving());
			assertThat(loaded.<String, RuntimeException>use((built) -> built)).isEqualTo("built");
			assertThat(connector.model("model").progress().error()).isNull();
		}
	}

	@Test
	void stopEndsFetchesAtOnceAndStartResumes() {
		byte[] content = this.oss.put("model/file", 8 << 20);
		this.oss.onGet((request) -> Reaction.throttle(50_000));
		try (OssModelConnector connector = this.oss.connector(this.directory)
			.model(ModelSpec.builder("model", "oss://models/model/").build())
			.build()) {
			OssModel model = connector.model("model");
			connector.start();
			await().until(() -> model.progress().fetchedBytes() > 0);
			CompletableFuture<OssModel> ready = model.whenReady();
			connector.stop(Duration.ofSeconds(5));
			assertThatThrownBy(ready::join).hasRootCauseInstanceOf(OssModelTransferException.class)
				.hasMessageContaining("stopped");
			await().until(() -> model.progress().state() == ModelState.ABSENT);
			await().untilAsserted(() -> assertThat(connector.stats().cache().usedBytes()).isZero());
			this.oss.onGet((request) -> Reaction.proceed());
			connector.start();
			try (ModelLease lease = model.lease()) {
				assertThat(lease.path("file")).hasBinaryContent(content);
			}
		}
	}

	@Test
	void removeForgetsTheModelAndItsDirectory() {
		this.oss.put("model/file", 10);
		try (OssModelConnector connector = this.oss.open(this.directory)) {
			OssModel model = connector.prepareDirectory("oss://models/model/", this.directory.resolve("place"));
			model.await();
			assertThat(connector.remove("model")).isTrue();
			assertThat(connector.remove("model")).isFalse();
			assertThat(this.directory.resolve("place")).doesNotExist();
			assertThatExceptionOfType(OssModelNotFoundException.class).isThrownBy(() -> connector.model("model"))
				.withMessageContaining("model");
			assertThatExceptionOfType(OssModelTransferException.class).isThrownBy(model::lease);
		}
	}

	@Test
	void wrongBytesAreNeverPublished() {
		this.oss.put("model/file", 3 << 20);
		this.oss.onGet((request) -> Reaction.corrupt(1_000_000));
		try (OssModelConnector connector = this.oss.open(this.directory)) {
			OssModel model = connector.prepareDirectory("oss://models/model/", this.directory.resolve("place"));
			assertThatThrownBy(model::await).hasMessageContaining("CRC-64");
			assertThat(this.directory.resolve("place/file")).doesNotExist();
			assertThat(connector.stats().fetch().crcMismatches()).isEqualTo(3);
		}
	}

	private static List<String> files(Path tree) throws IOException {
		if (!Files.exists(tree)) {
			return List.of();
		}
		Path real = tree.toRealPath();
		try (Stream<Path> walk = Files.walk(real)) {
			return walk.filter(Files::isRegularFile).map((file) -> real.relativize(file).toString()).toList();
		}
	}

}
