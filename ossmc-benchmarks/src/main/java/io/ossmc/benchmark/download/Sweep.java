package io.ossmc.benchmark.download;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import io.ossmc.benchmark.client.Clients;
import io.ossmc.benchmark.client.Contender;
import io.ossmc.benchmark.client.MemoryKind;
import io.ossmc.benchmark.client.Settings;

/**
 * Looks for a client's best settings: of those within a tenth of the fastest, the one
 * that costs least.
 */
final class Sweep {

	private static final double NEAR = 0.9;

	private Sweep() {
	}

	/** What a client is tried with. */
	static List<Settings> candidates(String client, MemoryKind memory) {
		List<String> texts = switch (client) {
			case ReferenceProgram.NAME -> (memory == MemoryKind.FRESH)
					? List.of("connections=1", "connections=2", "connections=4", "connections=2,write=map")
					: List.of("connections=1", "connections=2", "connections=4");
			case Clients.OSSMC -> List.of("connections=1", "connections=2", "connections=4");
			case Clients.SDK_RANGES -> List.of("connections=2,part=8MiB,buffer=64KiB,crc=false",
					"connections=4,part=8MiB,buffer=64KiB,crc=false", "connections=4,part=32MiB,buffer=1MiB,crc=false",
					"connections=8,part=8MiB,buffer=64KiB,crc=false");
			case Clients.SDK_FILE -> List.of("tasks=2,part=8MiB,crc=false", "tasks=4,part=8MiB,crc=false",
					"tasks=4,part=32MiB,crc=false", "tasks=8,part=8MiB,crc=false");
			case Clients.JDK ->
				List.of("connections=1,buffer=256KiB", "connections=2,buffer=64KiB", "connections=2,buffer=256KiB",
						"connections=4,buffer=256KiB", "connections=2,buffer=256KiB,part=32MiB");
			case Clients.CRT -> List.of("connections=2,part=8MiB", "connections=2,part=32MiB",
					"connections=8,part=8MiB", "connections=2,part=8MiB,loops=1");
			case Clients.APACHE ->
				List.of("connections=1,buffer=256KiB", "connections=2,buffer=64KiB", "connections=2,buffer=256KiB",
						"connections=2,buffer=256KiB,part=32MiB", "connections=4,buffer=256KiB");
			default -> throw new IllegalArgumentException(client);
		};
		return texts.stream().map(Settings::of).toList();
	}

	/**
	 * Finds the best.
	 * @param client which peer
	 * @param course where it is tried
	 * @param objects how many are fetched with each settings, after one to warm up
	 * @return the client with its best settings
	 * @throws IOException if it fails
	 */
	static Contender best(String client, Course course, int objects) throws IOException {
		List<Try> tries = new ArrayList<>();
		for (Settings settings : candidates(client, course.memory())) {
			Contender contender = new Contender(client, Contender.BEST, settings, null);
			try (Competitor competitor = course.start(contender)) {
				competitor.measure(course.sources().size());
				tries.add(new Try(contender, competitor.measure(objects)));
			}
		}
		return choose(tries);
	}

	/** The cheapest of those that are nearly the fastest. */
	static Contender choose(List<Try> tries) {
		double fastest = tries.stream().mapToDouble((one) -> one.measurement().gibPerSecond()).max().orElseThrow();
		return tries.stream()
			.filter((one) -> one.measurement().gibPerSecond() >= NEAR * fastest)
			.min(Comparator.comparingDouble((one) -> one.measurement().cpuSecondsPerGib()))
			.orElseThrow()
			.contender();
	}

	/**
	 * One try.
	 *
	 * @param contender with its settings
	 * @param measurement what it took
	 */
	record Try(Contender contender, Measurement measurement) {
	}

}
