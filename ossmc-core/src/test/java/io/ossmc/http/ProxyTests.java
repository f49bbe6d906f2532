package io.ossmc.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.net.ssl.SSLContext;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

/** What a forward proxy is told, what it may say, and what is blamed on it. */
@Timeout(60)
class ProxyTests {

	private static final byte[] OBJECT = Settings.object(300_000);

	private static final Certificates CERTIFICATES = new Certificates();

	private static final String REFUSAL = "HTTP/1.1 %s\r\nServer: squid\r\nContent-Length: 17\r\n\r\n<html>SECRET</ht>";

	private static final String FILTERED = "OSSAccessKeyId,Expires,Signature,security-token,x-oss-date,x-oss-expires,"
			+ "x-oss-signature-version,x-oss-credential,x-oss-security-token,x-oss-additional-headers,x-oss-signature";

	/** Nobody resolves the names of origins but the proxy. */
	private static RangeClient client(String proxy) throws Exception {
		return client(proxy, CERTIFICATES.client("TLSv1.3"));
	}

	private static RangeClient client(String proxy, SSLContext context) {
		HttpSettings settings = new HttpSettings(Duration.ofSeconds(10), Duration.ofSeconds(30), 8,
				Duration.ofSeconds(30), context, (host) -> {
					assertThat(host).isEqualTo("127.0.0.1");
					return HttpSettings.resolve(host);
				}, System::nanoTime);
		return RangeClient.create(settings.through(ForwardProxy.of(URI.create(proxy))));
	}

	private static String at(ScriptedServer proxy) {
		return "http://127.0.0.1:" + proxy.port();
	}

	private static RangeRequest request(String origin, int last) {
		return new RangeRequest(URI.create(origin + "/bucket/model%20a.bin?Expires=1&Signature=SECRET"), 0, last,
				ScriptedServer.ETAG);
	}

	@Test
	void asksForHttpObjectsInAbsoluteForm() throws Exception {
		try (ScriptedServer proxy = ScriptedServer.plain(ScriptedServer.ranges(OBJECT));
				RangeClient client = client(at(proxy))) {
			CollectingSink sink = new CollectingSink(7_000);
			RangeReply reply = client.get(request("http://models.OSS.example", 99_999), sink);
			assertThat(sink.bytes()).isEqualTo(Settings.slice(OBJECT, 0, 99_999));
			assertThat(reply.objectSize()).isEqualTo(OBJECT.length);
			assertThat(proxy.requests().getFirst().lines()).containsExactly(
					"GET http://models.oss.example/bucket/model%20a.bin?Expires=1&Signature=SECRET HTTP/1.1",
					"Host: models.oss.example", "User-Agent: ossmc/dev", "Accept-Encoding: identity",
					"Range: bytes=0-99999", "If-Match: \"" + ScriptedServer.ETAG + "\"",
					"X-Dragonfly-Filtered-Query-Params: " + FILTERED,
					"X-Dragonfly-Filter: " + FILTERED.replace(',', '&'), "X-Dragonfly-Tag: " + ScriptedServer.ETAG,
					"X-Dragonfly-Use-P2P: true", "");
		}
	}

	@Test
	void asksHostsThatAreExceptedWithoutIt() throws Exception {
		HttpSettings settings = HttpSettings.defaults();
		try (ScriptedServer proxy = ScriptedServer.plain(ScriptedServer.ranges(OBJECT));
				ScriptedServer origin = ScriptedServer.plain(ScriptedServer.ranges(OBJECT));
				RangeClient client = RangeClient
					.create(settings.through(ForwardProxy.of(URI.create(at(proxy))).except("127.0.0.0/8")))) {
			client.get(request(at(origin), 9), new CollectingSink(10));
			assertThat(origin.requests().getFirst()).startsWith("GET /bucket/").doesNotContain("Dragonfly");
			assertThat(proxy.accepted()).isZero();
			client.get(request("http://other.example", 9), new CollectingSink(10));
			assertThat(proxy.requests().getFirst()).startsWith("GET http://other.example/bucket/");
			assertThat(origin.accepted()).isEqualTo(1);
		}
	}

	@Test
	void namesThePortOfAnOriginThatIsNotTheUsualOne() throws Exception {
		try (ScriptedServer proxy = ScriptedServer.plain(ScriptedServer.ranges(OBJECT));
				RangeClient client = client(at(proxy))) {
			client.get(request("http://[2001:db8::1]:9000", 9), new CollectingSink(10));
			client.get(request("http://oss.example:80", 9), new CollectingSink(10));
			assertThat(proxy.requests().getFirst()).startsWith("GET http://[2001:db8::1]:9000/bucket")
				.contains("Host: [2001:db8::1]:9000\r\n");
			assertThat(proxy.requests().getLast()).startsWith("GET http://oss.example/bucket");
		}
	}

	@Test
	void connectionsToTheProxyServeEveryHttpOrigin() throws Exception {
		try (ScriptedServer proxy = ScriptedServer.plain(ScriptedServer.ranges(OBJECT));
				RangeClient client = client(at(proxy))) {
			assertThat(client.get(request("http://a.example", 9), new CollectingSink(10)).reusedConnection()).isFalse();
			assertThat(client.get(request("http://b.example", 9), new CollectingSink(10)).reusedConnection()).isTrue();
			assertThat(proxy.accepted()).isEqualTo(1);
		}
	}

	@Test
	void aConnectionThatTheProxyClosedWhileIdleIsInvisible() throws Exception {
		try (ScriptedServer proxy = ScriptedServer.plain((connection) -> connection.range(connection.request(), OBJECT),
				ScriptedServer.ranges(OBJECT)); RangeClient client = client(at(proxy))) {
			client.get(request("http://a.example", 9), new CollectingSink(10));
			CollectingSink sink = new CollectingSink(10);
			assertThat(client.get(request("http://a.example", 9), sink).reusedConnection()).isFalse();
			assertThat(sink.bytes()).isEqualTo(Settings.slice(OBJECT, 0, 9));
		}
	}

	@Test
	void aConnectionThatTheProxyWantsClosedIsNotUsedAgain() throws Exception {
		try (ScriptedServer proxy = ScriptedServer.plain((connection) -> {
			String request = connection.request();
			connection.send(ScriptedServer.head(request, OBJECT).replace("Server:", "Connection: close\r\nServer:"));
			connection.send(ScriptedServer.body(request, OBJECT));
			connection.awaitEnd();
		}); RangeClient client = client(at(proxy))) {
			client.get(request("http://a.example", 9), new CollectingSink(10));
			assertThat(client.connections()).isZero();
		}
	}

	@Test
	void tellsTheProxyWhoAsks() throws Exception {
		try (ScriptedServer proxy = ScriptedServer.plain(ScriptedServer.ranges(OBJECT));
				RangeClient client = client("http://us%40er:p%3A%C3%A4ss@127.0.0.1:" + proxy.port())) {
			client.get(request("http://a.example", 9), new CollectingSink(10));
			// base64 of the UTF-8 bytes of "us@er:p:äss"
			assertThat(ScriptedServer.header(proxy.requests().getFirst(), "Proxy-Authorization"))
				.isEqualTo("Basic dXNAZXI6cDrDpHNz");
		}
	}

	@Test
	void tunnelsToHttpsOriginsAndTellsTheProxyNothingElse() throws Exception {
		try (ScriptedServer origin = ScriptedServer.tls(CERTIFICATES.server("models.example"),
				ScriptedServer.ranges(OBJECT));
				TunnellingProxy proxy = new TunnellingProxy(origin.port(),
						"HTTP/1.1 200 Connection established\r\n\r\n");
				RangeClient client = client("http://user:pass@127.0.0.1:" + proxy.port())) {
			for (int i = 0; i < 3; i++) {
				CollectingSink sink = new CollectingSink(70_000);
				RangeReply reply = client.get(request("https://models.example", OBJECT.length - 1), sink);
				assertThat(sink.bytes()).isEqualTo(OBJECT);
				assertThat(reply.reusedConnection()).isEqualTo(i > 0);
			}
			assertThat(proxy.heads).hasSize(1);
			assertThat(proxy.heads.getFirst().lines()).containsExactly("CONNECT models.example:443 HTTP/1.1",
					"Host: models.example:443", "User-Agent: ossmc/dev", "Proxy-Authorization: Basic dXNlcjpwYXNz", "");
			assertThat(origin.requests().getFirst().lines()).containsExactly(
					"GET /bucket/model%20a.bin?Expires=1&Signature=SECRET HTTP/1.1", "Host: models.example",
					"User-Agent: ossmc/dev", "Accept-Encoding: identity", "Range: bytes=0-299999",
					"If-Match: \"" + ScriptedServer.ETAG + "\"", "");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "HTTP/1.0 200 Connection established\r\nProxy-Agent: old\r\n\r\n",
			"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n", "HTTP/1.1 204\r\n\r\n",
			"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\n" })
	void acceptsEveryTwoHundredToConnect(String reply) throws Exception {
		try (ScriptedServer origin = ScriptedServer.tls(CERTIFICATES.server("models.example"),
				ScriptedServer.ranges(OBJECT));
				TunnellingProxy proxy = new TunnellingProxy(origin.port(), reply);
				RangeClient client = client("http://127.0.0.1:" + proxy.port())) {
			CollectingSink sink = new CollectingSink(100);
			client.get(request("https://models.example:8443", 99), sink);
			assertThat(sink.bytes()).isEqualTo(Settings.slice(OBJECT, 0, 99));
			assertThat(proxy.heads.getFirst()).startsWith("CONNECT models.example:8443 HTTP/1.1\r\n");
		}
	}

	@Test
	void tunnelsAreNotSharedAmongOrigins() throws Exception {
		try (ScriptedServer origin = ScriptedServer.tls(CERTIFICATES.server("models.example"),
				ScriptedServer.ranges(OBJECT));
				TunnellingProxy proxy = new TunnellingProxy(origin.port(), "HTTP/1.1 200 OK\r\n\r\n");
				RangeClient client = client("http://127.0.0.1:" + proxy.port())) {
			client.get(request("https://models.example", 9), new CollectingSink(10));
			client.get(request("https://models.example:8443", 9), new CollectingSink(10));
			assertThat(proxy.heads).hasSize(2);
			assertThat(client.connections()).isEqualTo(2);
		}
	}

	@Test
	void aTunnelThatEndedWhileIdleIsInvisible() throws Exception {
		try (ScriptedServer origin = ScriptedServer.tls(CERTIFICATES.server("models.example"), (connection) -> {
			connection.range(connection.request(), OBJECT);
			connection.cut();
		}, ScriptedServer.ranges(OBJECT));
				TunnellingProxy proxy = new TunnellingProxy(origin.port(), "HTTP/1.1 200 OK\r\n\r\n");
				RangeClient client = client("http://127.0.0.1:" + proxy.port())) {
			client.get(request("https://models.example", 9), new CollectingSink(10));
			assertThat(client.get(request("https://models.example", 9), new CollectingSink(10)).reusedConnection())
				.isFalse();
		}
	}

	@Test
	void theOriginIsVerifiedBehindTheTunnel() throws Exception {
		try (ScriptedServer origin = ScriptedServer.tls(CERTIFICATES.server("intercepting.proxy"),
				ScriptedServer.ranges(OBJECT));
				TunnellingProxy proxy = new TunnellingProxy(origin.port(), "HTTP/1.1 200 OK\r\n\r\n");
				RangeClient client = client("http://user:SECRET@127.0.0.1:" + proxy.port())) {
			HttpFailure.Tls failure = failure(client, "https://models.example", HttpFailure.Tls.class, proxy.port());
			assertThat(failure).hasMessageContaining("models.example");
			assertThat(origin.requests()).isEmpty();
			assertThat(client.connections()).isZero();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://models.example", "https://models.example" })
	void aProxyThatWantsAPasswordIsATypedFailure(String origin) throws Exception {
		try (ScriptedServer proxy = ScriptedServer
			.plain(ScriptedServer.once(REFUSAL.formatted("407 Proxy Authentication Required")));
				RangeClient anonymous = client(at(proxy));
				RangeClient known = client("http://user:SECRET@127.0.0.1:" + proxy.port())) {
			HttpStatusFailure wants = failure(anonymous, origin, HttpStatusFailure.class, proxy.port());
			assertThat(wants.status()).isEqualTo(407);
			assertThat(wants.proxy()).contains("127.0.0.1:" + proxy.port());
			assertThat(wants).hasMessageContaining("wants a user");
			assertThat(failure(known, origin, HttpStatusFailure.class, proxy.port()))
				.hasMessageContaining("does not accept our user");
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 403, 500, 502, 503, 504 })
	void whatTheProxyRefusesItselfIsNotBlamedOnOss(int status) throws Exception {
		String reply = REFUSAL.formatted(status + " No\r\nRetry-After: 7");
		for (String origin : List.of("http://models.example", "https://models.example")) {
			try (ScriptedServer proxy = ScriptedServer.plain(ScriptedServer.always(reply));
					RangeClient client = client(at(proxy))) {
				HttpStatusFailure failure = failure(client, origin, HttpStatusFailure.class, proxy.port());
				assertThat(failure.status()).isEqualTo(status);
				assertThat(failure.proxy()).isPresent();
				assertThat(failure.retryAfter()).contains(Duration.ofSeconds(7));
				assertThat(failure.ossMessage()).isEmpty();
			}
		}
	}

	@Test
	void whatOssRefusesIsNotBlamedOnTheProxy() throws Exception {
		for (String reply : List.of("HTTP/1.1 503 No\r\nx-oss-request-id: 5C3D\r\nContent-Length: 0\r\n\r\n",
				"HTTP/1.1 503 No\r\nContent-Length: 40\r\n\r\n<Error><Code>DownloadTraffic</Code></Err>",
				"HTTP/1.1 412 Changed\r\nContent-Length: 0\r\n\r\n",
				"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")) {
			try (ScriptedServer proxy = ScriptedServer.plain(ScriptedServer.always(reply));
					RangeClient client = client(at(proxy))) {
				HttpStatusFailure failure = catchThrowableOfType(HttpStatusFailure.class,
						() -> client.get(request("http://models.example", 9), new CollectingSink(10)));
				assertThat(failure.proxy()).as(reply).isEmpty();
				assertThat(failure).hasMessageNotContaining("proxy");
			}
		}
	}

	@Test
	void aConnectionOutlivesTheProxysRefusal() throws Exception {
		try (ScriptedServer proxy = ScriptedServer.plain((connection) -> {
			connection.request();
			connection.send(REFUSAL.formatted("502 Bad Gateway"));
			connection.range(connection.request(), OBJECT);
		}); RangeClient client = client(at(proxy))) {
			failure(client, "http://models.example", HttpStatusFailure.class, proxy.port());
			assertThat(client.get(request("http://models.example", 9), new CollectingSink(10)).reusedConnection())
				.isTrue();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "HTTP/1.1 502 No\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nSECRET\r\n",
			"HTTP/1.1 502 No\r\nContent-Length: 1000000\r\n\r\nSECRET", "HTTP/1.0 502 No\r\n\r\nSECRET" })
	void nobodyWaitsForTheEndOfARefusedConnect(String reply) throws Exception {
		try (ScriptedServer proxy = ScriptedServer.plain((connection) -> {
			connection.request();
			connection.send(reply);
			connection.awaitEnd();
		}); RangeClient client = client(at(proxy))) {
			assertThat(failure(client, "https://models.example", HttpStatusFailure.class, proxy.port()))
				.hasMessageContaining("models.example:443");
			assertThat(client.connections()).isZero();
		}
	}

	@Test
	void bytesThatComeWithTheTunnelAreATypedFailure() throws Exception {
		try (ScriptedServer proxy = ScriptedServer.plain((connection) -> {
			connection.request();
			connection.send("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nSECRET");
			connection.awaitEnd();
		}); RangeClient client = client(at(proxy))) {
			failure(client, "https://models.example", HttpFailure.Protocol.class, proxy.port());
			assertThat(client.connections()).isZero();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://models.example", "https://models.example" })
	void aDeadProxyIsATypedFailure(String origin) throws Exception {
		int dead;
		try (ServerSocket socket = new ServerSocket(0)) {
			dead = socket.getLocalPort();
		}
		try (RangeClient client = client("http://user:SECRET@127.0.0.1:" + dead)) {
			failure(client, origin, HttpFailure.Connect.class, dead);
			assertThat(client.connections()).isZero();
		}
	}

	@ParameterizedTest
	@CsvSource({ "http://models.example, io.ossmc.http.HttpFailure$Truncated",
			"https://models.example, io.ossmc.http.HttpFailure$Connect" })
	void aProxyThatHangsUpIsNamed(String origin, Class<? extends HttpFailure> type) throws Exception {
		try (ScriptedServer proxy = ScriptedServer.plain(ScriptedServer.Connection::request);
				RangeClient client = client(at(proxy))) {
			failure(client, origin, type, proxy.port());
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://models.example", "https://models.example" })
	void aReplyThatIsNotHttpIsNamed(String origin) throws Exception {
		try (ScriptedServer proxy = ScriptedServer.plain(ScriptedServer.always("SSH-2.0-OpenSSH_9.6\r\n"));
				RangeClient client = client(at(proxy))) {
			failure(client, origin, HttpFailure.Protocol.class, proxy.port());
		}
	}

	@Test
	void aRangeThatTheProxyCallsAWholeIsARangeIfItSaysWhich() throws Exception {
		for (String lost : List.of("none", "Content-Range", "ETag", "Content-Length")) {
			try (ScriptedServer proxy = ScriptedServer.plain((connection) -> {
				String request = connection.request();
				connection.send(ScriptedServer.head(request, OBJECT)
					.replace("206 Partial Content", "200 OK")
					.replace(lost + ":", "X-Lost:"));
				connection.send(ScriptedServer.body(request, OBJECT));
			}); RangeClient client = client(at(proxy))) {
				if (lost.equals("none")) {
					CollectingSink sink = new CollectingSink(100);
					client.get(request("http://models.example", 99), sink);
					assertThat(sink.bytes()).isEqualTo(Settings.slice(OBJECT, 0, 99));
				}
				else {
					failure(client, "http://models.example", HttpFailure.Protocol.class, proxy.port());
				}
			}
		}
	}

	@Test
	void aRangeThatOssCallsAWholeIsRefused() throws Exception {
		try (ScriptedServer origin = ScriptedServer.tls(CERTIFICATES.server("models.example"), (connection) -> {
			String request = connection.request();
			connection.send(ScriptedServer.head(request, OBJECT).replace("206 Partial Content", "200 OK"));
			connection.send(ScriptedServer.body(request, OBJECT));
		});
				TunnellingProxy proxy = new TunnellingProxy(origin.port(), "HTTP/1.1 200 OK\r\n\r\n");
				RangeClient client = client("http://127.0.0.1:" + proxy.port())) {
			failure(client, "https://models.example", HttpFailure.Protocol.class, proxy.port());
		}
	}

	@Test
	void aCacheThatServesAnotherVersionOrAnotherRangeIsNotBelieved() throws Exception {
		for (String[] change : new String[][] { { ScriptedServer.ETAG, "OTHER" }, { "bytes 0-9", "bytes 1-10" },
				{ "206 Partial Content", "204 OK" }, { "Content-Length: 10", "Content-Length: 300000" } }) {
			try (ScriptedServer proxy = ScriptedServer.plain((connection) -> {
				String request = connection.request();
				connection.send(ScriptedServer.head(request, OBJECT).replace(change[0], change[1]));
				connection.send(ScriptedServer.body(request, OBJECT));
			}); RangeClient client = client(at(proxy))) {
				failure(client, "http://models.example", HttpFailure.Protocol.class, proxy.port());
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://models.example", "https://models.example" })
	void aProxyThatStallsIsNamed(String origin) throws Exception {
		FakeTime time = new FakeTime();
		CompletableFuture<Throwable> failure = new CompletableFuture<>();
		try (ScriptedServer proxy = ScriptedServer.plain(ScriptedServer.Connection::awaitEnd);
				RangeClient client = RangeClient
					.create(Settings.timed(time).through(ForwardProxy.of(URI.create(at(proxy)))))) {
			Thread.ofPlatform().daemon().start(() -> {
				try {
					client.get(request(origin, 9), new CollectingSink(10));
				}
				catch (Exception ex) {
					failure.complete(ex);
				}
			});
			await().until(() -> {
				time.advance(Settings.STALL);
				return failure.isDone();
			});
			assertThat(failure.get()).isInstanceOf(HttpFailure.Stalled.class)
				.hasMessageContaining("127.0.0.1:" + proxy.port() + " (ossmc.fetch.proxy)");
		}
	}

	@ParameterizedTest
	@CsvSource({ "https://host:1, http://", "host:3128, http://", "socks5://host:1, http://", "http://host, port",
			"http://host:0, port", "http://host:70000, port", "http://user:SECRET@a_b:1, host name",
			"http://user:SECRET@host:1/path, after the port", "http://user:SECRET@host:1?q, after the port",
			"http://host:1#f, after the port" })
	void otherUrisAreRefusedWithoutBeingShown(URI uri, String why) {
		assertThatIllegalArgumentException().isThrownBy(() -> ForwardProxy.of(uri))
			.withMessageContaining(why)
			.withMessageNotContaining("SECRET");
	}

	@Test
	void showsNeitherUserNorPassword() {
		ForwardProxy proxy = ForwardProxy.of(URI.create("http://user:SECRET@[::1]:3128/"));
		assertThat(proxy).hasToString("[::1]:3128");
		assertThat(HttpSettings.defaults().through(proxy).toString()).contains("[::1]:3128")
			.doesNotContain("user", "SECRET");
	}

	/** Names the proxy and its property, and nothing that is nobody's business. */
	private static <F extends HttpFailure> F failure(RangeClient client, String origin, Class<F> type, int port) {
		F failure = catchThrowableOfType(type, () -> client.get(request(origin, 9), new CollectingSink(10)));
		assertThat(failure).as("failure of %s", origin)
			.isNotNull()
			.hasMessageContaining("proxy 127.0.0.1:" + port + " (ossmc.fetch.proxy)");
		StringWriter trace = new StringWriter();
		failure.printStackTrace(new PrintWriter(trace));
		assertThat(trace.toString()).doesNotContain("SECRET", "user:", "Basic ");
		return failure;
	}

	/** Answers CONNECT and passes bytes on to one port, whatever was asked for. */
	private static final class TunnellingProxy extends LoopbackServer {

		final List<String> heads = new CopyOnWriteArrayList<>();

		private final int target;

		private final String reply;

		TunnellingProxy(int target, String reply) throws IOException {
			this.target = target;
			this.reply = reply;
			listen();
		}

		@Override
		protected void serve(Socket client) throws IOException {
			StringBuilder head = new StringBuilder();
			while (head.indexOf("\r\n\r\n") < 0) {
				head.append((char) client.getInputStream().read());
			}
			this.heads.add(head.toString());
			Socket origin = opened(new Socket("127.0.0.1", this.target));
			client.getOutputStream().write(this.reply.getBytes());
			start(() -> pass(origin, client));
			pass(client, origin);
		}

		private static void pass(Socket from, Socket to) throws IOException {
			try (from; to) {
				InputStream in = from.getInputStream();
				OutputStream out = to.getOutputStream();
				in.transferTo(out);
			}
		}

	}

}
