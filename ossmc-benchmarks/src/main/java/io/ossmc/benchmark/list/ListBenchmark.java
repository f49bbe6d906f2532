package io.ossmc.benchmark.list;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.ossmc.benchmark.Benchmark;
import io.ossmc.benchmark.Options;
import io.ossmc.benchmark.report.Report;
import io.ossmc.benchmark.machine.Machine;
import io.ossmc.benchmark.machine.Placement;
import io.ossmc.benchmark.machine.Tmpfs;
import io.ossmc.benchmark.process.Child;
import io.ossmc.benchmark.process.JavaProgram;
import io.ossmc.benchmark.report.MarkdownTable;
import io.ossmc.benchmark.server.EmulatorServer;
import io.ossmc.emulator.SyntheticKeys;

/**
 * How long very many objects take to be listed, on how much processor and memory, in any
 * order and in that of keys, beside the SDK's page after page. The server is a process on
 * the same processors, each page takes it a fixed time. What comes is compared with what
 * is there.
 */
public final class ListBenchmark implements Benchmark {

	private static final String UNORDERED = "ossmc";

	private static final String ORDERED = "ossmc-ordered";

	private static final String SDK = "sdk";

	/** Keys of the listing before the one that counts, and of the SDK's at most. */
	private static final long WARM_UP = 100_000;

	@Override
	public String name() {
		return "list";
	}

	@Override
	public String usage() {
		return """
				very many objects, beside the SDK's page after page
				--keys 1000000    objects in the bucket; several separated by commas
				--shapes A,B      some of %s
				--clients A,B     some of %s,%s,%s
				--latency 60      ms before each page
				--pause 0         ms for which the reader stops after 50 000 keys
				--heap 1g         of the client
				""".formatted(String.join(",", Shape.names()), UNORDERED, ORDERED, SDK);
	}

	@Override
	public Report run(Options options) throws Exception {
		List<Integer> counts = options.numbers("keys", 1_000_000, 1);
		List<String> shapes = options.some("shapes", Shape.names());
		List<String> clients = options.some("clients", List.of(UNORDERED, ORDERED, SDK));
		int latency = options.number("latency", 60, 0);
		int pause = options.number("pause", 0, 0);
		String heap = options.text("heap").orElse("1g");
		MarkdownTable table = new MarkdownTable(2, "Shape", "Client", "Keys", "Seconds", "Cold, 100 k", "Requests",
				"÷ full pages", "CPU µs a key", "Cold", "Heap MiB");
		List<Map<String, Object>> json = new ArrayList<>();
		try (Tmpfs tmpfs = Tmpfs.ordinary();
				EmulatorServer server = EmulatorServer.start(tmpfs.directory(), null, Placement.together(),
						"listLatency=" + latency)) {
			List<String> command = JavaProgram.command(ListProgram.class, List.of("-Xmx" + heap),
					List.of(server.endpoint().toString(), tmpfs.directory().toString()));
			for (String shape : shapes) {
				for (long count : counts) {
					for (String client : clients) {
						System.err.println("list: " + shape + " " + count + " " + client);
						try (Child child = Child.start("the client", command)) {
							Row row = row(server, child, Shape.of(shape), count, client, pause);
							row.show(table);
							json.add(row.json());
						}
					}
				}
			}
		}
		List<String> remarks = List.of(
				latency + " ms before each page of 1000; the server runs on the same processors.",
				"Each client is a fresh process that lists " + WARM_UP + " keys of the same shape first (cold).",
				"The SDK lists " + WARM_UP + " keys at most; its seconds are scaled to all, its CPU is per key.");
		return new Report("list", Machine.sentence(), remarks, json, table, List.of());
	}

	private static Row row(EmulatorServer server, Child child, Shape shape, long count, String client, int pause)
			throws IOException {
		boolean scaled = client.equals(SDK) && count > WARM_UP;
		long listed = scaled ? WARM_UP : count;
		Listed cold = list(server, child, shape, Math.min(WARM_UP, count), client, 0);
		server.ask("reset");
		Listed warm = list(server, child, shape, listed, client, pause);
		double requests = server.ask("pages").getOrDefault("pages", 0.0);
		return new Row(client, shape, count, (double) count / listed, cold, warm, requests);
	}

	private static Listed list(EmulatorServer server, Child child, Shape shape, long count, String client, int pause)
			throws IOException {
		server.ask("bucket " + shape.lower() + " " + count);
		Listed listed = Listed.parse(child.ask(client + " " + shape.bucket(count) + " " + pause));
		SyntheticKeys keys = shape.keys(count);
		long hash = 0;
		for (long index = 0; index < count; index++) {
			hash += Listed.hash(keys.key(index));
		}
		if (listed.keys() != count || listed.hash() != hash || !listed.ordered() && !client.equals(UNORDERED)) {
			throw new IOException(client + " listed " + listed + " where there are " + count + " keys of hash " + hash);
		}
		return listed;
	}

	/** One line. */
	private record Row(String client, Shape shape, long keys, double scale, Listed cold, Listed warm, double requests) {

		void show(MarkdownTable table) {
			table.row(this.shape.lower(), this.client, Long.toString(this.keys),
					number(this.warm.seconds() * this.scale), number(this.cold.seconds()),
					Long.toString(Math.round(this.requests)), number(perPage()), number(perKey(this.warm)),
					number(perKey(this.cold)), Long.toString(this.warm.heapBytes() >> 20));
		}

		private double perPage() {
			return this.requests / Math.ceil(this.warm.keys() / 1000.0);
		}

		private static double perKey(Listed listed) {
			return listed.cpuMicros() / listed.keys();
		}

		private static String number(double number) {
			return String.format(Locale.ROOT, "%.2f", number);
		}

		Map<String, Object> json() {
			Map<String, Object> fields = new LinkedHashMap<>();
			fields.put("client", this.client);
			fields.put("shape", this.shape.lower());
			fields.put("keys", this.keys);
			fields.put("seconds", this.warm.seconds() * this.scale);
			fields.put("requests", this.requests * this.scale);
			fields.put("cpuMicrosPerKey", perKey(this.warm));
			fields.put("heapGrowthMiB", this.warm.heapBytes() / 1048576.0);
			fields.put("scaled", this.scale != 1);
			fields.put("coldSeconds", this.cold.seconds());
			fields.put("coldCpuMicrosPerKey", perKey(this.cold));
			return fields;
		}

	}

}
