package io.ossmc.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

import io.ossmc.http.ScriptedServer.Script;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Whole replies: how they are framed, and how long they may take. */
@Timeout(30)
class RequestClientTests {

	@AutoClose
	private final RangeClient client = RangeClient.create(Settings.patient());

	private final ByteArrayOutputStream body = new ByteArrayOutputStream();

	private static HttpRequest request(String method, URI url) {
		return new HttpRequest(method, url, Map.of("x-oss-date", "now"), Duration.ofSeconds(10), false);
	}

	private String get(ScriptedServer server) throws IOException {
		this.body.reset();
		this.client.requests().send(request("GET", server.url()), (bytes, length) -> this.body.write(bytes, 0, length));
		return this.body.toString(StandardCharsets.ISO_8859_1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n0123456789",
			"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4;x=y\r\n0123\r\n6\r\n456789\r\n0\r\nX: y\r\n\r\n",
			"HTTP/1.1 200 OK\r\nContent-Encoding: identity\r\nContent-Length: 10\r\n\r\n0123456789" })
	void aReplyThatSaysWhereItEndsLeavesTheConnectionForTheNext(String reply) throws Exception {
		try (ScriptedServer server = ScriptedServer.plain(ScriptedServer.always(reply))) {
			for (int i = 0; i < 3; i++) {
				assertThat(get(server)).isEqualTo("0123456789");
			}
			assertThat(server.accepted()).isEqualTo(1);
			assertThat(server.requests().getFirst()).startsWith("GET /bucket/model.bin?")
				.contains("x-oss-date: now\r\n", "Accept-Encoding: identity\r\n")
				.doesNotContain("Range:", "Cache-Control");
		}
	}

	@Test
	void aConnectionThatWasSaidToHaveBeenIdleForTooLongIsInvisible() throws Exception {
		String idle = "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
		String reply = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n0123456789";
		try (ScriptedServer server = ScriptedServer.plain((connection) -> {
			connection.request();
			connection.send(reply);
			connection.request();
			connection.send(idle);
		}, ScriptedServer.always(reply))) {
			assertThat(get(server)).isEqualTo("0123456789");
			assertThat(get(server)).isEqualTo("0123456789");
			assertThat(server.accepted()).isEqualTo(2);
		}
	}

	@Test
	void aReplyMayEndWithTheConnection() throws Exception {
		try (ScriptedServer server = ScriptedServer.plain(ScriptedServer.once("HTTP/1.1 200 OK\r\n\r\n0123456789"))) {
			assertThat(get(server)).isEqualTo("0123456789");
			assertThat(this.client.connections()).isZero();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n0123456789",
			"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\na\r\n0123456789\r\n",
			"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n0123456789" })
	void aReplyThatEndsBeforeItsEndIsTruncated(String reply) throws Exception {
		try (ScriptedServer server = ScriptedServer.plain(ScriptedServer.once(reply))) {
			assertThatExceptionOfType(HttpFailure.Truncated.class).isThrownBy(() -> get(server));
			assertThat(this.client.connections()).isZero();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "Content-Encoding: gzip\r\nContent-Length: 1", "Transfer-Encoding: gzip",
			"Transfer-Encoding: chunked\r\nContent-Length: 1", "Content-Length: 1\r\nContent-Length: 2",
			"Transfer-Encoding: chunked\r\nX: y\r\n\r\nnot-a-number\r\n" })
	void aReplyThatTwoCouldReadDifferentlyIsRefused(String headers) throws Exception {
		try (ScriptedServer server = ScriptedServer
			.plain(ScriptedServer.once("HTTP/1.1 200 OK\r\n" + headers + "\r\n\r\nx"))) {
			assertThatExceptionOfType(HttpFailure.Protocol.class).isThrownBy(() -> get(server));
			assertThat(this.client.connections()).isZero();
		}
	}

	@Test
	void aHeadHasNoBodyWhateverItsHeadersSay() throws Exception {
		try (ScriptedServer server = ScriptedServer.plain((connection) -> {
			connection.request();
			connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\nETag: \"a\"\r\n\r\n");
			connection.request();
			connection.send("HTTP/1.1 404 Not Found\r\nContent-Length: 300\r\nx-oss-err: "
					+ "PEVycm9yPjxDb2RlPk5vU3VjaEtleTwvQ29kZT48L0Vycm9yPg==\r\n\r\n");
			connection.awaitEnd();
		})) {
			HttpRequest head = request("HEAD", server.url());
			HttpReply reply = this.client.requests().send(head, (bytes, length) -> this.body.write(1));
			assertThat(reply.contentLength()).isEqualTo(1000);
			assertThat(reply.header("etag")).isEqualTo("\"a\"");
			assertThatExceptionOfType(HttpStatusFailure.class)
				.isThrownBy(() -> this.client.requests().send(head, (bytes, length) -> this.body.write(1)))
				.satisfies((failure) -> assertThat(failure.ossCode()).isEqualTo("NoSuchKey"));
			assertThat(this.body.size()).isZero();
			assertThat(server.accepted()).isEqualTo(1);
			assertThat(head).hasToString("HEAD http://127.0.0.1:" + server.port() + "/bucket/model.bin");
		}
	}

	@Test
	void aReplyThatNeverStopsEndsInTime() throws Exception {
		Script trickle = (connection) -> {
			connection.request();
			connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n");
			while (true) {
				connection.send("x");
			}
		};
		try (ScriptedServer server = ScriptedServer.plain(trickle)) {
			assertThatExceptionOfType(HttpFailure.Protocol.class)
				.isThrownBy(() -> this.client.requests()
					.send(new HttpRequest("GET", server.url(), Map.of(), Duration.ofMillis(300), false),
							(bytes, length) -> this.body.reset()))
				.withMessageContaining("not complete after 300 ms");
			assertThat(this.client.connections()).isZero();
		}
	}

	/** Long before the stall time-out: the way to a peer is part of the request. */
	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aPeerThatIsSilentBeforeTheRequestEndsItInTime(boolean proxied) throws Exception {
		try (ScriptedServer silent = ScriptedServer.plain(ScriptedServer.Connection::awaitEnd);
				RangeClient client = RangeClient.create(proxied
						? Settings.patient().through(ForwardProxy.of(URI.create("http://127.0.0.1:" + silent.port())))
						: Settings.resolving((host) -> HttpSettings.resolve("127.0.0.1"), System::nanoTime))) {
			URI url = URI.create("https://models.example:" + silent.port() + "/model.bin");
			assertThatExceptionOfType(HttpFailure.Stalled.class)
				.isThrownBy(() -> client.requests()
					.send(new HttpRequest("GET", url, Map.of(), Duration.ofMillis(300), false),
							(bytes, length) -> this.body.reset()))
				.withMessageContaining("No reply within 300 ms");
			assertThat(client.connections()).isZero();
		}
	}

	@Test
	void whatTheReceiverThrowsReachesTheSender() throws Exception {
		IOException refusal = new IOException("of no use");
		try (ScriptedServer server = ScriptedServer
			.plain(ScriptedServer.always("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n0123456789"))) {
			assertThatExceptionOfType(IOException.class)
				.isThrownBy(() -> this.client.requests().send(request("GET", server.url()), (bytes, length) -> {
					throw refusal;
				}))
				.isSameAs(refusal);
			assertThat(this.client.connections()).isZero();
		}
	}

	@Test
	void nothingInARequestMayEndALine() {
		URI url = URI.create("http://127.0.0.1/");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new HttpRequest("GET", url, Map.of("a", "b\r\nc: d"), Duration.ofSeconds(1), false));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new HttpRequest("GET\r\n", url, Map.of(), Duration.ofSeconds(1), false));
		assertThatIllegalArgumentException().isThrownBy(
				() -> new HttpRequest("GET", URI.create("http://127.0.0.1/é"), Map.of(), Duration.ofSeconds(1), false));
	}

}
