package io.ossmc.connector;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.ossmc.ModelMode;
import io.ossmc.ModelSpec;
import io.ossmc.ModelState;
import io.ossmc.OssModel;
import io.ossmc.OssModelConnector;
import io.ossmc.thread.ConnectorThreads;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Threads that the system refuses, for whatever reason, come when it does no more. */
@Timeout(60)
class ThreadsThatDoNotStartTests {

	@RegisterExtension
	final Oss oss = new Oss();

	@TempDir
	Path directory;

	/** Refuses as often as said, from the first one on. */
	private final AtomicInteger refusals = new AtomicInteger();

	static Stream<Named<Supplier<Throwable>>> reasons() {
		return Stream.of(Named.of("no memory", () -> new OutOfMemoryError("unable to create native thread")),
				Named.of("an error of the JVM", () -> new InternalError("no carrier")),
				Named.of("an exception", () -> new IllegalStateException("no thread")));
	}

	@ParameterizedTest
	@MethodSource("reasons")
	void aModelNeverStaysQueuedForWantOfAThread(Supplier<Throwable> reason) {
		this.oss.put("model/file", 1000);
		this.refusals.set(3);
		try (OssModelConnector connector = connector(reason)) {
			OssModel model = connector.prepare(ModelSpec.builder("model", "oss://models/model/").build());
			await().atMost(Duration.ofSeconds(30)).until(() -> model.progress().state() == ModelState.READY);
			assertThat(this.refusals.get()).isNegative();
		}
	}

	@ParameterizedTest
	@MethodSource("reasons")
	void aRefreshThatFindsNoThreadIsTriedAgain(Supplier<Throwable> reason) {
		this.oss.put("model/file", 1000);
		try (OssModelConnector connector = connector(reason)) {
			OssModel model = connector.prepare(ModelSpec.builder("model", "oss://models/model/")
				.mode(ModelMode.EAGER)
				.refreshInterval(Duration.ofMillis(200))
				.build());
			await().until(() -> model.progress().state() == ModelState.READY);
			String before = model.progress().version();
			this.refusals.set(3);
			this.oss.put("model/another", 1000);
			await().atMost(Duration.ofSeconds(30)).until(() -> !model.progress().version().equals(before));
		}
	}

	private OssModelConnector connector(Supplier<Throwable> reason) {
		ThreadFactory virtual = Thread.ofVirtual().factory();
		OssModelConnectorBuilder builder = this.oss.connector(this.directory);
		builder.settings().threads = () -> new ConnectorThreads((task) -> {
			if (this.refusals.getAndDecrement() > 0) {
				throw ThreadsThatDoNotStartTests.<RuntimeException>unchecked(reason.get());
			}
			return virtual.newThread(task);
		});
		return builder.build();
	}

	@SuppressWarnings("unchecked")
	private static <X extends Throwable> X unchecked(Throwable error) throws X {
		throw (X) error;
	}

}
