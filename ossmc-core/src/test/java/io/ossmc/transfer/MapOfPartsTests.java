package io.ossmc.transfer;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;

import io.ossmc.PartMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The picture of a transfer's parts. */
class MapOfPartsTests {

	private static final long KIB = 1024;

	@Test
	void eachCellSaysHowMuchOfItIsThereAndWhoWorksOnIt() {
		List<Part> parts = parts(256 * KIB + 1, 128 * KIB);
		parts.get(0).fetched(128 * KIB);
		parts.get(1).fetched(30 * KIB);
		PartMap map = MapOfParts.of(256 * KIB + 1, 128 * KIB, parts, List.of(parts.get(1), parts.get(2)));
		assertThat(map).isEqualTo(new PartMap(256 * KIB + 1, 64 * KIB, 128 * KIB, 2, "99400", "..c.c"));
	}

	@Test
	void aConnectionIsShownWhereItsNextByteGoes() {
		List<Part> parts = parts(512 * KIB, 256 * KIB);
		parts.get(1).fetched(65 * KIB);
		PartMap map = MapOfParts.of(512 * KIB, 256 * KIB, parts, List.of(parts.get(1)));
		assertThat(map.filled()).isEqualTo("00009100");
		assertThat(map.marks()).isEqualTo(".....c..");
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 65_536, 65_537, 16_777_216, 16_777_217, 999_999_937, 140_000_000_001L })
	void aMapIsSmallAndFullWhenAllIsThere(long size) {
		List<Part> parts = parts(size, 64 * KIB * KIB);
		AtomicInteger rising = new AtomicInteger();
		for (Part part : parts) {
			part.fetched(part.length);
			int full = (int) MapOfParts.of(size, 64 * KIB * KIB, parts, List.of())
				.filled()
				.chars()
				.filter((cell) -> cell == '9')
				.count();
			assertThat(full).isGreaterThanOrEqualTo(rising.getAndSet(full));
		}
		PartMap map = MapOfParts.of(size, 64 * KIB * KIB, parts, parts);
		assertThat(map.filled()).matches("9{1," + PartMap.MOST_CELLS + "}");
		assertThat(map.marks()).hasSameSizeAs(map.filled());
		assertThat(map.cellBytes() * map.filled().length()).isGreaterThanOrEqualTo(size);
	}

	private static List<Part> parts(long size, long partSize) {
		return LongStream.iterate(0, (position) -> position < size, (position) -> position + partSize)
			.mapToObj((position) -> new Part(null, position, Math.min(partSize, size - position)))
			.toList();
	}

}
