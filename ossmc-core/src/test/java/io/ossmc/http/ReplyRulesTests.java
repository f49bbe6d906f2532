package io.ossmc.http;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Replies that must not reach the sink. */
class ReplyRulesTests {

	private static final byte[] OBJECT = Settings.object(1_000);

	private static final String RIGHT = ScriptedServer.head("Range: bytes=10-19", OBJECT);

	@AutoClose
	private final RangeClient client = RangeClient.create(Settings.patient());

	static Stream<Arguments> wrongReplies() {
		Map<String, String> replies = Map.ofEntries(
				Map.entry("the whole object", RIGHT.replace("206 Partial Content", "200 OK")),
				Map.entry("no content", "HTTP/1.1 204 No Content\r\n\r\n"),
				Map.entry("HTTP/1.0", RIGHT.replace("HTTP/1.1", "HTTP/1.0")),
				Map.entry("HTTP/2", RIGHT.replace("HTTP/1.1", "HTTP/2.0")),
				Map.entry("chunks", RIGHT.replaceAll("Content-Length: \\d+", "Transfer-Encoding: chunked")),
				Map.entry("chunks and a length", RIGHT.replace("Server: ", "Transfer-Encoding: chunked\r\nServer: ")),
				Map.entry("no length", RIGHT.replace("Content-Length", "Content-Size")),
				Map.entry("another length", RIGHT.replace("Content-Length: 10", "Content-Length: 11")),
				Map.entry("a length of many digits",
						RIGHT.replace("Content-Length: 10", "Content-Length: 18446744073709551626")),
				Map.entry("a signed length", RIGHT.replace("Content-Length: 10", "Content-Length: +10")),
				Map.entry("two lengths", RIGHT.replace("Server: ", "Content-Length: 10\r\nServer: ")),
				Map.entry("no range", RIGHT.replace("Content-Range", "X-Range")),
				Map.entry("several ranges", RIGHT.replace("Server: ", "Content-Range: bytes 0-1/2\r\nServer: ")),
				Map.entry("an earlier range", RIGHT.replace("bytes 10-19", "bytes 9-18")),
				Map.entry("a longer range", RIGHT.replace("bytes 10-19", "bytes 10-20")),
				Map.entry("an unknown size", RIGHT.replace("19/1000", "19/*")),
				Map.entry("a size that the range leaves", RIGHT.replace("19/1000", "19/19")),
				Map.entry("another unit", RIGHT.replace("bytes 10-19", "items 10-19")),
				Map.entry("no ETag", RIGHT.replace("ETag", "X-ETag")),
				Map.entry("another ETag", RIGHT.replace(ScriptedServer.ETAG, "0")),
				Map.entry("a weak ETag", RIGHT.replace("ETag: ", "ETag: W/")),
				Map.entry("a CRC that is no number", RIGHT.replace("11051210869376104954", "1e5")),
				Map.entry("a folded header", RIGHT.replace("Server: ", "Server: a\r\n ")),
				Map.entry("a folded first header", RIGHT.replace("Server: ", " Server: ")),
				Map.entry("a header without a name", RIGHT.replace("Server: ", ": ")),
				Map.entry("a header without a colon", RIGHT.replace("Server: ", "Server ")),
				Map.entry("a space before the colon", RIGHT.replace("Server:", "Server :")),
				Map.entry("a bare line feed", RIGHT.replace("Server: ", "Server: a\nEvil: ")),
				Map.entry("a bare carriage return", RIGHT.replace("Server: ", "Server: a\rEvil: ")),
				Map.entry("a NUL", RIGHT.replace("Server: ", "Server: \0")),
				Map.entry("a head over 32 KiB", RIGHT.replace("Server: ", "Server: " + "a".repeat(33_000))),
				Map.entry("a head that never ends", "HTTP/1.1 206 OK\r\n" + "a: b\r\n".repeat(20_000)),
				Map.entry("interim replies without end", "HTTP/1.1 102 Processing\r\n\r\n".repeat(100)),
				Map.entry("another protocol", "HTTP/1.1 101 Switching Protocols\r\n\r\n"),
				Map.entry("no status", "HTTP/1.1 \r\n\r\n"), Map.entry("a long status", "HTTP/1.1 2060 OK\r\n\r\n"),
				Map.entry("status 99", "HTTP/1.1 099 OK\r\n\r\n"), Map.entry("status 700", "HTTP/1.1 700 OK\r\n\r\n"),
				Map.entry("an empty line first", "\r\n" + RIGHT), Map.entry("SSH", "SSH-2.0-OpenSSH_9.2p1\r\n"),
				Map.entry("a TLS alert", "\u0015\u0003\u0003\u0000\u0002\u0002\u0016"));
		return replies.entrySet().stream().map((entry) -> Arguments.of(entry.getKey(), entry.getValue()));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("wrongReplies")
	void refusesBeforeTheFirstByteAndCloses(String name, String reply) throws Exception {
		try (ScriptedServer server = ScriptedServer.plain((connection) -> {
			connection.request();
			connection.send(reply + "0123456789");
			connection.awaitEnd();
		})) {
			CollectingSink sink = new CollectingSink(10);
			assertThatExceptionOfType(HttpFailure.Protocol.class).as(name)
				.isThrownBy(() -> this.client.get(new RangeRequest(server.url(), 10, 19, ScriptedServer.ETAG), sink))
				.satisfies((failure) -> assertThat(failure.getMessage()).doesNotContain("SECRET").hasSizeLessThan(300));
			assertThat(sink.bytes()).isEmpty();
			assertThat(this.client.connections()).isZero();
			assertThat(server.accepted()).isEqualTo(1);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "utf-8", "aws-chunked", "gzip", "", "identity", "br\r\nContent-Encoding: gzip" })
	void takesTheBytesAsTheyAreStoredWhateverTheirEncodingIsCalled(String encoding) throws Exception {
		try (ScriptedServer server = ScriptedServer.plain((connection) -> {
			String request = connection.request();
			connection.send(ScriptedServer.head(request, OBJECT)
				.replace("Server: ", "Content-Encoding: " + encoding + "\r\nServer: "));
			connection.send(ScriptedServer.body(request, OBJECT));
		})) {
			CollectingSink sink = new CollectingSink(10);
			this.client.get(new RangeRequest(server.url(), 10, 19, ScriptedServer.ETAG), sink);
			assertThat(sink.bytes()).isEqualTo(Settings.slice(OBJECT, 10, 19));
		}
	}

	@Test
	void namesOfHeadersAndETagsMayBeInAnyCase() throws Exception {
		try (ScriptedServer server = ScriptedServer.plain((connection) -> {
			String request = connection.request();
			String head = ScriptedServer.head(request, OBJECT)
				.replace("Content-Length: ", "cONTENT-lENGTH:\t ")
				.replace("Content-Range: bytes", "CONTENT-RANGE:Bytes")
				.replace("ETag: ", "etag:")
				.replace(ScriptedServer.ETAG, ScriptedServer.ETAG.toLowerCase(Locale.ROOT))
				.replace("HTTP/1.1 206 Partial Content", "HTTP/1.1 206");
			connection.send(head);
			connection.send(ScriptedServer.body(request, OBJECT));
		})) {
			CollectingSink sink = new CollectingSink(10);
			this.client.get(new RangeRequest(server.url(), 10, 19, ScriptedServer.ETAG), sink);
			assertThat(sink.bytes()).isEqualTo(Settings.slice(OBJECT, 10, 19));
		}
	}

}
