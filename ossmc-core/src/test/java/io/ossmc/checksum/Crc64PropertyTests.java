package io.ossmc.checksum;

import java.lang.foreign.MemorySegment;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import static org.assertj.core.api.Assertions.assertThat;

class Crc64PropertyTests {

	@Property(tries = 500)
	void anySplitGivesTheSameChecksum(@ForAll @Size(max = 3000) byte[] data, @ForAll @IntRange(max = 3000) int split) {
		final MemorySegment all = MemorySegment.ofArray(data);
		final int cut = Math.min(split, data.length);
		final long expected = new BitwiseCrc64().update(0, all);
		final long head = Crc64.update(0, all, 0, cut);
		assertThat(Crc64.update(head, all, cut, data.length - cut)).isEqualTo(expected);
		assertThat(new JavaCrc64().update(new JavaCrc64().update(0, all.asSlice(0, cut)), all.asSlice(cut)))
			.isEqualTo(expected);
	}

	@Property(tries = 500)
	void partsCombineInAnyGrouping(@ForAll @Size(max = 2000) byte[] a, @ForAll @Size(max = 2000) byte[] b,
			@ForAll @Size(max = 2000) byte[] c) {
		final long crcA = Crc64.update(0, MemorySegment.ofArray(a), 0, a.length);
		final long crcB = Crc64.update(0, MemorySegment.ofArray(b), 0, b.length);
		final long crcC = Crc64.update(0, MemorySegment.ofArray(c), 0, c.length);
		long expected = new BitwiseCrc64().update(0, MemorySegment.ofArray(a));
		expected = new BitwiseCrc64().update(expected, MemorySegment.ofArray(b));
		expected = new BitwiseCrc64().update(expected, MemorySegment.ofArray(c));
		assertThat(Crc64.combine(Crc64.combine(crcA, crcB, b.length), crcC, c.length)).isEqualTo(expected);
		assertThat(Crc64.combine(crcA, Crc64.combine(crcB, crcC, c.length), b.length + c.length)).isEqualTo(expected);
	}

}
