package io.ossmc.http;

import java.net.URI;
import java.util.List;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** What goes out and what comes back when all is well. */
class RangeClientTests {

	private static final byte[] OBJECT = Settings.object(300_000);

	@AutoClose
	private final RangeClient client = RangeClient.create(Settings.patient());

	@Test
	void deliversExactlyTheRange() throws Exception {
		try (ScriptedServer server = ScriptedServer.plain(ScriptedServer.ranges(OBJECT))) {
			CollectingSink sink = new CollectingSink(7_000);
			RangeReply reply = this.client.get(new RangeRequest(server.url(), 10, 200_009, ScriptedServer.ETAG), sink);
			assertThat(sink.bytes()).isEqualTo(Settings.slice(OBJECT, 10, 200_009));
			assertThat(reply.objectSize()).isEqualTo(OBJECT.length);
			assertThat(reply.crc64()).isEqualTo(Long.parseUnsignedLong("11051210869376104954"));
			assertThat(reply.requestId()).isEqualTo("5C3D9778CC1C2AEDF85B");
			assertThat(reply.reusedConnection()).isFalse();
		}
	}

	@Test
	void sendsNothingThatOssWouldWantSigned() throws Exception {
		try (ScriptedServer server = ScriptedServer.plain(ScriptedServer.ranges(OBJECT))) {
			this.client.get(new RangeRequest(server.url(), 0, 9, '"' + ScriptedServer.ETAG + '"'),
					new CollectingSink(10));
			List<String> lines = server.requests().getFirst().lines().toList();
			assertThat(lines).containsExactly("GET /bucket/model.bin?x-oss-signature=SECRET&Expires=1 HTTP/1.1",
					"Host: 127.0.0.1:" + server.port(), "User-Agent: ossmc/dev", "Accept-Encoding: identity",
					"Range: bytes=0-9", "If-Match: \"" + ScriptedServer.ETAG + "\"", "");
		}
	}

	@Test
	void usesAConnectionAgain() throws Exception {
		try (ScriptedServer server = ScriptedServer.plain(ScriptedServer.ranges(OBJECT))) {
			RangeRequest request = new RangeRequest(server.url(), 0, 99_999, ScriptedServer.ETAG);
			assertThat(this.client.get(request, new CollectingSink(50_000)).reusedConnection()).isFalse();
			assertThat(this.client.get(request, new CollectingSink(50_000)).reusedConnection()).isTrue();
			assertThat(server.accepted()).isEqualTo(1);
			assertThat(this.client.connections()).isEqualTo(1);
		}
	}

	@Test
	void neverWritesMoreThanTheRangeIntoALargerBuffer() throws Exception {
		try (ScriptedServer server = ScriptedServer.plain((connection) -> {
			String request = connection.request();
			connection.range(request, OBJECT);
			connection.send("surplus");
			connection.awaitEnd();
		})) {
			CollectingSink sink = new CollectingSink(100_000);
			this.client.get(new RangeRequest(server.url(), 0, 9_999, ScriptedServer.ETAG), sink);
			assertThat(sink.bytes()).isEqualTo(Settings.slice(OBJECT, 0, 9_999));
		}
	}

	@Test
	void skipsInterimReplies() throws Exception {
		try (ScriptedServer server = ScriptedServer.plain((connection) -> {
			String request = connection.request();
			connection.send("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n");
			connection.range(request, OBJECT);
		})) {
			CollectingSink sink = new CollectingSink(100);
			this.client.get(new RangeRequest(server.url(), 5, 5, ScriptedServer.ETAG), sink);
			assertThat(sink.bytes()).isEqualTo(Settings.slice(OBJECT, 5, 5));
		}
	}

	@Test
	void aMissingCrcIsNoFailure() throws Exception {
		try (ScriptedServer server = ScriptedServer.plain((connection) -> {
			String request = connection.request();
			connection.send(ScriptedServer.head(request, OBJECT).replace("x-oss-hash-crc64ecma", "x-other"));
			connection.send(ScriptedServer.body(request, OBJECT));
		})) {
			RangeReply reply = this.client.get(new RangeRequest(server.url(), 5, 5, ScriptedServer.ETAG),
					new CollectingSink(1));
			assertThat(reply.crc64()).isNull();
		}
	}

	@Test
	void whatTheSinkThrowsReachesTheCallerAndClosesTheConnection() throws Exception {
		try (ScriptedServer server = ScriptedServer.plain(ScriptedServer.ranges(OBJECT))) {
			assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> this.client
				.get(new RangeRequest(server.url(), 0, 9, ScriptedServer.ETAG), new CollectingSink(() -> {
					throw new UnsupportedOperationException("closed arena");
				})));
			assertThat(this.client.connections()).isZero();
		}
	}

	@Test
	void refusesToAskForNothing() {
		URI url = URI.create("http://localhost/a?secret=1");
		assertThatIllegalArgumentException().isThrownBy(() -> new RangeRequest(url, 5, 4, "e"));
		assertThatIllegalArgumentException().isThrownBy(() -> new RangeRequest(url, -1, 4, "e"));
		assertThatIllegalArgumentException().isThrownBy(() -> new RangeRequest(url, 0, 4, "W/\"e\""));
		assertThatIllegalArgumentException().isThrownBy(() -> new RangeRequest(url, 0, 4, "e\"\r\nEvil: 1"));
		assertThatIllegalArgumentException().isThrownBy(() -> new RangeRequest(url, 0, 4, ""));
	}

	@Test
	void aRequestDoesNotShowItsQuery() {
		RangeRequest request = new RangeRequest(URI.create("https://b.oss-cn-x.aliyuncs.com/k%20?Signature=S"), 0, 4,
				"e");
		assertThat(request).hasToString("bytes=0-4 of https://b.oss-cn-x.aliyuncs.com/k%20");
	}

}
