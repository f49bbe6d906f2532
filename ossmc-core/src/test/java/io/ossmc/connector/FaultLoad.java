package io.ossmc.connector;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

import io.ossmc.emulator.Bucket;
import io.ossmc.emulator.RequestKind;
import io.ossmc.emulator.SyntheticObject;
import io.ossmc.emulator.fault.Fault;
import io.ossmc.emulator.fault.RandomFaults;
import org.jspecify.annotations.Nullable;

/**
 * One use of one model or object of a {@link FaultCampaign}.
 *
 * @param prefix of its keys, ends with a slash
 * @param fault what its requests meet; null for a healthy one
 * @param times how often each of its objects and listings shows the fault
 * @param way how it is used
 * @param sizes its files and their sizes, in bytes
 */
record FaultLoad(String prefix, @Nullable Fault fault, int times, Way way, Map<String, Integer> sizes) {

	/**
	 * Needs encoding in a listing, and is another name if it is decoded once too often.
	 */
	private static final String ODD = "w %41+é.bin";

	private static final int[] SIZES = { 700, 20_000, 70_000, 150_000, 300_000 };

	/** How often an object that gets on may be slow: it must come to an end. */
	private static final int SLOW_TIMES = 4;

	/** A load that meets a fault, drawn. */
	static FaultLoad drawn(int number, Fault fault, Random random) {
		int times = random.nextBoolean() ? RandomFaults.ENOUGH : 1 + random.nextInt(3);
		return drawn("load-%05d-%s/".formatted(number, fault.name()), fault,
				fault.progresses() ? Math.min(times, SLOW_TIMES) : times, way(fault, random), random);
	}

	/** A load that meets nothing, drawn. */
	static FaultLoad healthy(String name, Way way, Random random) {
		return drawn("healthy-" + name + "/", null, 0, way, random);
	}

	private static FaultLoad drawn(String prefix, @Nullable Fault fault, int times, Way way, Random random) {
		Map<String, Integer> sizes = new TreeMap<>();
		int large = random.nextInt(40);
		sizes.put("a.bin", (large == 0) ? (2 << 20) + random.nextInt(1 << 20) : size(random));
		if (way.isModel()) {
			sizes.put("empty", 0);
			sizes.put(ODD, size(random));
		}
		return new FaultLoad(prefix, fault, times, way, sizes);
	}

	private static int size(Random random) {
		return SIZES[random.nextInt(SIZES.length)] + random.nextInt(100);
	}

	/** Only a model is listed, and only for an object is a HEAD sure to be asked for. */
	private static Way way(Fault fault, Random random) {
		List<Way> ways = new ArrayList<>(List.of(Way.values()));
		if (fault.scope().equals(Set.of(RequestKind.LIST_OBJECTS))) {
			ways.removeIf((way) -> !way.isModel());
		}
		if (fault.scope().equals(Set.of(RequestKind.HEAD_OBJECT))) {
			ways.removeIf(Way::isModel);
		}
		return ways.get(random.nextInt(ways.size()));
	}

	void put(Bucket bucket) {
		this.sizes.forEach((name, size) -> bucket.putSynthetic(this.prefix + name, size, seed(name)));
	}

	void delete(Bucket bucket) {
		this.sizes.keySet().forEach((name) -> bucket.delete(this.prefix + name));
	}

	byte[] content(String name) {
		int size = this.sizes.get(name);
		return SyntheticObject.bytes(size, seed(name), 0, size);
	}

	private long seed(String name) {
		return (this.prefix + name).hashCode();
	}

	String faultName() {
		return (this.fault != null) ? this.fault.name() : "(healthy)";
	}

	/** How something on OSS is used. */
	enum Way {

		DIRECTORY, LEASE, STREAM, SEGMENT, CHANNEL;

		boolean isModel() {
			return this == DIRECTORY || this == LEASE;
		}

	}

}
