package io.ossmc.http;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/** HTTPS: who the server is, and records of all sizes. */
@Timeout(60)
class TlsTests {

	private static final byte[] OBJECT = Settings.object(1_000_000);

	private static final Certificates CERTIFICATES = new Certificates();

	private static RangeRequest request(ScriptedServer server, int last) {
		return new RangeRequest(server.url("models.example"), 0, last, ScriptedServer.ETAG);
	}

	@ParameterizedTest
	@CsvSource({ "TLSv1.2, 1000000", "TLSv1.2, 100000", "TLSv1.2, 1001", "TLSv1.3, 1000000", "TLSv1.3, 100000",
			"TLSv1.3, 1001" })
	void deliversThroughFullRecords(String protocol, int buffer) throws Exception {
		try (RangeClient client = RangeClient.create(Settings.trusting(CERTIFICATES.client(protocol)));
				ScriptedServer server = ScriptedServer.tls(CERTIFICATES.server("models.example"),
						ScriptedServer.ranges(OBJECT))) {
			for (int i = 0; i < 3; i++) {
				CollectingSink sink = new CollectingSink(buffer);
				RangeReply reply = client.get(request(server, OBJECT.length - 1), sink);
				assertThat(sink.bytes()).isEqualTo(OBJECT);
				assertThat(reply.reusedConnection()).isEqualTo(i > 0);
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "TLSv1.2, 1", "TLSv1.2, 40000", "TLSv1.3, 1", "TLSv1.3, 40000" })
	void deliversThroughRecordsOfAnySize(String protocol, int largest) throws Exception {
		int size = Math.min(OBJECT.length, 3_000 * largest);
		Random random = new Random(1);
		try (RangeClient client = RangeClient.create(Settings.trusting(CERTIFICATES.client(protocol)));
				ScriptedServer server = ScriptedServer.tls(CERTIFICATES.server("models.example"), (connection) -> {
					String request = connection.request();
					connection.send(ScriptedServer.head(request, OBJECT).getBytes(), largest, random);
					connection.send(ScriptedServer.body(request, OBJECT), largest, random);
				})) {
			Random sizes = new Random(2);
			CollectingSink sink = new CollectingSink(() -> 1 + sizes.nextInt(2 * largest));
			client.get(request(server, size - 1), sink);
			assertThat(sink.bytes()).isEqualTo(Settings.slice(OBJECT, 0, size - 1));
		}
	}

	@Test
	void keyUpdatesAreFollowed() throws Exception {
		// The server's JDK asks for new keys after so many bytes: here, with every few
		// records.
		try (RangeClient client = RangeClient.create(Settings.trusting(CERTIFICATES.client("TLSv1.3")));
				ScriptedServer server = ScriptedServer.tls(CERTIFICATES.server("models.example"), (connection) -> {
					for (String request = connection.request(); !request.isEmpty(); request = connection.request()) {
						byte[] body = ScriptedServer.body(request, OBJECT);
						connection.send(ScriptedServer.head(request, OBJECT));
						for (int sent = 0; sent < body.length; sent += 100_000) {
							connection.send(Settings.slice(body, sent, sent + 99_999));
							connection.secured().startHandshake();
						}
					}
				})) {
			for (int i = 0; i < 2; i++) {
				CollectingSink sink = new CollectingSink(300_000);
				assertThat(client.get(request(server, OBJECT.length - 1), sink).reusedConnection()).isEqualTo(i > 0);
				assertThat(sink.bytes()).isEqualTo(OBJECT);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.2", "TLSv1.3" })
	void sessionsAreResumed(String protocol) throws Exception {
		List<Long> created = Collections.synchronizedList(new ArrayList<>());
		ScriptedServer.Script script = (connection) -> {
			connection.range(connection.request(), OBJECT);
			created.add(connection.secured().getSession().getCreationTime());
			connection.awaitEnd();
		};
		SSLContext context = CERTIFICATES.client(protocol);
		try (ScriptedServer server = ScriptedServer.tls(CERTIFICATES.server("models.example"), script);
				RangeClient client = RangeClient.create(Settings.trusting(context))) {
			client.get(request(server, 99), new CollectingSink(100));
			client.abortAll();
			client.get(request(server, 99), new CollectingSink(100));
			await().until(() -> created.size() == 2);
			assertThat(created.get(1)).isEqualTo(created.get(0));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.2", "TLSv1.3" })
	void aCertificateForAnotherNameIsRefused(String protocol) throws Exception {
		assertRefused(CERTIFICATES.client(protocol), CERTIFICATES.server("other.example"), "models.example");
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.2", "TLSv1.3" })
	void aCertificateOfAnUnknownAuthorityIsRefused(String protocol) throws Exception {
		assertRefused(CERTIFICATES.client(protocol), new Certificates().server("models.example"), "unable to find");
	}

	private static void assertRefused(SSLContext trust, SSLContext identity, String why) throws Exception {
		try (RangeClient client = RangeClient.create(Settings.trusting(trust));
				ScriptedServer server = ScriptedServer.tls(identity, ScriptedServer.ranges(OBJECT))) {
			assertThatExceptionOfType(HttpFailure.Tls.class)
				.isThrownBy(() -> client.get(request(server, 9), new CollectingSink(10)))
				.withMessageContaining(why)
				.withMessageNotContaining("SECRET");
			assertThat(server.requests()).isEmpty();
			assertThat(client.connections()).isZero();
		}
	}

	@Test
	void namesAreIndicatedAndAddressesAreNot() throws Exception {
		assertThat(indicated("models.example")).containsExactly("models.example");
		assertThat(indicated("localhost")).containsExactly("localhost");
		assertThat(indicated("127.0.0.1")).isEmpty();
	}

	private static List<String> indicated(String host) throws Exception {
		CompletableFuture<List<String>> names = new CompletableFuture<>();
		try (RangeClient client = RangeClient.create(Settings.trusting(CERTIFICATES.client("TLS")));
				ScriptedServer server = ScriptedServer.tls(CERTIFICATES.server(host), (connection) -> {
					connection.range(connection.request(), OBJECT);
					ExtendedSSLSession session = (ExtendedSSLSession) connection.secured().getSession();
					names.complete(session.getRequestedServerNames()
						.stream()
						.map((name) -> ((SNIHostName) name).getAsciiName())
						.toList());
				})) {
			client.get(new RangeRequest(server.url(host), 0, 9, ScriptedServer.ETAG), new CollectingSink(10));
			return names.get();
		}
	}

	@ParameterizedTest
	@CsvSource({ "TLSv1.2, true", "TLSv1.2, false", "TLSv1.3, true", "TLSv1.3, false" })
	void aStreamThatEndsEarlyIsTruncatedWithOrWithoutCloseNotify(String protocol, boolean notify) throws Exception {
		try (RangeClient client = RangeClient.create(Settings.trusting(CERTIFICATES.client(protocol)));
				ScriptedServer server = ScriptedServer.tls(CERTIFICATES.server("models.example"), (connection) -> {
					connection.send(ScriptedServer.head(connection.request(), OBJECT));
					connection.send(Settings.slice(OBJECT, 0, 99));
					if (!notify) {
						connection.cut();
					}
				})) {
			CollectingSink sink = new CollectingSink(1_000);
			assertThatExceptionOfType(HttpFailure.Truncated.class)
				.isThrownBy(() -> client.get(request(server, 999), sink))
				.satisfies((failure) -> assertThat(failure.got()).isEqualTo(100));
			assertThat(sink.bytes()).isEqualTo(Settings.slice(OBJECT, 0, 99));
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aConnectionThatWasClosedWhileIdleIsInvisible(boolean notify) throws Exception {
		try (RangeClient client = RangeClient.create(Settings.trusting(CERTIFICATES.client("TLSv1.3")));
				ScriptedServer server = ScriptedServer.tls(CERTIFICATES.server("models.example"), (connection) -> {
					connection.range(connection.request(), OBJECT);
					if (!notify) {
						connection.cut();
					}
				}, ScriptedServer.ranges(OBJECT))) {
			client.get(request(server, 9), new CollectingSink(10));
			CollectingSink sink = new CollectingSink(10);
			assertThat(client.get(request(server, 9), sink).reusedConnection()).isFalse();
			assertThat(sink.bytes()).isEqualTo(Settings.slice(OBJECT, 0, 9));
		}
	}

	@Test
	void aHandshakeThatStallsIsCut() throws Exception {
		FakeTime time = new FakeTime();
		CompletableFuture<Throwable> failure = new CompletableFuture<>();
		try (RangeClient client = RangeClient.create(Settings.timed(time));
				ScriptedServer server = ScriptedServer.plain(ScriptedServer.Connection::awaitEnd)) {
			URI url = URI.create("https://127.0.0.1:%d/k".formatted(server.port()));
			Thread.ofPlatform().daemon().start(() -> {
				try {
					client.get(new RangeRequest(url, 0, 9, "e"), new CollectingSink(10));
				}
				catch (Exception ex) {
					failure.complete(ex);
				}
			});
			await().until(() -> {
				time.advance(Settings.STALL);
				return failure.isDone();
			});
			assertThat(failure.get()).isInstanceOf(HttpFailure.Stalled.class);
		}
	}

	@Test
	void aPortThatDoesNotSpeakTlsIsATlsFailure() throws Exception {
		try (RangeClient client = RangeClient.create(Settings.patient());
				ScriptedServer server = ScriptedServer.plain((connection) -> {
					connection.send("HTTP/1.1 400 Bad Request\r\n\r\n");
					connection.awaitEnd();
				})) {
			URI url = URI.create("https://127.0.0.1:%d/k".formatted(server.port()));
			assertThatExceptionOfType(HttpFailure.Tls.class)
				.isThrownBy(() -> client.get(new RangeRequest(url, 0, 9, "e"), new CollectingSink(10)));
		}
	}

	@Test
	void anEndInTheHandshakeIsAFailureToConnect() throws Exception {
		try (RangeClient client = RangeClient.create(Settings.patient());
				ScriptedServer server = ScriptedServer.plain(ScriptedServer.Connection::cut)) {
			URI url = URI.create("https://127.0.0.1:%d/k".formatted(server.port()));
			assertThatExceptionOfType(HttpFailure.Connect.class)
				.isThrownBy(() -> client.get(new RangeRequest(url, 0, 9, "e"), new CollectingSink(10)));
		}
	}

}
