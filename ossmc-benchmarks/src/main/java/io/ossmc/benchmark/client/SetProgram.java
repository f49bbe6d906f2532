package io.ossmc.benchmark.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

import io.ossmc.ObjectSummary;
import io.ossmc.OssModelConnector;
import io.ossmc.OssObject;
import io.ossmc.benchmark.process.JavaProgram;

/**
 * This connector at its defaults, reading a set of objects through {@code open} in a
 * process of its own, as an engine reads the shards of a model: some are opened ahead,
 * each is taken as a segment when its turn comes, and closed. Arguments: endpoint, memory
 * root, budget, URI of the set. Commands: {@code pass AHEAD COUNT}, {@code fill COUNT},
 * {@code free}, {@code renew} (a new connector) and {@code heap}; the answers are
 * seconds, or bytes of live heap.
 */
public final class SetProgram {

	private final List<OssObject> held = new ArrayList<>();

	private final List<String> arguments;

	private OssModelConnector connector;

	private SetProgram(List<String> arguments) {
		this.arguments = arguments;
		this.connector = connector(arguments);
	}

	private static OssModelConnector connector(List<String> arguments) {
		return ConnectorSettings.builder(arguments.get(0), Path.of(arguments.get(1)), Long.parseLong(arguments.get(2)))
			.build();
	}

	/**
	 * Runs until standard input ends.
	 * @param arguments as above
	 * @throws IOException if standard input fails
	 */
	public static void main(String[] arguments) throws IOException {
		SetProgram program = new SetProgram(List.of(arguments));
		System.out.println("ready");
		System.out.flush();
		BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		for (String line = input.readLine(); line != null; line = input.readLine()) {
			List<String> words = JavaProgram.words(line);
			JavaProgram.answer(
					() -> program.run(words.getFirst(), words.stream().skip(1).mapToInt(Integer::parseInt).toArray()));
		}
		program.connector.close();
		System.exit(0);
	}

	private String run(String command, int... numbers) {
		long start = System.nanoTime();
		switch (command) {
			case "pass" -> pass(this.connector, first(numbers[1]), numbers[0]);
			case "fill" -> {
				first(numbers[0]).forEach((uri) -> this.held.add(this.connector.open(uri)));
				this.held.forEach(OssObject::segment);
			}
			case "free" -> {
				this.held.forEach(OssObject::close);
				this.held.clear();
				ConnectorSettings.awaitFree(this.connector, true);
			}
			case "renew" -> {
				this.connector.close();
				this.connector = connector(this.arguments);
			}
			case "heap" -> {
				return Long.toString(liveHeap());
			}
			default -> throw new IllegalArgumentException(command);
		}
		return Double.toString((System.nanoTime() - start) / 1e9);
	}

	private List<String> first(int count) {
		try (Stream<ObjectSummary> listing = this.connector.list(this.arguments.get(3))) {
			List<String> uris = listing.map(ObjectSummary::uri).limit(count).toList();
			if (uris.size() < count) {
				throw new IllegalStateException("The set has only " + uris.size() + " objects.");
			}
			return uris;
		}
	}

	private static void pass(OssModelConnector connector, List<String> uris, int ahead) {
		Deque<OssObject> open = new ArrayDeque<>();
		try {
			for (String uri : uris) {
				if (open.size() == ahead) {
					take(open.removeFirst());
				}
				open.addLast(connector.open(uri));
			}
			while (!open.isEmpty()) {
				take(open.removeFirst());
			}
		}
		finally {
			open.forEach(OssObject::close);
		}
	}

	private static void take(OssObject object) {
		try (object) {
			if (object.segment().byteSize() != object.size()) {
				throw new IllegalStateException("bytes are missing");
			}
		}
	}

	private static long liveHeap() {
		System.gc();
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

}
