package io.ossmc.connector;

import java.lang.foreign.ValueLayout;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.ossmc.AddressStyle;
import io.ossmc.ModelLease;
import io.ossmc.OssModelAccessException;
import io.ossmc.OssModelConfigurationException;
import io.ossmc.OssModelConnector;
import io.ossmc.OssModelCredentials;
import io.ossmc.OssModelException;
import io.ossmc.OssModelTransferException;
import io.ossmc.OssObject;
import io.ossmc.OssUri;
import io.ossmc.emulator.HandledRequest;
import io.ossmc.emulator.OssEmulator;
import io.ossmc.emulator.Reaction;
import io.ossmc.emulator.RequestKind;
import io.ossmc.http.Abort;
import io.ossmc.http.ForwardProxy;
import io.ossmc.http.HttpSettings;
import io.ossmc.http.RangeClient;
import io.ossmc.oss.ObjectStore;
import io.ossmc.oss.StoreSettings;
import io.ossmc.oss.Stores;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Where requests go, by which clock and which way. */
@Timeout(60)
class SignedRequestsTests {

	@RegisterExtension
	final Oss oss = new Oss();

	@TempDir
	Path directory;

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = "cn-hangzhou")
	void theBucketMayBeInTheHost(@Nullable String region) {
		byte[] content = this.oss.put("model/a b+%é", 3 << 20);
		try (OssModelConnector connector = this.oss.connector(this.directory)
			.endpoint("http://localhost:" + this.oss.emulator().port())
			.addressStyle(AddressStyle.VIRTUAL)
			.region(region)
			.build();
				ModelLease lease = connector.prepareDirectory("oss://models/model/", this.directory.resolve("place"))
					.lease();
				OssObject object = connector.open(Oss.uri("model/a b+%é"))) {
			assertThat(lease.path("a b+%é")).hasBinaryContent(content);
			assertThat(object.segment().toArray(ValueLayout.JAVA_BYTE)).isEqualTo(content);
			assertThat(this.oss.emulator().requests())
				.allSatisfy((request) -> assertThat(request.request().header("host"))
					.contains("models.localhost:" + this.oss.emulator().port()));
		}
	}

	@Test
	void aBucketMayHaveAStyleOfItsOwn() {
		byte[] content = this.oss.put("file", 1000);
		try (OssModelConnector connector = this.oss.connector(this.directory)
			.endpoint("http://localhost:" + this.oss.emulator().port())
			.addressStyle(AddressStyle.CNAME)
			.bucket(Oss.BUCKET, new BucketSettings(null, null, null, AddressStyle.PATH))
			.build(); OssObject object = connector.open(Oss.uri("file"))) {
			assertThat(object.segment().toArray(ValueLayout.JAVA_BYTE)).isEqualTo(content);
		}
	}

	@Test
	void aGuessThatLeadsNowhereIsCalledOne() {
		try (OssModelConnector connector = this.oss.connector(this.directory)
			.endpoint("http://oss.invalid")
			.giveUpAfter(Duration.ofSeconds(1))
			.build()) {
			assertThatExceptionOfType(OssModelTransferException.class).isThrownBy(() -> connector.open(Oss.uri("file")))
				.withMessageContaining("http://oss.invalid")
				.withMessageContaining("ossmc.address-style")
				.withMessageContaining("unknown");
		}
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = "cn-hangzhou")
	void aClockThatIsOffIsCorrectedByThatOfOss(@Nullable String region) {
		for (Duration off : List.of(Duration.ofHours(5), Duration.ofHours(-5))) {
			try (OssEmulator later = OssEmulator.builder()
				.credentials(Oss.KEY_ID, Oss.SECRET)
				.clock(() -> InstantSource.system().instant().plus(off))
				.start()) {
				byte[] content = new byte[100_000];
				new Random(1).nextBytes(content);
				later.bucket(Oss.BUCKET).put("file", content);
				later.requestHook((request) -> Reaction.replaceHeader("Date",
						DateTimeFormatter.RFC_1123_DATE_TIME.format(Instant.now().plus(off).atOffset(ZoneOffset.UTC))));
				try (OssModelConnector connector = this.oss.connector(this.directory)
					.endpoint(later.endpoint().toString())
					.region(region)
					.build(); OssObject object = connector.open(Oss.uri("file"))) {
					assertThat(object.segment().toArray(ValueLayout.JAVA_BYTE)).isEqualTo(content);
					assertThat(connector.list("oss://models/")).hasSize(1);
				}
				assertThat(later.requests()).extracting(HandledRequest::status)
					.as("%s", off)
					.contains(403)
					.endsWith(200);
				assertThat(later.requests()).hasSize(4);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 5, -5 })
	void aClockThatJumpsWhileAnObjectIsOnItsWayIsFollowed(int hours) {
		AtomicReference<Duration> off = new AtomicReference<>(Duration.ZERO);
		InstantSource clock = () -> Instant.now().plus(off.get());
		AtomicInteger gets = new AtomicInteger();
		try (OssEmulator jumping = OssEmulator.builder().credentials(Oss.KEY_ID, Oss.SECRET).clock(clock).start()) {
			byte[] content = new byte[4 << 20];
			new Random(1).nextBytes(content);
			jumping.bucket(Oss.BUCKET).put("file", content);
			jumping.requestHook((request) -> {
				if (request.kind() == RequestKind.GET_OBJECT && gets.incrementAndGet() == 2) {
					off.set(Duration.ofHours(hours));
				}
				return Reaction.replaceHeader("Date",
						DateTimeFormatter.RFC_1123_DATE_TIME.format(clock.instant().atOffset(ZoneOffset.UTC)));
			});
			try (OssModelConnector connector = this.oss.connector(this.directory)
				.endpoint(jumping.endpoint().toString())
				.minConnections(1)
				.maxConnections(1)
				.build(); OssObject object = connector.open(Oss.uri("file"))) {
				assertThat(object.segment().toArray(ValueLayout.JAVA_BYTE)).isEqualTo(content);
			}
			assertThat(jumping.requests()).extracting(HandledRequest::status).containsOnlyOnce(403).endsWith(206);
		}
	}

	@Test
	void anArchivedObjectIsAskedForAndTheRefusalExplained() {
		this.oss.put("archived", 1000);
		this.oss.bucket().storageClass("archived", "Archive");
		this.oss.onGet((request) -> Reaction.status(403, "InvalidObjectState"));
		try (OssModelConnector connector = this.oss.open(this.directory);
				OssObject object = connector.open(Oss.uri("archived"))) {
			assertThatExceptionOfType(OssModelAccessException.class).isThrownBy(object::segment)
				.withMessageContaining("is archived (InvalidObjectState)")
				.withMessageContaining("ossutil restore oss://models/archived")
				.withMessageContaining("real-time access of Archive");
		}
	}

	@Test
	void aServerThatIsBusyIsAskedAgain() {
		this.oss.put("file", 1000);
		AtomicInteger requests = new AtomicInteger();
		this.oss.emulator()
			.requestHook((request) -> (requests.incrementAndGet() < 3) ? Reaction.status(503, "ServiceUnavailable")
					: Reaction.proceed());
		try (OssModelConnector connector = this.oss.open(this.directory)) {
			assertThat(connector.list("oss://models/")).hasSize(1);
			assertThat(requests).hasValue(3);
		}
	}

	@Test
	void aReplyThatStallsEndsWithTheCall() throws Exception {
		String slow = "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n";
		try (OddServer server = new OddServer(
				(head) -> slow.replace("Content-Length", "X-Filler: 1\r\nContent-Length"));
				OssModelConnector connector = this.oss.connector(this.directory)
					.endpoint(server.endpoint())
					.giveUpAfter(Duration.ofSeconds(1))
					.build()) {
			assertThatExceptionOfType(OssModelTransferException.class)
				.isThrownBy(() -> connector.list("oss://models/").toList())
				.withMessageContaining("cannot be reached");
			assertThat(server.requests).hasSizeLessThanOrEqualTo(3);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "half\ud83d" })
	void whatCannotBeAKeyIsNotAskedFor(String key) {
		try (OssModelConnector connector = this.oss.open(this.directory)) {
			assertThatExceptionOfType(OssModelConfigurationException.class)
				.isThrownBy(() -> connector.open(Oss.uri(key)));
			assertThatExceptionOfType(OssModelConfigurationException.class)
				.isThrownBy(() -> connector.open(Oss.uri("x".repeat(1024))))
				.withMessageContaining("1 to 1023 bytes");
			assertThat(this.oss.emulator().requests()).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "id\n", "", "two words", "\u00e9" })
	void credentialsThatCannotBeSentAreExplainedWithoutShowingThem(String id) {
		try (OssModelConnector connector = this.oss.connector(this.directory)
			.credentials(() -> new OssModelCredentials(id, Oss.SECRET, null))
			.build()) {
			assertThatExceptionOfType(OssModelAccessException.class).isThrownBy(() -> connector.open(Oss.uri("file")))
				.withMessageContaining("cannot be sent")
				.withMessageNotContaining("two words");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "of-a-role\n", " of-a-role", "of-a-role ", "", "of-a-r\u00f4le" })
	void aSecurityTokenThatCannotBeAHeaderIsExplainedWithoutShowingIt(String token) {
		try (OssModelConnector connector = open(token)) {
			assertThatExceptionOfType(OssModelAccessException.class).isThrownBy(() -> connector.open(Oss.uri("file")))
				.withMessageContaining("cannot be sent")
				.withMessageNotContaining("of-a-r");
			assertThat(this.oss.emulator().requests()).isEmpty();
		}
	}

	@Test
	void aSecurityTokenMayHaveSpacesInside() {
		try (OssModelConnector connector = open("of a role")) {
			assertThatExceptionOfType(OssModelException.class).isThrownBy(() -> connector.open(Oss.uri("file")));
			assertThat(this.oss.emulator().requests()).isNotEmpty()
				.allSatisfy((request) -> assertThat(request.request().header("x-oss-security-token"))
					.contains("of a role"));
		}
	}

	private OssModelConnector open(String token) {
		return this.oss.connector(this.directory)
			.credentials(() -> new OssModelCredentials(Oss.KEY_ID, Oss.SECRET, token))
			.build();
	}

	@Test
	void aProxyIsPassedByWhereItsReplyLacksSomethingUnlessOssIsOutOfReach() throws Exception {
		this.oss.put("file", 1000);
		OssUri file = new OssUri(Oss.BUCKET, "file");
		URI endpoint = this.oss.emulator().endpoint();
		try (CachingProxy proxy = new CachingProxy();
				RangeClient client = RangeClient
					.create(HttpSettings.defaults().through(ForwardProxy.of(proxy.uri(""))))) {
			try (Stores stores = stores(client, endpoint.toString())) {
				ObjectStore store = stores.of(Oss.BUCKET);
				assertThat(store.head(file).object().size()).isEqualTo(1000);
				assertThat(proxy.passed).hasSize(1).allMatch((request) -> request.startsWith("HEAD http://"));
				assertThat(store.headDirect(file, new Abort())).isEqualTo(store.head(file));
				assertThat(proxy.passed).as("the direct one did not come here").hasSize(2);
				assertThat(this.oss.emulator().requests()).hasSize(3)
					.allMatch((request) -> request.kind() == RequestKind.HEAD_OBJECT);
			}
			this.oss.emulator().resetStatistics();
			proxy.passed.clear();
			// A port that nobody listens on, but that the proxy translates.
			int dead = deadPort();
			proxy.translated.put(dead, endpoint.getPort());
			try (Stores stores = stores(client, "http://127.0.0.1:" + dead)) {
				assertThat(stores.of(Oss.BUCKET).headDirect(file, new Abort()).object().size()).isEqualTo(1000);
				assertThat(stores.of(Oss.BUCKET).headDirect(file, new Abort()).object().size()).isEqualTo(1000);
				assertThat(proxy.passed).hasSize(2);
			}
		}
	}

	private static int deadPort() throws Exception {
		try (var socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

	private static Stores stores(RangeClient client, String endpoint) {
		return new Stores(
				new StoreSettings(endpoint, "cn-hangzhou", () -> new OssModelCredentials(Oss.KEY_ID, Oss.SECRET, null),
						null),
				Map.of(), null, client.requests(), Duration.ofSeconds(10), InstantSource.system(), System::nanoTime);
	}

	/** The same from another side: it is this machine's clock that seems to step. */
	@ParameterizedTest
	@NullSource
	@ValueSource(strings = "cn-hangzhou")
	void aClockThatIsSetBeforeTheFirstByteIsCorrectedByThatOfOss(@Nullable String region) {
		for (Duration step : List.of(Duration.ofDays(1), Duration.ofDays(-1), Duration.ofDays(3650))) {
			AtomicReference<Duration> off = new AtomicReference<>(Duration.ZERO);
			InstantSource clock = () -> Instant.now().plus(off.get());
			try (OssEmulator stepping = OssEmulator.builder()
				.credentials(Oss.KEY_ID, Oss.SECRET)
				.clock(clock)
				.start()) {
				byte[] content = new byte[100_000];
				new Random(1).nextBytes(content);
				stepping.bucket(Oss.BUCKET).put("file", content);
				stepping.requestHook((request) -> {
					if (request.kind() == RequestKind.GET_OBJECT) {
						off.set(step);
					}
					return Reaction.replaceHeader("Date",
							DateTimeFormatter.RFC_1123_DATE_TIME.format(clock.instant().atOffset(ZoneOffset.UTC)));
				});
				try (OssModelConnector connector = this.oss.connector(this.directory)
					.endpoint(stepping.endpoint().toString())
					.region(region)
					.build(); OssObject object = connector.open(Oss.uri("file"))) {
					assertThat(object.segment().toArray(ValueLayout.JAVA_BYTE)).as("%s", step).isEqualTo(content);
				}
			}
		}
	}

	/** Who answers TCP and no TLS: before the first byte of a request counts too. */
	@Test
	void aHandshakeThatStallsEndsWithTheCall() throws Exception {
		try (ServerSocket silent = new ServerSocket(0);
				OssModelConnector connector = this.oss.connector(this.directory)
					.endpoint("https://127.0.0.1:" + silent.getLocalPort())
					.stallTimeout(Duration.ofHours(1))
					.giveUpAfter(Duration.ofSeconds(1))
					.build()) {
			CompletableFuture<?> listing = CompletableFuture.runAsync(() -> connector.list("oss://models/").toList());
			assertThatThrownBy(() -> listing.get(15, TimeUnit.SECONDS))
				.hasCauseInstanceOf(OssModelTransferException.class);
		}
	}

}
