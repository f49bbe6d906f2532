package io.ossmc.connector;

import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

import io.ossmc.OssModel;
import io.ossmc.OssModelConnector;
import io.ossmc.OssModelTransferException;
import io.ossmc.OssObject;
import io.ossmc.emulator.Reaction;
import io.ossmc.emulator.RequestHook;
import io.ossmc.emulator.RequestKind;
import io.ossmc.http.HttpFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * What becomes of healthy objects beside bad ones, and of the bad ones. Nobody gives up
 * within these tests unless they say so.
 */
@Timeout(60)
class NeighbourTests {

	private static final Duration NEVER = Duration.ofHours(1);

	private static final int HEALTHY = 20;

	@RegisterExtension
	final Oss oss = new Oss();

	@TempDir
	Path directory;

	private OssModelConnectorBuilder connector() {
		return this.oss.connector(this.directory).stallTimeout(NEVER).giveUpAfter(NEVER);
	}

	@Test
	void anObjectThatIsAskedToComeBackInAnHourDelaysNobodyAndIsGivenUp() {
		byte[] good = this.oss.put("good", 3 << 20);
		this.oss.put("bad", 3 << 20);
		onBad((_) -> Reaction.status(503, "ServiceUnavailable", Map.of("Retry-After", "3600")));
		try (OssModelConnector connector = connector().giveUpAfter(Duration.ofSeconds(1)).build();
				OssObject bad = connector.open(Oss.uri("bad"))) {
			CompletableFuture<OssObject> failed = bad.whenReady();
			await().until(() -> connector.stats().fetch().paused() == 1);
			try (OssObject object = connector.open(Oss.uri("good"))) {
				assertThat(object.segment().toArray(ValueLayout.JAVA_BYTE)).isEqualTo(good);
			}
			assertThatThrownBy(() -> failed.get(20, TimeUnit.SECONDS))
				.hasCauseInstanceOf(OssModelTransferException.class)
				.hasMessageContaining("asks to slow down")
				.hasMessageContaining("ossmc.fetch.give-up-after");
		}
	}

	@Test
	void aListingThatIsAskedToComeBackLaterSaysSo() {
		this.oss.put("model/file", 1000);
		AtomicInteger lists = new AtomicInteger();
		this.oss.emulator()
			.requestHook((request) -> (request.kind() == RequestKind.LIST_OBJECTS && lists.getAndIncrement() == 0)
					? Reaction.status(503, "ServiceUnavailable", Map.of("Retry-After", "1")) : Reaction.proceed());
		try (OssModelConnector connector = connector().build()) {
			OssModel model = connector.prepareDirectory(Oss.uri("model/"), this.directory.resolve("model"));
			await().until(() -> String.valueOf(model.progress().waitingFor()).contains("OSS asks to come back later"));
			assertThat(model.await().progress().waitingFor()).isNull();
			assertThat(lists).hasValue(2);
		}
	}

	static List<IntFunction<Reaction>> badReplies() {
		return List.of((_) -> Reaction.status(500, "InternalError"), (_) -> Reaction.ignoreRange(),
				(_) -> Reaction.status(503, "SlowDown"), (_) -> Reaction.closeAfter(0), (_) -> Reaction.stallAfter(0),
				(number) -> switch (number % 6) {
					case 0 -> Reaction.status(500, "InternalError");
					case 1 -> Reaction.chunked();
					case 2 -> Reaction.qosDelay(Duration.ofMinutes(10));
					case 3 -> Reaction.stallAfter(0);
					case 4 -> Reaction.resetAfter(0);
					default -> Reaction.replaceHeader("ETag", "\"0\"");
				});
	}

	@ParameterizedTest
	@MethodSource("badReplies")
	void healthyObjectsComeBesideFortyBadOnes(IntFunction<Reaction> reply) throws Exception {
		for (int i = 0; i < 40; i++) {
			this.oss.put("bad-" + i, 1 << 20);
		}
		List<byte[]> contents = new ArrayList<>();
		for (int i = 0; i < HEALTHY; i++) {
			contents.add(this.oss.put("good-" + i, 1 << 20));
		}
		onBad((request) -> reply.apply(Integer.parseInt(request.key().substring(4))));
		try (OssModelConnector connector = connector().maxConnections(16).build()) {
			for (int i = 0; i < 40; i++) {
				connector.open(Oss.uri("bad-" + i)).whenReady();
			}
			for (int i = 0; i < HEALTHY; i++) {
				try (OssObject good = connector.open(Oss.uri("good-" + i))) {
					assertThat(good.whenReady().get(20, TimeUnit.SECONDS).segment().toArray(ValueLayout.JAVA_BYTE))
						.isEqualTo(contents.get(i));
				}
			}
		}
	}

	@Test
	void connectionsGrowWhileTheFirstOnesAreSilent() throws Exception {
		this.oss.put("good", 1 << 20);
		for (int i = 0; i < 4; i++) {
			this.oss.put("bad-" + i, 1 << 20);
		}
		onBad((_) -> Reaction.when(new CompletableFuture<>()));
		try (OssModelConnector connector = connector().minConnections(4).build()) {
			for (int i = 0; i < 4; i++) {
				connector.open(Oss.uri("bad-" + i)).whenReady();
			}
			await().until(() -> this.oss.gets().size() == 4);
			assertThat(connector.open(Oss.uri("good")).whenReady().get(20, TimeUnit.SECONDS).size()).isEqualTo(1 << 20);
		}
	}

	@Test
	void whatWaitsBehindSilentRequestsIsGivenUpTooAndSaysSo() {
		for (int i = 0; i < 3; i++) {
			this.oss.put("bad-" + i, 1 << 20);
		}
		onBad((_) -> Reaction.when(new CompletableFuture<>()));
		try (OssModelConnector connector = connector().minConnections(1)
			.maxConnections(1)
			.giveUpAfter(Duration.ofSeconds(2))
			.build()) {
			List<CompletableFuture<OssObject>> objects = new ArrayList<>();
			for (int i = 0; i < 3; i++) {
				objects.add(connector.open(Oss.uri("bad-" + i)).whenReady());
			}
			for (CompletableFuture<OssObject> object : objects) {
				assertThatThrownBy(() -> object.get(20, TimeUnit.SECONDS))
					.hasCauseInstanceOf(OssModelTransferException.class)
					.hasMessageContaining("No byte of");
			}
		}
	}

	@Test
	void whatWaitsBehindOthersThatGetBytesIsNotGivenUp() throws Exception {
		byte[] last = this.oss.put("last", 1 << 20);
		this.oss.put("large", 8 << 20);
		this.oss.onGet((request) -> request.key().equals("large") ? Reaction.throttle(2 << 20) : Reaction.proceed());
		try (OssModelConnector connector = connector().minConnections(1)
			.maxConnections(1)
			.giveUpAfter(Duration.ofSeconds(1))
			.build()) {
			CompletableFuture<OssObject> large = connector.open(Oss.uri("large")).whenReady();
			CompletableFuture<OssObject> waiting = connector.open(Oss.uri("last")).whenReady();
			assertThat(waiting.get(30, TimeUnit.SECONDS).segment().toArray(ValueLayout.JAVA_BYTE)).isEqualTo(last);
			assertThat(large).isCompleted();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "the whole object", "chunks", "a weak ETag", "another ETag" })
	void aReplyThatStaysOddIsGivenUpAfterAFewTriesWithItsCause(String reply) {
		this.oss.put("bad", 3 << 20);
		AtomicInteger tries = new AtomicInteger();
		onBad((_) -> {
			tries.incrementAndGet();
			return switch (reply) {
				case "the whole object" -> Reaction.ignoreRange();
				case "chunks" -> Reaction.chunked();
				case "a weak ETag" -> Reaction.replaceHeader("ETag", "W/\"0\"");
				default -> Reaction.replaceHeader("ETag", "\"0\"");
			};
		});
		try (OssModelConnector connector = connector().build(); OssObject object = connector.open(Oss.uri("bad"))) {
			assertThatExceptionOfType(OssModelTransferException.class).isThrownBy(object::segment)
				.withMessageContaining("Something answers in the place of OSS")
				.withStackTraceContaining(HttpFailure.Protocol.class.getName());
			assertThat(tries.get()).isBetween(4, 40);
		}
	}

	@Test
	void anObjectWhoseRepliesAreOddOnceOrTwiceIsRead() {
		byte[] content = this.oss.put("bad", 3 << 20);
		AtomicInteger requests = new AtomicInteger();
		onBad((_) -> (requests.incrementAndGet() < 3) ? Reaction.ignoreRange() : Reaction.proceed());
		try (OssModelConnector connector = connector().build(); OssObject object = connector.open(Oss.uri("bad"))) {
			assertThat(object.segment().toArray(ValueLayout.JAVA_BYTE)).isEqualTo(content);
		}
	}

	private void onBad(RequestHook hook) {
		this.oss.onGet((request) -> request.key().startsWith("bad") ? hook.react(request) : Reaction.proceed());
	}

	/** It had a connection; nothing came on it. */
	@Test
	void anObjectWhoseOwnRequestWasSilentSaysSo() {
		this.oss.put("bad", 3 << 20);
		onBad((_) -> Reaction.stallAfter(0));
		try (OssModelConnector connector = connector().giveUpAfter(Duration.ofSeconds(1)).build();
				OssObject bad = connector.open(Oss.uri("bad"))) {
			assertThatExceptionOfType(OssModelTransferException.class).isThrownBy(bad::segment)
				.withMessageContaining("No byte of")
				.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("no connection free"));
		}
	}

}
