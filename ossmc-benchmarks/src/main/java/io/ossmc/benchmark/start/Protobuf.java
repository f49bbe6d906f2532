package io.ossmc.benchmark.start;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * As much of the wire format of Protocol Buffers as a model needs
 * (protobuf.dev/programming-guides/encoding): numbers and length-delimited fields.
 */
final class Protobuf {

	private static final int LENGTH_DELIMITED = 2;

	private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

	Protobuf number(int field, long value) {
		varint((long) field << 3);
		varint(value);
		return this;
	}

	Protobuf text(int field, String value) {
		return bytes(field, value.getBytes(StandardCharsets.UTF_8));
	}

	Protobuf message(int field, Protobuf value) {
		return bytes(field, value.toBytes());
	}

	private Protobuf bytes(int field, byte[] value) {
		varint((long) field << 3 | LENGTH_DELIMITED);
		varint(value.length);
		this.bytes.writeBytes(value);
		return this;
	}

	private void varint(long value) {
		long rest = value;
		while ((rest & ~0x7FL) != 0) {
			this.bytes.write((int) (rest & 0x7F | 0x80));
			rest >>>= 7;
		}
		this.bytes.write((int) rest);
	}

	byte[] toBytes() {
		return this.bytes.toByteArray();
	}

}
