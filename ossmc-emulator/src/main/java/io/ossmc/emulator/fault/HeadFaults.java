package io.ossmc.emulator.fault;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.ossmc.emulator.PlainReply;
import io.ossmc.emulator.Script;

/** Heads that are no heads, and lengths and ranges that are none. */
final class HeadFaults {

	private HeadFaults() {
	}

	static List<Fault> all() {
		return Stream.of(forms(), lengths(), ranges()).flatMap(List::stream).toList();
	}

	private static List<Fault> forms() {
		return List.of(
				Fault
					.played("head.byte-by-byte", Fault.ALL,
							(plain, occasion) -> rest(Script.begin().slowly(plain.head(), 1, Duration.ofMillis(1)),
									plain))
					.progressing(),
				Fault.played("head.drips", Fault.ALL,
						(plain, occasion) -> Slowness.dripHeader(plain.status() + "\r\nX-Padding: ")),
				Fault.played("head.stalls", Fault.ALL,
						(plain, occasion) -> Script.begin().send(plain.status() + "\r\nServer: ").stall()),
				Fault.changed("head.header-of-40-kib", Fault.ALL,
						(plain) -> plain.with("X-Padding", "x".repeat(40 * 1024))),
				Fault.played("head.headers-for-ever", Fault.ALL,
						(plain, occasion) -> Script.begin()
							.send(plain.status() + "\r\n")
							.send("X-Padding: x\r\n".repeat(20_000))
							.close()),
				text("head.folded", (head) -> head.replace("Server: ", "Server:\r\n  folded\r\n\t")),
				text("head.lf-only", (head) -> head.replace("\r\n", "\n")),
				text("head.cr-only", (head) -> head.replace("\r\n", "\r")),
				text("head.http-1.0", (head) -> head.replaceFirst("HTTP/1.1", "HTTP/1.0")),
				text("head.http-3.0", (head) -> head.replaceFirst("HTTP/1.1", "HTTP/3.0")),
				text("head.without-reason", (head) -> head.replaceFirst("(HTTP/1.1 \\d+) [^\r]*", "$1")),
				text("head.without-status", (head) -> head.replaceFirst("HTTP/1.1 \\d+", "HTTP/1.1")),
				text("head.without-colon", (head) -> head.replace("Server: ", "Server ")),
				text("head.space-before-colon", (head) -> head.replace("Content-Length:", "Content-Length :")),
				text("head.control-characters", (head) -> head.replace("AliyunOSS", "Ali\u0000\u001b[31m\u007fyun")),
				text("head.empty-line-first", (head) -> "\r\n" + head),
				Fault.played("head.another-protocol", Fault.ALL,
						(plain, occasion) -> Script.begin().send("SSH-2.0-OpenSSH_9.2\r\n").stall()),
				Fault.played("head.random-bytes", Fault.ALL, (plain, occasion) -> {
					byte[] bytes = new byte[5000];
					occasion.random().nextBytes(bytes);
					return Script.begin().send(bytes).close();
				}));
	}

	private static Script rest(Script script, PlainReply plain) {
		return script.send(plain.body());
	}

	private static Fault text(String name, UnaryOperator<String> change) {
		return Fault.played(name, Fault.ALL,
				(plain, occasion) -> Script.begin()
					.send(change.apply(new String(plain.head(), StandardCharsets.ISO_8859_1)))
					.send(plain.body()));
	}

	private static List<Fault> lengths() {
		return List.of(
				Fault.played("length.missing", Fault.ALL,
						(plain, occasion) -> occasion.complete(plain.without("Content-Length")).close()),
				Fault.changed("length.missing-and-open", Fault.ALL, (plain) -> plain.without("Content-Length")),
				length("length.negative", "-1"), length("length.huge", "9223372036854775807"),
				length("length.beyond-64-bits", "1".repeat(40)), length("length.with-sign", "+5"),
				length("length.in-hex", "0x10"), length("length.empty", ""), length("length.zero", "0"),
				length("length.list", "5, 7"),
				Fault.changed("length.twice-alike", Fault.ALL,
						(plain) -> plain.adding("Content-Length", plain.header("Content-Length").orElse("0"))),
				Fault.changed("length.twice-different", Fault.ALL, (plain) -> plain.adding("Content-Length", "7")),
				Fault.changed("length.and-chunked", Fault.ALL, (plain) -> plain.adding("Transfer-Encoding", "chunked")),
				Fault.changed("length.of-head-one-less", Fault.HEAD,
						(plain) -> plain.with("Content-Length",
								Long.toString(
										Math.max(0, Long.parseLong(plain.header("Content-Length").orElse("0")) - 1)))),
				Fault.changed("length.of-head-one-more", Fault.HEAD, (plain) -> plain.with("Content-Length",
						Long.toString(Long.parseLong(plain.header("Content-Length").orElse("0")) + 1))));
	}

	private static Fault length(String name, String value) {
		return Fault.changed(name, Fault.ALL, (plain) -> plain.with("Content-Length", value));
	}

	private static List<Fault> ranges() {
		return List.of(range("range.of-another-size", (range) -> range.replaceFirst("/\\d+", "/1")),
				range("range.of-unknown-size", (range) -> range.replaceFirst("/\\d+", "/*")),
				range("range.shifted", (range) -> range.replaceFirst("bytes (\\d+)-", "bytes 1$1-")),
				range("range.garbage", (range) -> "pages 1-2/3"), range("range.without-size", (range) -> "bytes 0-1"),
				Fault.changed("range.missing", Fault.GET, (plain) -> plain.without("Content-Range")),
				Fault.changed("range.twice-different", Fault.GET,
						(plain) -> plain.adding("Content-Range", "bytes 1-2/3")),
				Fault.changed("range.multipart", Fault.GET,
						(plain) -> plain.without("Content-Range")
							.with("Content-Type", "multipart/byteranges; boundary=b")
							.text("--b\r\nContent-Range: bytes 0-1/2\r\n\r\nxx\r\n--b--\r\n")));
	}

	private static Fault range(String name, UnaryOperator<String> change) {
		return Fault.changed(name, Fault.GET,
				(plain) -> plain.with("Content-Range", change.apply(plain.header("Content-Range").orElse(""))));
	}

}
