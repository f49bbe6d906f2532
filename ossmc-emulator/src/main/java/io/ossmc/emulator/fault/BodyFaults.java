package io.ossmc.emulator.fault;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.ossmc.emulator.PlainReply;
import io.ossmc.emulator.Reaction;
import io.ossmc.emulator.RequestKind;
import io.ossmc.emulator.Script;

/** Bodies of objects that are too short, too long, too slow, or not those bytes. */
final class BodyFaults {

	private static final String CRC = "x-oss-hash-crc64ecma";

	private BodyFaults() {
	}

	static List<Fault> all() {
		return Stream.of(cut(), slow(), wrong(), framed()).flatMap(List::stream).toList();
	}

	/** Half of what is missing comes each time, so that these get on. */
	private static List<Fault> cut() {
		return List.of(Fault.of("body.closed-at-first-byte", Fault.GET, (occasion) -> Reaction.closeAfter(0)),
				Fault
					.played("body.closed-in-the-middle", Fault.GET,
							(plain, occasion) -> begin(plain, plain.body().length / 2).close())
					.progressing(),
				Fault
					.played("body.closed-before-last-byte", Fault.GET,
							(plain, occasion) -> begin(plain, plain.body().length - 1).close())
					.progressing(),
				Fault.of("body.reset-at-first-byte", Fault.GET, (occasion) -> Reaction.resetAfter(0)),
				Fault
					.played("body.reset-in-the-middle", Fault.GET,
							(plain, occasion) -> begin(plain, plain.body().length / 2).reset())
					.progressing(),
				Fault.of("body.stalls-at-first-byte", Fault.GET, (occasion) -> Reaction.stallAfter(0)),
				Fault
					.played("body.stalls-in-the-middle", Fault.GET,
							(plain, occasion) -> begin(plain, plain.body().length / 2).stall())
					.progressing(),
				Fault
					.played("body.stalls-before-last-byte", Fault.GET,
							(plain, occasion) -> begin(plain, plain.body().length - 1).stall())
					.progressing(),
				Fault
					.played("body.cut-anywhere", Fault.GET,
							(plain, occasion) -> begin(plain, occasion.random().nextInt(plain.body().length + 1))
								.close())
					.progressing(),
				Fault.changed("body.shorter-as-announced", Fault.GET, (plain) -> {
					byte[] body = Arrays.copyOf(plain.body(), plain.body().length / 2);
					return plain.with("Content-Length", Integer.toString(body.length)).body(body);
				}), Fault.changed("body.longer-as-announced", Fault.GET, (plain) -> {
					byte[] body = Arrays.copyOf(plain.body(), plain.body().length + 4096);
					return plain.with("Content-Length", Integer.toString(body.length)).body(body);
				}), Fault.changed("body.longer-than-announced", Fault.GET,
						(plain) -> plain.body(Arrays.copyOf(plain.body(), plain.body().length + 4096))));
	}

	private static Script begin(PlainReply plain, int length) {
		return Script.begin().send(plain.head()).send(Arrays.copyOf(plain.body(), Math.max(0, length)));
	}

	private static List<Fault> slow() {
		return List.of(
				Fault
					.played("body.slow", Fault.GET,
							(plain, occasion) -> Script.begin()
								.send(plain.head())
								.slowly(plain.body(), 1 + plain.body().length / 10, Duration.ofMillis(50)))
					.progressing(),
				Fault.played("body.drips", Fault.GET,
						(plain, occasion) -> Script.begin()
							.send(plain.head())
							.slowly(Arrays.copyOf(plain.body(), Math.min(20, plain.body().length)), 1,
									Duration.ofMillis(100))
							.stall())
					.progressing(),
				Fault.played("body.late", Fault.GET, (plain,
						occasion) -> Script.begin().send(plain.head()).pause(Duration.ofMillis(200)).send(plain.body()))
					.progressing());
	}

	private static List<Fault> wrong() {
		return List.of(wrong("body.flipped", BodyFaults::flip), wrong("body.zeros", (body) -> new byte[body.length]),
				wrong("body.rotated", BodyFaults::rotate),
				Fault.changed("body.flipped-without-crc", Fault.GET,
						(plain) -> plain.without(CRC).body(flip(plain.body()))),
				Fault.played("body.flipped-without-any-crc", Fault.OBJECT, (plain, occasion) -> {
					PlainReply bare = plain.without(CRC);
					return occasion.complete((occasion.request().kind() == RequestKind.GET_OBJECT)
							? bare.body(flip(bare.body())) : bare);
				}).lying(), Fault.changed("body.of-another-range", Fault.GET, (plain) -> {
					byte[] body = new byte[plain.body().length];
					Arrays.fill(body, (byte) 7);
					return plain.with("Content-Range", "bytes 1-" + body.length + "/" + (body.length + 1)).body(body);
				}), Fault.played("body.flipped-at-random", Fault.GET, (plain, occasion) -> {
					byte[] body = plain.body();
					if (body.length > 0) {
						body[occasion.random().nextInt(body.length)] ^= (byte) (1 << occasion.random().nextInt(8));
					}
					return plain.body(body).send();
				}));
	}

	private static Fault wrong(String name, UnaryOperator<byte[]> change) {
		return Fault.changed(name, Fault.GET, (plain) -> plain.body(change.apply(plain.body())));
	}

	private static byte[] flip(byte[] body) {
		if (body.length > 0) {
			body[body.length / 2] ^= 1;
		}
		return body;
	}

	private static byte[] rotate(byte[] body) {
		byte[] rotated = new byte[body.length];
		for (int index = 0; index < body.length; index++) {
			rotated[index] = body[(index + 1) % body.length];
		}
		return rotated;
	}

	private static List<Fault> framed() {
		return List.of(Fault.of("body.chunked", Fault.GET, (occasion) -> Reaction.chunked()),
				chunks("body.chunked-badly", "zz\r\n"), chunks("body.chunk-of-negative-size", "-5\r\n"),
				chunks("body.chunk-of-huge-size", "7fffffffffffffff\r\n"),
				Fault.played("body.chunked-without-end", Fault.GET,
						(plain, occasion) -> Script.begin()
							.send(chunked(plain).head())
							.send(Integer.toHexString(plain.body().length) + "\r\n")
							.send(plain.body())
							.stall()));
	}

	private static Fault chunks(String name, String size) {
		return Fault.played(name, Fault.GET,
				(plain, occasion) -> Script.begin().send(chunked(plain).head()).send(size).send(plain.body()).close());
	}

	private static PlainReply chunked(PlainReply plain) {
		return plain.without("Content-Length").with("Transfer-Encoding", "chunked");
	}

}
