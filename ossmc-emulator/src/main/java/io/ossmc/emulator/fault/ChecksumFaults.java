package io.ossmc.emulator.fault;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

import io.ossmc.emulator.PlainReply;

/**
 * ETags, checksums and encodings that are missing or wrong, over bytes that are right.
 */
final class ChecksumFaults {

	private static final String CRC = "x-oss-hash-crc64ecma";

	private ChecksumFaults() {
	}

	static List<Fault> all() {
		return Stream.of(etags(), checksums(), encodings()).flatMap(List::stream).toList();
	}

	private static List<Fault> etags() {
		return List.of(Fault.changed("etag.missing", Fault.OBJECT, (plain) -> plain.without("ETag")),
				Fault.changed("etag.missing-from-get", Fault.GET, (plain) -> plain.without("ETag")),
				Fault.changed("etag.other", Fault.GET, (plain) -> plain.with("ETag", "\"0123456789ABCDEF\"")),
				Fault.changed("etag.other-in-head", Fault.HEAD, (plain) -> plain.with("ETag", "\"0123456789ABCDEF\"")),
				Fault.changed("etag.weak", Fault.OBJECT,
						(plain) -> plain.with("ETag", "W/" + plain.header("ETag").orElse(""))),
				Fault.changed("etag.unquoted", Fault.OBJECT,
						(plain) -> plain.with("ETag", plain.header("ETag").orElse("").replace("\"", ""))),
				Fault.changed("etag.empty", Fault.OBJECT, (plain) -> plain.with("ETag", "")), Fault.changed(
						"etag.twice-different", Fault.OBJECT, (plain) -> plain.adding("ETag", "\"0123456789ABCDEF\"")));
	}

	private static List<Fault> checksums() {
		return List.of(Fault.changed("crc.missing-from-get", Fault.GET, (plain) -> plain.without(CRC)),
				Fault.changed("crc.missing", Fault.OBJECT, (plain) -> plain.without(CRC)),
				Fault.changed("crc.other", Fault.GET, (plain) -> plain.with(CRC, "1")),
				Fault.changed("crc.other-in-head", Fault.HEAD, (plain) -> plain.with(CRC, "1")),
				Fault.changed("crc.other-everywhere", Fault.OBJECT, (plain) -> plain.with(CRC, "1")),
				Fault.played("crc.other-now-and-then", Fault.GET,
						(plain, occasion) -> occasion
							.complete((occasion.count() % 2 == 1) ? plain.with(CRC, "2") : plain)),
				Fault.changed("crc.twice-different", Fault.OBJECT, (plain) -> plain.adding(CRC, "1")),
				Fault.changed("crc.not-a-number", Fault.OBJECT, (plain) -> plain.with(CRC, "crc")),
				Fault.changed("crc.negative", Fault.OBJECT, (plain) -> plain.with(CRC, "-1")),
				Fault.changed("crc.beyond-64-bits", Fault.OBJECT, (plain) -> plain.with(CRC, "9".repeat(30))),
				Fault.changed("crc.empty", Fault.OBJECT, (plain) -> plain.with(CRC, "")));
	}

	private static List<Fault> encodings() {
		return List.of(stored("encoding.gzip-in-name-only", "gzip"), stored("encoding.utf-8", "utf-8"),
				stored("encoding.aws-chunked", "aws-chunked"), stored("encoding.empty", ""),
				stored("encoding.several", "identity, br, zstd"),
				Fault.changed("encoding.compressed-on-the-way", Fault.GET, ChecksumFaults::compressed),
				Fault.changed("encoding.compressed-in-secret", Fault.GET,
						(plain) -> compressed(plain).without("Content-Encoding")));
	}

	/**
	 * As if an upload had said so: OSS keeps it and sends it with the bytes as they are.
	 */
	private static Fault stored(String name, String value) {
		return Fault.changed(name, Fault.OBJECT, (plain) -> plain.with("Content-Encoding", value));
	}

	private static PlainReply compressed(PlainReply plain) {
		byte[] body = gzip(plain.body());
		return plain.with("Content-Encoding", "gzip").with("Content-Length", Integer.toString(body.length)).body(body);
	}

	static byte[] gzip(byte[] bytes) {
		ByteArrayOutputStream compressed = new ByteArrayOutputStream();
		try (GZIPOutputStream stream = new GZIPOutputStream(compressed)) {
			stream.write(bytes);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("memory cannot be written", ex);
		}
		return compressed.toByteArray();
	}

}
