package io.ossmc.connector;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.ossmc.ModelLease;
import io.ossmc.ModelSpec;
import io.ossmc.OssModel;
import io.ossmc.OssModelChangedException;
import io.ossmc.OssModelConnector;
import io.ossmc.OssModelIntegrityException;
import io.ossmc.OssObject;
import io.ossmc.VerifyMode;
import io.ossmc.emulator.Reaction;
import io.ossmc.emulator.Request;
import io.ossmc.emulator.RequestHook;
import io.ossmc.emulator.RequestKind;
import io.ossmc.thread.Waiting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** What is believed about an object's checksum, and by whom. */
@Timeout(60)
class ChecksumTests {

	private static final String CRC = "x-oss-hash-crc64ecma";

	@RegisterExtension
	final Oss oss = new Oss();

	@TempDir
	Path directory;

	@Test
	void aFlippedByteIsFoundWithTheChecksumOfTheHeadWhenTheRepliesHaveNone() {
		this.oss.put("object", 100_000);
		this.oss.onGet((_) -> Reaction.omitHeader(CRC).then(Reaction.corrupt(50_000)));
		try (OssModelConnector connector = this.oss.open(this.directory);
				OssObject object = connector.open(Oss.uri("object"))) {
			assertThatExceptionOfType(OssModelIntegrityException.class).isThrownBy(object::segment)
				.withMessageContaining("CRC-64");
		}
	}

	@Test
	void filesWithoutAnyChecksumAreAskedForOnceEach() {
		byte[] large = this.oss.put("model/large", 3 << 20);
		byte[] small = this.oss.put("model/small", 1000);
		this.oss.put("model/empty", 0);
		this.oss.onGet((_) -> Reaction.omitHeader(CRC));
		try (OssModelConnector connector = this.oss.open(this.directory)) {
			OssModel model = prepare(connector);
			try (ModelLease lease = model.lease()) {
				assertThat(lease.path("large")).hasBinaryContent(large);
				assertThat(lease.path("small")).hasBinaryContent(small);
			}
			assertThat(model.progress().verified()).isTrue();
			assertThat(heads()).isEqualTo(3);
		}
	}

	@Test
	void aFlippedByteInAFileIsFoundWithTheChecksumThatIsAskedFor() {
		this.oss.put("model/file", 100_000);
		this.oss.onGet((_) -> Reaction.omitHeader(CRC).then(Reaction.corrupt(50_000)));
		try (OssModelConnector connector = this.oss.open(this.directory)) {
			assertThatExceptionOfType(OssModelIntegrityException.class).isThrownBy(() -> prepare(connector).lease())
				.withMessageContaining("CRC-64");
		}
	}

	@Test
	void anEmptyFileIsVerifiedByAChecksumThatSaysZeroAndByNothingElse() {
		this.oss.put("model/empty", 0);
		this.oss.emulator().requestHook((_) -> Reaction.omitHeader(CRC));
		try (OssModelConnector connector = this.oss.open(this.directory)) {
			OssModel model = prepare(connector);
			model.lease().close();
			assertThat(model.progress().verified()).as("without a checksum").isFalse();
		}
		this.oss.emulator().requestHook((_) -> Reaction.proceed());
		try (OssModelConnector connector = this.oss.open(this.directory)) {
			OssModel model = prepare(connector);
			model.lease().close();
			assertThat(model.progress().verified()).as("with the checksum 0").isTrue();
		}
	}

	@Test
	void anEmptyFileWhoseChecksumIsNotZeroIsWrong() {
		this.oss.put("model/empty", 0);
		onHead((_) -> Reaction.replaceHeader(CRC, "11051210869376104954"));
		try (OssModelConnector connector = this.oss.open(this.directory)) {
			assertThatExceptionOfType(OssModelIntegrityException.class).isThrownBy(() -> prepare(connector).lease());
		}
	}

	/** Nothing has to be fetched of it, so that it is found out before anybody reads. */
	@ParameterizedTest
	@ValueSource(strings = { "stream", "channel", "segment", "future" })
	@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
	void whoeverReadsAnEmptyObjectWhoseChecksumIsNotZeroLearnsIt(String way) {
		this.oss.put("object", 0);
		onHead((_) -> Reaction.replaceHeader(CRC, "1"));
		try (OssModelConnector connector = this.oss.open(this.directory);
				OssObject object = connector.open(Oss.uri("object"))) {
			for (int time = 0; time < 2; time++) {
				assertThatExceptionOfType(OssModelIntegrityException.class).isThrownBy(() -> {
					switch (way) {
						case "stream" -> object.newInputStream().readAllBytes();
						case "channel" -> object.newByteChannel().read(ByteBuffer.allocate(1));
						case "segment" -> object.segment();
						default -> Waiting.on(object.whenReady(), "the object", null);
					}
				});
			}
		}
	}

	@Test
	void repliesThatNameDifferentChecksumsAreAnErrorWhicheverIsTheLast() {
		this.oss.put("object", 3 << 20);
		AtomicInteger replies = new AtomicInteger();
		this.oss.onGet((_) -> (replies.incrementAndGet() == 2) ? Reaction.replaceHeader(CRC, "1") : Reaction.proceed());
		try (OssModelConnector connector = this.oss.connector(this.directory)
			.maxConnections(1)
			.minConnections(1)
			.build(); OssObject object = connector.open(Oss.uri("object"))) {
			assertThatExceptionOfType(OssModelIntegrityException.class).isThrownBy(object::segment)
				.withMessageContaining("different checksums");
			assertThat(replies.get()).isGreaterThanOrEqualTo(2);
		}
	}

	@Test
	void whatCanNeverBeVerifiedThoughItMustBeIsTriedAtTheSlowPaceAndAMismatchSoon() {
		this.oss.put("model/file", 100_000);
		this.oss.emulator().requestHook((_) -> Reaction.omitHeader(CRC));
		try (OssModelConnector connector = this.oss.connector(this.directory).verify(VerifyMode.REQUIRED).build()) {
			OssModel model = prepare(connector);
			assertThatExceptionOfType(OssModelIntegrityException.class).isThrownBy(model::await)
				.withMessageContaining("OSS keeps no checksum")
				.withMessageContaining("ossmc.fetch.verify")
				.returns(true, OssModelIntegrityException::permanent);
			this.oss.emulator().requestHook((_) -> Reaction.proceed());
			this.oss.onGet((_) -> Reaction.corrupt(50_000));
			assertThatExceptionOfType(OssModelIntegrityException.class).isThrownBy(model::await)
				.returns(false, OssModelIntegrityException::permanent);
		}
	}

	@Test
	void whoReadsTheLastByteHasReadWhatIsRight() throws Exception {
		this.oss.put("object", 100_000);
		this.oss.onGet((_) -> Reaction.corrupt(50_000));
		try (OssModelConnector connector = this.oss.open(this.directory);
				OssObject object = connector.open(Oss.uri("object"));
				InputStream stream = object.newInputStream()) {
			assertThatExceptionOfType(OssModelIntegrityException.class).isThrownBy(() -> {
				for (int read = 0; read < 100_000; read++) {
					assertThat(stream.read()).isGreaterThanOrEqualTo(0);
				}
			});
			assertThatExceptionOfType(OssModelIntegrityException.class)
				.isThrownBy(() -> object.read(99_999, ByteBuffer.allocate(1)));
		}
	}

	@Test
	void theLastByteWaitsForTheVerdict() throws Exception {
		byte[] content = this.oss.put("object", 3 << 20);
		CompletableFuture<Void> gate = new CompletableFuture<>();
		this.oss.onGet(
				(request) -> (request.range().orElseThrow().first() == 0) ? Reaction.when(gate) : Reaction.proceed());
		try (OssModelConnector connector = this.oss.open(this.directory);
				OssObject object = connector.open(Oss.uri("object"))) {
			ByteBuffer tail = ByteBuffer.allocate(10);
			assertThat(object.read(content.length - 10, tail)).isEqualTo(9);
			CompletableFuture<Integer> last = CompletableFuture.supplyAsync(() -> readLast(object, tail));
			await().during(Duration.ofMillis(200)).until(() -> !last.isDone());
			gate.complete(null);
			assertThat(last.get()).isEqualTo(1);
			assertThat(tail.array()[9]).isEqualTo(content[content.length - 1]);
		}
	}

	@Test
	void whatCannotBeVerifiedIsDeliveredOrRefusedAsConfigured() {
		byte[] content = this.oss.put("model/file", 100_000);
		this.oss.emulator().requestHook((request) -> switch (request.kind()) {
			case GET_OBJECT -> Reaction.omitHeader(CRC);
			case HEAD_OBJECT -> Reaction.status(403, "AccessDenied");
			default -> Reaction.proceed();
		});
		try (OssModelConnector connector = this.oss.open(this.directory)) {
			OssModel model = prepare(connector);
			try (ModelLease lease = model.lease()) {
				assertThat(lease.path("file")).hasBinaryContent(content);
			}
			assertThat(model.progress().verified()).isFalse();
		}
		try (OssModelConnector connector = this.oss.connector(this.directory).verify(VerifyMode.REQUIRED).build()) {
			assertThatExceptionOfType(OssModelIntegrityException.class).isThrownBy(() -> prepare(connector).lease())
				.withMessageContaining("ossmc.fetch.verify");
		}
	}

	@Test
	void whatIsGoneBeforeItsChecksumIsAskedForIsRefusedInPlainWords() {
		this.oss.put("model/file", 100_000);
		this.oss.emulator().requestHook((request) -> switch (request.kind()) {
			case GET_OBJECT -> Reaction.omitHeader(CRC);
			case HEAD_OBJECT -> Reaction.status(404, "NoSuchKey");
			default -> Reaction.proceed();
		});
		try (OssModelConnector connector = this.oss.connector(this.directory).verify(VerifyMode.REQUIRED).build()) {
			assertThatExceptionOfType(OssModelIntegrityException.class).isThrownBy(() -> prepare(connector).lease())
				.withMessageContaining("There is no object")
				.withMessageNotContaining("..")
				.withMessageNotContaining("Store it again");
		}
	}

	@Test
	void aHeadThatKeepsFailingLeavesTheFileUnverifiedInTheEnd() {
		this.oss.put("model/file", 100_000);
		this.oss.emulator().requestHook((request) -> switch (request.kind()) {
			case GET_OBJECT -> Reaction.omitHeader(CRC);
			case HEAD_OBJECT -> Reaction.status(500, "InternalError");
			default -> Reaction.proceed();
		});
		try (OssModelConnector connector = this.oss.connector(this.directory)
			.giveUpAfter(Duration.ofSeconds(1))
			.build()) {
			OssModel model = prepare(connector);
			model.lease().close();
			assertThat(model.progress().verified()).isFalse();
		}
	}

	@Test
	void nothingIsAskedForWhereNothingIsCompared() {
		this.oss.put("model/file", 100_000);
		this.oss.put("model/empty", 0);
		this.oss.onGet((_) -> Reaction.omitHeader(CRC));
		try (OssModelConnector connector = this.oss.connector(this.directory).verify(VerifyMode.FALSE).build()) {
			OssModel model = prepare(connector);
			model.lease().close();
			assertThat(model.progress().verified()).isFalse();
			assertThat(heads()).isZero();
		}
	}

	@Test
	void anObjectThatIsAnotherOneWhenItsChecksumIsAskedForHasChanged() {
		this.oss.put("model/file", 100_000);
		this.oss.emulator().requestHook((request) -> switch (request.kind()) {
			case GET_OBJECT -> Reaction.omitHeader(CRC);
			case HEAD_OBJECT -> Reaction.replaceHeader("ETag", "\"0123456789ABCDEF0123456789ABCDEF\"");
			default -> Reaction.proceed();
		});
		try (OssModelConnector connector = this.oss.open(this.directory);
				OssObject object = connector.open(Oss.uri("model/file"))) {
			assertThatExceptionOfType(OssModelChangedException.class).isThrownBy(object::segment);
		}
		try (OssModelConnector connector = this.oss.open(this.directory)) {
			assertThatExceptionOfType(OssModelChangedException.class).isThrownBy(() -> prepare(connector).lease());
		}
	}

	@Test
	void bytesAreTakenAsTheyAreStoredWhateverTheirEncodingIsCalled() {
		byte[] content = this.oss.put("object", 3 << 20);
		for (String encoding : new String[] { "gzip", "utf-8", "aws-chunked", "" }) {
			this.oss.onGet((_) -> Reaction.replaceHeader("Content-Encoding", encoding));
			try (OssModelConnector connector = this.oss.open(this.directory);
					OssObject object = connector.open(Oss.uri("object"))) {
				assertThat(object.segment().toArray(ValueLayout.JAVA_BYTE)).as(encoding).isEqualTo(content);
			}
		}
	}

	private static int readLast(OssObject object, ByteBuffer tail) {
		try {
			return object.read(object.size() - 1, tail);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private OssModel prepare(OssModelConnector connector) {
		return connector.prepareDirectory("oss://models/model/", this.directory.resolve("place"));
	}

	private void onHead(RequestHook hook) {
		this.oss.emulator().requestHook((request) -> isHead(request) ? hook.react(request) : Reaction.proceed());
	}

	private static boolean isHead(Request request) {
		return request.kind() == RequestKind.HEAD_OBJECT;
	}

	private long heads() {
		return this.oss.emulator().requests().stream().filter((request) -> isHead(request.request())).count();
	}

	/** Of what a symlink leads to the checksum is known before anything is fetched. */
	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void anEmptyFileWithTheChecksumOfAnotherIsAnErrorOfItsModel(boolean link) {
		this.oss.bucket().put("elsewhere", new byte[0]);
		if (link) {
			this.oss.bucket().symlink("model/empty", "elsewhere");
		}
		else {
			this.oss.bucket().put("model/empty", new byte[0]);
		}
		this.oss.emulator()
			.requestHook((request) -> isHead(request) ? Reaction.replaceHeader("x-oss-hash-crc64ecma", "5")
					: Reaction.proceed());
		try (OssModelConnector connector = this.oss.open(this.directory)) {
			OssModel model = connector.prepare(ModelSpec.builder("model", Oss.uri("model/")).build());
			assertThatExceptionOfType(OssModelIntegrityException.class)
				.isThrownBy(() -> model.await(Duration.ofSeconds(15)));
		}
	}

	/** Nor does any way to its bytes wait for what has been decided. */
	@Test
	void noWayToAnEmptyObjectWithTheChecksumOfAnotherWaits() throws Exception {
		this.oss.bucket().put("empty", new byte[0]);
		this.oss.emulator().requestHook((_) -> Reaction.replaceHeader("x-oss-hash-crc64ecma", "5"));
		try (OssModelConnector connector = this.oss.open(this.directory);
				OssObject object = connector.open(Oss.uri("empty"))) {
			assertThatExceptionOfType(OssModelIntegrityException.class)
				.isThrownBy(() -> object.read(0, ByteBuffer.allocate(1)));
			assertThatExceptionOfType(OssModelIntegrityException.class).isThrownBy(object::byteBuffer);
			assertThatThrownBy(() -> object.newInputStream().read()).satisfiesAnyOf(
					(ex) -> assertThat(ex).isInstanceOf(OssModelIntegrityException.class),
					(ex) -> assertThat(ex).hasCauseInstanceOf(OssModelIntegrityException.class));
			assertThatThrownBy(() -> object.whenReady().get(15, TimeUnit.SECONDS))
				.hasCauseInstanceOf(OssModelIntegrityException.class);
		}
	}

	/**
	 * There is nothing to fetch, so that the verdict comes while the object is opened.
	 */
	@Test
	void anEmptyObjectWithTheChecksumOfAnotherIsAnErrorAtOnce() throws Exception {
		this.oss.bucket().put("empty", new byte[0]);
		this.oss.emulator().requestHook((_) -> Reaction.replaceHeader("x-oss-hash-crc64ecma", "5"));
		try (OssModelConnector connector = this.oss.open(this.directory)) {
			CompletableFuture<Long> size = new CompletableFuture<>();
			Thread.ofPlatform().daemon().start(() -> {
				try (OssObject object = connector.open(Oss.uri("empty"))) {
					size.complete(object.segment().byteSize());
				}
				catch (RuntimeException ex) {
					size.completeExceptionally(ex);
				}
			});
			assertThatThrownBy(() -> size.get(15, TimeUnit.SECONDS))
				.hasCauseInstanceOf(OssModelIntegrityException.class);
		}
	}

}
