package io.ossmc.checksum;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The definition, one bit at a time: what every implementation is compared with. */
final class BitwiseCrc64 implements Crc64Kernel {

	@Override
	public String name() {
		return "bitwise";
	}

	@Override
	public long update(long crc, MemorySegment data) {
		long register = ~crc;
		for (long at = 0; at < data.byteSize(); at++) {
			register ^= data.get(ValueLayout.JAVA_BYTE, at) & 0xFF;
			for (int bit = 0; bit < 8; bit++) {
				register = ((register & 1) != 0) ? (register >>> 1) ^ 0xC96C5795D7870F42L : register >>> 1;
			}
		}
		return ~register;
	}

}
