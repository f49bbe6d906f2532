package io.ossmc.connector;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.ossmc.ListOptions;
import io.ossmc.ModelLease;
import io.ossmc.ModelMode;
import io.ossmc.ModelSpec;
import io.ossmc.OssModel;
import io.ossmc.OssModelAccessException;
import io.ossmc.OssModelCapacityException;
import io.ossmc.OssModelChangedException;
import io.ossmc.OssModelConfigurationException;
import io.ossmc.OssModelConnector;
import io.ossmc.OssModelIntegrityException;
import io.ossmc.OssModelNotFoundException;
import io.ossmc.OssModelTransferException;
import io.ossmc.OssObject;
import io.ossmc.VerifyMode;
import io.ossmc.emulator.Reaction;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * A key may hold line ends, escape sequences and marks that turn the direction of
 * writing, and be long: values have it as it is, sentences do not.
 */
@Timeout(60)
class OddKeysTests {

	private static final String ODD = "odd\n2026 ERROR forged\u001b[2J\u202egnp.exe\u2028\r";

	/** A name that a file can have. */
	private static final String NAME = ODD + "x".repeat(120);

	/** One that it cannot. */
	private static final String LONG = ODD + "x".repeat(600);

	@RegisterExtension
	final Oss oss = new Oss();

	@TempDir
	Path directory;

	private final List<String> logged = new CopyOnWriteArrayList<>();

	private final Recorder recorder = new Recorder();

	private Level before;

	@BeforeEach
	void record() {
		Logger ours = ours();
		this.before = ours.getLevel();
		ours.setLevel(Level.DEBUG);
		this.recorder.setContext(ours.getLoggerContext());
		this.recorder.start();
		ours.addAppender(this.recorder);
	}

	@AfterEach
	void nothingOddWasLogged() {
		ours().detachAppender(this.recorder);
		ours().setLevel(this.before);
		assertThat(this.logged).allSatisfy(OddKeysTests::assertPlain);
	}

	private static Logger ours() {
		return ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger("io.ossmc");
	}

	@Test
	void valuesHaveTheKeyAsItIs() {
		byte[] content = this.oss.put("model/" + NAME, 3000);
		this.oss.put(LONG, 3000);
		try (OssModelConnector connector = this.oss.open(this.directory)) {
			assertThat(connector.list(Oss.uri(""), ListOptions.recursive())).extracting("uri")
				.containsExactlyInAnyOrder(Oss.uri(LONG), Oss.uri("model/" + NAME));
			try (OssObject object = connector.open(Oss.uri(LONG))) {
				assertThat(object.uri()).isEqualTo(Oss.uri(LONG));
				assertThat(object.segment().byteSize()).isEqualTo(3000);
			}
			OssModel model = connector.prepareDirectory(Oss.uri("model/"), this.directory.resolve("model"));
			try (ModelLease lease = model.lease()) {
				assertThat(lease.files()).containsExactly(NAME);
				assertThat(lease.path(NAME)).hasBinaryContent(content);
			}
			assertThat(model.progress().files()).extracting("name").containsExactly(NAME);
		}
	}

	@Test
	void whatFailsWithAnObjectNamesItPlainly() {
		this.oss.put(LONG, 3 << 20);
		this.oss.put("cold/" + LONG, 10);
		this.oss.bucket().storageClass("cold/" + LONG, "ColdArchive");
		this.oss.put("large/" + LONG, 5 << 20);
		try (OssModelConnector connector = this.oss.connector(this.directory)
			.maxSize(4L << 20)
			.admissionTimeout(Duration.ofMillis(10))
			.giveUpAfter(Duration.ofSeconds(1))
			.verify(VerifyMode.REQUIRED)
			.build()) {
			assertPlain(OssModelNotFoundException.class, () -> connector.open(Oss.uri("none/" + LONG)));
			assertPlain(OssModelAccessException.class, () -> connector.open(Oss.uri("cold/" + LONG)));
			assertPlain(OssModelCapacityException.class, () -> connector.open(Oss.uri("large/" + LONG)));
			assertPlain(OssModelConfigurationException.class, () -> connector.open(Oss.uri(LONG + "x".repeat(600))));
			OssObject there = connector.open(Oss.uri(LONG));
			there.segment();
			try (OssObject waiting = connector.open(Oss.uri(LONG))) {
				assertPlain(OssModelCapacityException.class, waiting::segment);
			}
			there.close();
			assertPlain(IllegalStateException.class, there::segment);
			assertReadFails(OssModelNotFoundException.class, connector, Reaction.status(404, "NoSuchKey"));
			assertReadFails(OssModelAccessException.class, connector, Reaction.status(403, "AccessDenied"));
			assertReadFails(OssModelChangedException.class, connector, Reaction.status(412, "PreconditionFailed"));
			assertReadFails(OssModelIntegrityException.class, connector, Reaction.corrupt(0));
			assertReadFails(OssModelTransferException.class, connector, Reaction.ignoreRange());
			assertReadFails(OssModelTransferException.class, connector, Reaction.status(500, "InternalError"));
			this.oss.emulator().requestHook((_) -> Reaction.omitHeader("x-oss-hash-crc64ecma"));
			try (OssObject object = connector.open(Oss.uri(LONG))) {
				assertPlain(OssModelIntegrityException.class, object::segment);
			}
		}
	}

	@Test
	void whoIsInterruptedOrStoppedReadsThePlainName() {
		this.oss.put(LONG, 3 << 20);
		this.oss.onGet((_) -> Reaction.delay(Duration.ofSeconds(20)));
		try (OssModelConnector connector = this.oss.open(this.directory)) {
			OssObject object = connector.open(Oss.uri(LONG));
			Thread.currentThread().interrupt();
			assertPlain(OssModelTransferException.class, object::segment);
			assertThat(Thread.interrupted()).isTrue();
			Thread.currentThread().interrupt();
			assertPlain(OssModelTransferException.class, () -> object.read(0, ByteBuffer.allocate(1)));
			assertThat(Thread.interrupted()).isTrue();
			CompletableFuture<OssObject> ready = object.whenReady();
			object.close();
			assertPlain(OssModelTransferException.class, () -> ready.get(10, TimeUnit.SECONDS));
		}
	}

	@Test
	void whatFailsWithADirectoryNamesTheKeyPlainly() {
		this.oss.put("long/" + LONG, 10);
		this.oss.put("both/" + NAME, 10);
		this.oss.put("both/" + NAME + "/file", 10);
		this.oss.put("marker/" + NAME + "/", 10);
		this.oss.bucket().symlink("link/" + NAME, LONG);
		this.oss.put("cold/" + NAME, 10);
		this.oss.bucket().storageClass("cold/" + NAME, "ColdArchive");
		this.oss.put("good/" + NAME, 10);
		this.oss.put("large/" + NAME, 5 << 20);
		try (OssModelConnector connector = this.oss.connector(this.directory).maxSize(4L << 20).build()) {
			assertNotPrepared(OssModelConfigurationException.class, connector, "long/");
			assertNotPrepared(OssModelConfigurationException.class, connector, "both/");
			assertNotPrepared(OssModelConfigurationException.class, connector, "marker/");
			assertNotPrepared(OssModelNotFoundException.class, connector, "link/");
			assertNotPrepared(OssModelAccessException.class, connector, "cold/");
			assertNotPrepared(OssModelCapacityException.class, connector, "large/");
			assertNotPrepared(OssModelNotFoundException.class, connector, NAME + "/");
			OssModel good = connector.prepareDirectory(Oss.uri("good/"), this.directory.resolve("good"));
			try (ModelLease lease = good.lease()) {
				assertPlain(OssModelNotFoundException.class, () -> lease.path("another\n" + LONG));
			}
			assertPlain(OssModelNotFoundException.class,
					() -> good.whenReady("another\n" + LONG).get(10, TimeUnit.SECONDS));
			good.evict();
			this.oss.onGet((_) -> Reaction.corrupt(0));
			assertPlain(OssModelIntegrityException.class, good::await);
			this.oss.onGet((_) -> Reaction.ignoreRange());
			assertPlain(OssModelTransferException.class, good::await);
		}
	}

	private void assertNotPrepared(Class<? extends Throwable> type, OssModelConnector connector, String prefix) {
		String name = "model" + connector.models().size();
		ModelSpec spec = ModelSpec.builder(name, Oss.uri(prefix)).mode(ModelMode.LAZY).build();
		assertPlain(type, () -> connector.prepare(spec).await());
	}

	private void assertReadFails(Class<? extends Throwable> type, OssModelConnector connector, Reaction reaction) {
		this.oss.onGet((_) -> reaction);
		try (OssObject object = connector.open(Oss.uri(LONG))) {
			assertPlain(type, object::segment);
		}
	}

	private static void assertPlain(Class<? extends Throwable> type, ThrowingCallable what) {
		Throwable error = catchThrowable(what);
		Throwable reason = (error instanceof ExecutionException) ? error.getCause() : error;
		assertThat(reason).isInstanceOf(type);
		for (Throwable each = reason; each != null; each = each.getCause()) {
			assertPlain(String.valueOf(each.getMessage()));
		}
	}

	/** One line without marks, in which no name takes all the room. */
	private static void assertPlain(String text) {
		assertThat(text).doesNotContainPattern("[\\p{Cc}\\p{Cf}\u2028]").doesNotContain("x".repeat(513));
	}

	/** What is logged here. */
	private final class Recorder extends AppenderBase<ILoggingEvent> {

		@Override
		protected void append(ILoggingEvent event) {
			OddKeysTests.this.logged.add(event.getFormattedMessage());
		}

	}

}
