package io.ossmc.emulator;

import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Replies that are no replies: any bytes, at any pace. */
class ScriptTests {

	private static final byte[] CONTENT = "0123456789".getBytes(StandardCharsets.US_ASCII);

	private final OssEmulator emulator = OssEmulator.builder().credentials("ak", "secret").start();

	private URI url;

	private RawClient client;

	@BeforeEach
	void connect() throws IOException {
		this.emulator.bucket("models").put("key", CONTENT);
		this.url = Presigned.url(this.emulator, "models", "key");
		this.client = new RawClient(this.emulator);
	}

	@AfterEach
	void stop() throws IOException {
		this.client.close();
		this.emulator.close();
	}

	/** The first request meets it, those after it do not. */
	private void play(Function<PlainReply, Script> director) throws IOException {
		this.emulator
			.requestHook((request) -> (request.attempt() == 1) ? Reaction.script(director) : Reaction.proceed());
		this.client.get(this.url);
	}

	@Test
	void sendAnyBytes() throws IOException {
		play((plain) -> Script.begin().send("no HTTP \u00ff\n").close());
		assertThat(this.client.toTheEnd()).isEqualTo("no HTTP \u00ff\n".getBytes(StandardCharsets.ISO_8859_1));
	}

	@Test
	void changeTheReplyThatWouldBeSent() throws IOException {
		play((plain) -> plain.status("HTTP/1.1 299 Odd")
			.without("ETag")
			.adding("X-Twice", "1")
			.adding("X-Twice", "2")
			.with("Content-Length", "3")
			.body("abc".getBytes(StandardCharsets.US_ASCII))
			.send());
		RawClient.Head head = this.client.head();
		assertThat(head.line()).isEqualTo("HTTP/1.1 299 Odd");
		assertThat(head.header("ETag")).isEqualTo("(none)");
		assertThat(head.header("X-Twice")).as("the last one").isEqualTo("2");
		assertThat(head.header("x-oss-hash-crc64ecma")).isEqualTo(Long.toUnsignedString(Crc64.of(CONTENT)));
		assertThat(this.client.body(3)).isEqualTo("abc".getBytes(StandardCharsets.US_ASCII));
	}

	@Test
	void goOnWithTheNextRequest() throws IOException {
		play((plain) -> plain.send().send("GARBAGE"));
		assertThat(this.client.body(this.client.head().length())).isEqualTo(CONTENT);
		assertThat(this.client.body(7)).isEqualTo("GARBAGE".getBytes(StandardCharsets.US_ASCII));
		this.client.get(this.url);
		RawClient.Head head = this.client.head();
		assertThat(head.status()).isEqualTo(200);
		assertThat(this.client.body(head.length())).isEqualTo(CONTENT);
		this.client.request("HEAD", Presigned.head(this.emulator, "models", "key"));
		assertThat(this.client.head().length()).isEqualTo(10);
		this.client.get(this.url);
		assertThat(this.client.body(this.client.head().length())).isEqualTo(CONTENT);
	}

	@Test
	void takeTheirTime() throws IOException {
		long begin = System.nanoTime();
		play((plain) -> Script.begin().slowly(plain.head(), 50, Duration.ofMillis(5)).send(plain.body()));
		assertThat(this.client.body(this.client.head().length())).isEqualTo(CONTENT);
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(25));
	}

	@Test
	@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
	void holdNoOtherConnectionUpWhileTheyAreMade() throws Exception {
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch gate = new CountDownLatch(1);
		play((plain) -> {
			begun.countDown();
			try {
				gate.await();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
			return plain.send();
		});
		begun.await();
		// More than there are event loops.
		for (int number = 0; number < 4 * Runtime.getRuntime().availableProcessors(); number++) {
			try (RawClient other = new RawClient(this.emulator)) {
				other.get(this.url);
				assertThat(other.body(other.head().length())).isEqualTo(CONTENT);
			}
		}
		gate.countDown();
		assertThat(this.client.body(this.client.head().length())).isEqualTo(CONTENT);
	}

	@Test
	void resetTheConnection() throws IOException {
		play((plain) -> Script.begin().send("HTTP/1.1").reset());
		assertThatThrownBy(this.client::toTheEnd).isInstanceOf(SocketException.class);
	}

	@Test
	void areSilentUntilTheClientLeaves() throws Exception {
		play((plain) -> Script.begin().send("HTTP").stall());
		assertThat(this.client.body(4)).isEqualTo("HTTP".getBytes(StandardCharsets.US_ASCII));
		this.client.get(this.url);
		this.client.socket().setSoTimeout(100);
		assertThatThrownBy(() -> this.client.body(1)).isInstanceOf(SocketTimeoutException.class);
		this.client.close();
		long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
		while (this.emulator.statistics().openConnections() > 0 && System.nanoTime() < end) {
			Thread.onSpinWait();
		}
		assertThat(this.emulator.statistics().openConnections()).as("though a request was waiting").isZero();
	}

	@Test
	void countWithADelayAndAStatus() throws IOException {
		this.emulator.requestHook((request) -> Reaction.delay(Duration.ofMillis(20))
			.then(Reaction.status(500, "InternalError"))
			.then(Reaction.script((plain) -> plain.with("X-Made-Of", plain.status()).send())));
		this.client.get(this.url);
		assertThat(this.client.head().header("X-Made-Of")).isEqualTo("HTTP/1.1 500 Internal Server Error");
	}

}
