package io.ossmc.connector;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.Stream;

import io.ossmc.ListOptions;
import io.ossmc.ObjectSummary;
import io.ossmc.OssModelAccessException;
import io.ossmc.OssModelConnector;
import io.ossmc.OssModelTransferException;
import io.ossmc.emulator.OssEmulator;
import io.ossmc.emulator.Reaction;
import io.ossmc.emulator.Request;
import io.ossmc.emulator.RequestKind;
import io.ossmc.emulator.SyntheticKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Listings of many pages over the wire: exact, whatever the keys and the server are like.
 */
@Timeout(60)
class LongListingTests {

	private static final int KEYS = 60_000;

	@RegisterExtension
	final Oss oss = new Oss();

	@TempDir
	Path directory;

	static Stream<Arguments> shapes() {
		return Map
			.<String, LongFunction<SyntheticKeys>>of("flat", SyntheticKeys::flat, "uuids", SyntheticKeys::uuids,
					"dates", SyntheticKeys::dates, "deep", SyntheticKeys::deep, "giant", SyntheticKeys::giant, "cjk",
					SyntheticKeys::cjk, "zipf", SyntheticKeys::zipf)
			.entrySet()
			.stream()
			.map((shape) -> Arguments.of(shape.getKey(), shape.getValue().apply(KEYS)));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("shapes")
	void allOfThemComeInOrder(String shape, SyntheticKeys keys) {
		this.oss.emulator().syntheticBucket("many", keys, 1);
		try (OssModelConnector connector = this.oss.open(this.directory);
				Stream<ObjectSummary> listed = connector.list("oss://many/")) {
			AtomicInteger index = new AtomicInteger();
			assertThat(listed.map(ObjectSummary::key))
				.allSatisfy((key) -> assertThat(key).isEqualTo(keys.key(index.getAndIncrement())));
			assertThat(index.get()).isEqualTo(KEYS);
		}
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("shapes")
	void manyPagesAreUnderWayAtTheSameTime(String shape, SyntheticKeys keys) {
		this.oss.emulator().syntheticBucket("many", keys, 1);
		this.oss.emulator().listLatency(Duration.ofMillis(20));
		ListOptions options = ListOptions.recursive().ordered(false);
		try (OssModelConnector connector = this.oss.open(this.directory);
				Stream<ObjectSummary> listed = connector.list("oss://many/", options)) {
			assertThat(listed.map(ObjectSummary::key).distinct().count()).isEqualTo(KEYS);
		}
		OssEmulator emulator = this.oss.emulator();
		assertThat(emulator.statistics().peakConnections()).isGreaterThan(4);
		assertThat(emulator.statistics().requests(RequestKind.LIST_OBJECTS)).isLessThan(2 * KEYS / 1000);
	}

	static Stream<Arguments> servers() {
		return Map
			.<String, Function<Request, Map<String, String>>>of("ignores start-after",
					(request) -> Map.of("start-after", ""), "begins later",
					(request) -> Map.of("start-after", request.query().get("start-after") + "~"), "decodes twice",
					(request) -> Map.of("start-after", decoded(request.query().get("start-after"))),
					"answers another prefix", (request) -> Map.of("prefix", "a%41/00"))
			.entrySet()
			.stream()
			.flatMap((server) -> Stream.of(Arguments.of(server.getKey(), server.getValue(), true),
					Arguments.of(server.getKey(), server.getValue(), false)));
	}

	private static String decoded(String key) {
		return URLDecoder.decode(key, StandardCharsets.UTF_8);
	}

	@ParameterizedTest(name = "{0}, ordered {2}")
	@MethodSource("servers")
	void aServerThatAnswersSomethingElseIsNotBelieved(String what, Function<Request, Map<String, String>> server,
			boolean ordered) {
		for (int i = 0; i < 2500; i++) {
			this.oss.bucket().put("a%%41/%04d".formatted(i), new byte[1]);
		}
		this.oss.emulator()
			.requestHook((request) -> (request.kind() == RequestKind.LIST_OBJECTS
					&& request.query().containsKey("start-after")) ? Reaction.query(server.apply(request))
							: Reaction.proceed());
		try (OssModelConnector connector = this.oss.open(this.directory);
				Stream<ObjectSummary> listed = connector.list("oss://models/a%41/",
						ListOptions.recursive().ordered(ordered))) {
			assertThatExceptionOfType(OssModelTransferException.class).isThrownBy(listed::toList)
				.withMessageContaining("is not usable");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void shortPagesAreFollowedToTheEnd(boolean ordered) {
		this.oss.emulator().syntheticBucket("many", SyntheticKeys.uuids(3000), 1);
		this.oss.emulator().requestHook((request) -> Reaction.query(Map.of("max-keys", "17")));
		try (OssModelConnector connector = this.oss.open(this.directory);
				Stream<ObjectSummary> listed = connector.list("oss://many/",
						ListOptions.recursive().ordered(ordered))) {
			assertThat(listed.map(ObjectSummary::key).distinct()).hasSize(3000);
		}
	}

	@Test
	void aServerThatIsBusyIsAskedAgain() {
		this.oss.emulator().syntheticBucket("many", SyntheticKeys.flat(20_000), 1);
		AtomicInteger requests = new AtomicInteger();
		this.oss.emulator()
			.requestHook((request) -> (requests.incrementAndGet() % 5 == 4) ? Reaction.qosDelay(Duration.ofMillis(10))
					: Reaction.proceed());
		try (OssModelConnector connector = this.oss.open(this.directory)) {
			assertThat(connector.list("oss://many/").count()).isEqualTo(20_000);
		}
	}

	@Test
	void aRefusalInTheMiddleIsTheListingsError() {
		this.oss.emulator().syntheticBucket("many", SyntheticKeys.flat(20_000), 1);
		AtomicInteger requests = new AtomicInteger();
		this.oss.emulator()
			.requestHook((request) -> (requests.incrementAndGet() == 7) ? Reaction.status(403, "AccessDenied")
					: Reaction.proceed());
		try (OssModelConnector connector = this.oss.open(this.directory);
				Stream<ObjectSummary> listed = connector.list("oss://many/")) {
			assertThatExceptionOfType(OssModelAccessException.class).isThrownBy(listed::toList)
				.withMessageContaining("oss:ListObjects");
		}
	}

	@Test
	void foldersStayOneLevelInOrder() {
		this.oss.emulator().syntheticBucket("many", SyntheticKeys.zipf(50_000), 1);
		try (OssModelConnector connector = this.oss.open(this.directory)) {
			List<String> folders = connector.list("oss://many/", ListOptions.oneLevel().ordered(false))
				.map(ObjectSummary::key)
				.toList();
			assertThat(folders).hasSizeGreaterThan(900).isSorted().doesNotHaveDuplicates();
		}
	}

}
