package io.ossmc.benchmark.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.ossmc.benchmark.list.Shape;
import io.ossmc.benchmark.process.JavaProgram;
import io.ossmc.emulator.OssEmulator;
import io.ossmc.emulator.OssEmulatorBuilder;
import io.ossmc.emulator.RequestKind;
import io.ossmc.emulator.Statistics;

/**
 * The emulator as a process that can be asked what it has seen. Arguments are
 * {@code name=value}: {@code root}, {@code keystore}, {@code ttfb} (ms),
 * {@code perConnection} and {@code bandwidth} (bytes a second), {@code slow} (bytes a
 * second of one connection in a hundred), {@code copies} (more keys of each file),
 * {@code listLatency} (ms), {@code small} and {@code smallBytes} ({@link SmallObjects}).
 * Commands are {@code reset}, {@code storm MILLISECONDS DELAY},
 * {@code bucket SHAPE COUNT} (makes one of computed keys), {@code pages} (of listings)
 * and {@code statistics}.
 */
public final class EmulatorProgram {

	/** Bytes of each object of a bucket of computed keys. */
	private static final long OBJECT = 100_000;

	private EmulatorProgram() {
	}

	/**
	 * Runs until standard input ends.
	 * @param arguments as above
	 * @throws Exception if it cannot listen
	 */
	public static void main(String[] arguments) throws Exception {
		Map<String, String> settings = new HashMap<>();
		for (String argument : arguments) {
			int equals = argument.indexOf('=');
			settings.put(argument.substring(0, equals), argument.substring(equals + 1));
		}
		long bandwidth = number(settings, "bandwidth");
		Weather weather = new Weather(number(settings, "slow"));
		OssEmulatorBuilder builder = OssEmulator.builder()
			.credentials(Account.ID, Account.SECRET)
			.region(Account.REGION)
			.root(Path.of(settings.getOrDefault("root", ".")))
			.timeToFirstByte(Duration.ofMillis(number(settings, "ttfb")))
			.listLatency(Duration.ofMillis(number(settings, "listLatency")))
			.bandwidthPerConnection(number(settings, "perConnection"))
			.bandwidth(bandwidth)
			.requestHook(weather);
		if (settings.containsKey("keystore")) {
			builder.tls(Certificate.load(Path.of(settings.get("keystore"))), Certificate.PASSWORD.toCharArray());
		}
		try (OssEmulator emulator = builder.start(); RateHistory history = new RateHistory(emulator)) {
			copies(emulator, Path.of(settings.getOrDefault("root", ".")), (int) number(settings, "copies"));
			if (settings.containsKey("small")) {
				new SmallObjects((int) number(settings, "small"), (int) number(settings, "smallBytes"))
					.putInto(emulator.bucket(SmallObjects.BUCKET));
			}
			Set<String> made = new HashSet<>();
			System.out.println("ready " + emulator.endpoint());
			System.out.flush();
			BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
			for (String line = input.readLine(); line != null; line = input.readLine()) {
				List<String> words = JavaProgram.words(line);
				JavaProgram.answer(() -> switch (words.getFirst()) {
					case "reset" -> {
						emulator.resetStatistics();
						weather.reset();
						history.reset();
						yield "";
					}
					case "storm" -> {
						weather.storm(Duration.ofMillis(Long.parseLong(words.get(1))),
								Duration.ofMillis(Long.parseLong(words.get(2))));
						yield "";
					}
					case "bucket" -> {
						bucket(emulator, made, words.get(1), Long.parseLong(words.get(2)));
						yield "";
					}
					case "pages" -> "pages=" + emulator.statistics().requests(RequestKind.LIST_OBJECTS);
					case "statistics" -> statistics(emulator.statistics(), weather, history, bandwidth);
					default -> throw new IllegalArgumentException(words.toString());
				});
			}
		}
	}

	private static void bucket(OssEmulator emulator, Set<String> made, String name, long count) {
		Shape shape = Shape.of(name);
		if (made.add(shape.bucket(count))) {
			emulator.syntheticBucket(shape.bucket(count), shape.keys(count), OBJECT);
		}
	}

	private static long number(Map<String, String> settings, String name) {
		return Long.parseLong(settings.getOrDefault(name, "0"));
	}

	/** The same files under more keys of another bucket: a large set in little memory. */
	private static void copies(OssEmulator emulator, Path root, int copies) throws IOException {
		Path folder = root.resolve(SourceFiles.BUCKET);
		if (copies == 0) {
			return;
		}
		try (Stream<Path> files = Files.walk(folder)) {
			for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
				for (int copy = 0; copy < copies; copy++) {
					emulator.bucket("set").put(String.format("%s-%03d", folder.relativize(file), copy), file);
				}
			}
		}
	}

	private static String statistics(Statistics statistics, Weather weather, RateHistory history, long bandwidth) {
		long first = weather.firstRequest();
		long last = statistics.lastByteNanos().orElse(first);
		return "bytes=" + statistics.bytesSent() + " requests=" + statistics.requests(RequestKind.GET_OBJECT)
				+ " requested=" + weather.requestedBytes() + " seconds=" + (last - first) / 1e9 + " peak="
				+ statistics.peakConnections() + " opened=" + statistics.connectionsOpened() + " reach="
				+ history.secondsToReach(statistics.firstByteNanos().orElse(first), bandwidth) + " stormRequests="
				+ weather.stormRequests() + " before=" + weather.requestsPerSecondBefore() + " slow="
				+ weather.slowRequests();
	}

}
