package io.ossmc.emulator;

import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RequestHookTests {

	private static final int SIZE = 3_000_001;

	private final OssEmulator emulator = OssEmulator.builder().credentials("ak", "secret").start();

	private URI url;

	private RawClient client;

	@BeforeEach
	void connect() throws IOException {
		this.emulator.bucket("models").putSynthetic("key", SIZE, 1);
		this.url = Presigned.url(this.emulator, "models", "key");
		this.client = new RawClient(this.emulator);
	}

	@AfterEach
	void stop() throws IOException {
		this.client.close();
		this.emulator.close();
	}

	private void react(Reaction reaction) {
		this.emulator.requestHook((request) -> reaction);
	}

	private static byte[] content(int from, int length) {
		return SyntheticObject.bytes(SIZE, 1, from, length);
	}

	@Test
	void answersWithAnError() throws IOException {
		react(Reaction.status(500, "InternalError"));
		this.client.get(this.url);
		RawClient.Head head = this.client.head();
		assertThat(head.status()).isEqualTo(500);
		assertThat(new String(this.client.body(head.length()), StandardCharsets.UTF_8))
			.contains("<Code>InternalError</Code>");
	}

	@Test
	void tellsWhenToComeAgain() throws IOException {
		react(Reaction.qosDelay(Duration.ofMillis(300)));
		this.client.get(this.url);
		RawClient.Head head = this.client.head();
		assertThat(head.status()).isEqualTo(503);
		assertThat(head.header("x-oss-qos-delay-time")).isEqualTo("300");
	}

	@Test
	void redirects() throws IOException {
		react(Reaction.redirect("http://elsewhere/x"));
		this.client.get(this.url);
		assertThat(this.client.head().header("Location")).isEqualTo("http://elsewhere/x");
	}

	@Test
	void closesInMidBody() throws IOException {
		react(Reaction.closeAfter(1_234_567));
		this.client.get(this.url);
		assertThat(this.client.head().length()).isEqualTo(SIZE);
		assertThat(this.client.toTheEnd()).isEqualTo(content(0, 1_234_567));
	}

	@Test
	void closesBeforeTheBody() throws IOException {
		react(Reaction.closeAfter(0));
		this.client.get(this.url);
		assertThat(this.client.head().status()).isEqualTo(200);
		assertThat(this.client.toTheEnd()).isEmpty();
	}

	@Test
	void resetsInMidBody() throws IOException {
		react(Reaction.resetAfter(100));
		this.client.get(this.url);
		assertThatThrownBy(() -> {
			this.client.head();
			this.client.toTheEnd();
		}).isInstanceOf(SocketException.class).hasMessageContaining("reset");
	}

	@Test
	void stallsInMidBody() throws IOException {
		react(Reaction.stallAfter(1000));
		this.client.get(this.url);
		this.client.head();
		assertThat(this.client.body(1000)).isEqualTo(content(0, 1000));
		this.client.socket().setSoTimeout(50);
		assertThatThrownBy(() -> this.client.body(1)).isInstanceOf(SocketTimeoutException.class);
	}

	@Test
	void corruptsAByteOfTheObject() throws IOException {
		react(Reaction.corrupt(1000).then(Reaction.corrupt(2000)));
		this.client.get(this.url, "Range: bytes=500-1499");
		this.client.head();
		byte[] expected = content(500, 1000);
		expected[500] = (byte) ~expected[500];
		assertThat(this.client.body(1000)).isEqualTo(expected);
		this.client.get(this.url, "Range: bytes=0-9");
		this.client.head();
		assertThat(this.client.body(10)).isEqualTo(content(0, 10));
	}

	@Test
	void changesHeaders() throws IOException {
		react(Reaction.omitHeader("x-oss-hash-crc64ecma")
			.then(Reaction.replaceHeader("Content-Range", "bytes 5-6/7"))
			.then(Reaction.replaceHeader("ETag", "\"other\"")));
		this.client.get(this.url, "Range: bytes=0-9");
		RawClient.Head head = this.client.head();
		assertThat(head.headers()).doesNotContainKey("x-oss-hash-crc64ecma");
		assertThat(head.header("Content-Range")).isEqualTo("bytes 5-6/7");
		assertThat(head.header("ETag")).isEqualTo("\"other\"");
		assertThat(this.client.body(10)).isEqualTo(content(0, 10));
	}

	@Test
	void endsTheConnectionWhereNoLengthIsTold() throws IOException {
		react(Reaction.omitHeader("Content-Length"));
		this.client.get(this.url);
		assertThat(this.client.head().header("Connection")).isEqualTo("close");
		assertThat(this.client.toTheEnd()).isEqualTo(content(0, SIZE));
	}

	@Test
	void ignoresTheRange() throws IOException {
		react(Reaction.ignoreRange());
		this.client.get(this.url, "Range: bytes=0-9");
		RawClient.Head head = this.client.head();
		assertThat(head.status()).isEqualTo(200);
		assertThat(head.length()).isEqualTo(SIZE);
	}

	@Test
	void sendsChunks() throws IOException {
		react(Reaction.chunked());
		this.client.get(this.url, "Range: bytes=0-9", "Connection: close");
		RawClient.Head head = this.client.head();
		assertThat(head.header("Transfer-Encoding")).isEqualTo("chunked");
		assertThat(head.headers()).doesNotContainKey("content-length");
		byte[] body = this.client.toTheEnd();
		assertThat(Arrays.copyOfRange(body, 3, 13)).isEqualTo(content(0, 10));
		assertThat(new String(body, 13, body.length - 13, StandardCharsets.US_ASCII)).isEqualTo("\r\n0\r\n\r\n");
	}

	@Test
	void waitsAndThrottles() throws IOException {
		react(Reaction.delay(Duration.ofMillis(50)).then(Reaction.throttle(1_000_000)));
		long start = System.nanoTime();
		this.client.get(this.url, "Range: bytes=0-299999");
		this.client.head();
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(50));
		assertThat(this.client.body(300_000)).isEqualTo(content(0, 300_000));
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(250));
	}

	@Test
	void waitsForAGate() throws Exception {
		CompletableFuture<Void> gate = new CompletableFuture<>();
		CountDownLatch arrived = new CountDownLatch(1);
		this.emulator.requestHook((request) -> {
			arrived.countDown();
			return Reaction.when(gate);
		});
		this.client.get(this.url, "Range: bytes=0-9");
		arrived.await();
		assertThat(this.emulator.requests()).singleElement().satisfies((it) -> assertThat(it.status()).isZero());
		gate.complete(null);
		assertThat(this.client.head().status()).isEqualTo(206);
		assertThat(this.emulator.requests()).singleElement().satisfies((it) -> assertThat(it.status()).isEqualTo(206));
	}

	@Test
	void seesRequestsAndCountsAttempts() throws IOException {
		this.emulator.requestHook((request) -> (request.attempt() == 1 && request.kind() == RequestKind.GET_OBJECT
				&& request.bucket().equals("models") && request.key().equals("key")
				&& request.range().equals(Optional.of(new ByteRange(0, 9)))) ? Reaction.status(500, "InternalError")
						: Reaction.proceed());
		this.client.get(this.url, "Range: bytes=0-9");
		RawClient.Head first = this.client.head();
		assertThat(first.status()).isEqualTo(500);
		this.client.body(first.length());
		this.client.get(this.url, "Range: bytes=0-9");
		assertThat(this.client.head().status()).isEqualTo(206);
	}

	@Test
	void aHookThatFailsIsA500() throws IOException {
		this.emulator.requestHook((request) -> {
			throw new IllegalStateException("the test wants it");
		});
		this.client.get(this.url);
		assertThat(this.client.head().status()).isEqualTo(500);
	}

	@Test
	void countsWhatItDid() throws IOException {
		this.client.get(this.url, "Range: bytes=0-9");
		this.client.head();
		this.client.body(10);
		Statistics statistics = this.emulator.statistics();
		assertThat(statistics.requests(RequestKind.GET_OBJECT)).isEqualTo(1);
		assertThat(statistics.bytesSent()).isEqualTo(10);
		assertThat(statistics.connectionsOpened()).isEqualTo(1);
		assertThat(statistics.peakConnections()).isEqualTo(1);
		assertThat(statistics.firstByteNanos()).isPresent();
		this.emulator.resetStatistics();
		assertThat(this.emulator.statistics().bytesSent()).isZero();
		assertThat(this.emulator.requests()).isEmpty();
	}

	@Test
	void limitsAllConnectionsTogether() throws IOException {
		this.emulator.bandwidth(1_000_000);
		long start = System.nanoTime();
		try (RawClient other = new RawClient(this.emulator)) {
			for (RawClient each : new RawClient[] { this.client, other }) {
				each.get(this.url, "Range: bytes=0-149999");
			}
			for (RawClient each : new RawClient[] { this.client, other }) {
				each.head();
				assertThat(each.body(150_000)).isEqualTo(content(0, 150_000));
			}
		}
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(240));
	}

	@Test
	void goesOnSendingTheVersionItBeganWith() throws IOException {
		this.emulator.bandwidth(10_000_000);
		this.client.get(this.url);
		this.client.head();
		byte[] begin = this.client.body(1000);
		this.emulator.bucket("models").putSynthetic("key", SIZE, 2);
		this.emulator.bandwidth(0);
		byte[] rest = this.client.body(SIZE - 1000);
		assertThat(begin).isEqualTo(content(0, 1000));
		assertThat(rest).isEqualTo(content(1000, SIZE - 1000));
		this.client.get(this.url, "Range: bytes=0-9");
		this.client.head();
		assertThat(this.client.body(10)).isEqualTo(SyntheticObject.bytes(SIZE, 2, 0, 10));
	}

}
