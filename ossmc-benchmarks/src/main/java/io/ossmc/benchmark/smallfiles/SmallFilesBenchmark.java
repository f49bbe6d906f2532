package io.ossmc.benchmark.smallfiles;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.ossmc.benchmark.Benchmark;
import io.ossmc.benchmark.ByteSize;
import io.ossmc.benchmark.Options;
import io.ossmc.benchmark.client.Clients;
import io.ossmc.benchmark.machine.AnonymousMemory;
import io.ossmc.benchmark.machine.BusyMeter;
import io.ossmc.benchmark.machine.Machine;
import io.ossmc.benchmark.machine.Placement;
import io.ossmc.benchmark.machine.Tmpfs;
import io.ossmc.benchmark.process.Child;
import io.ossmc.benchmark.process.JavaProgram;
import io.ossmc.benchmark.report.BarChart;
import io.ossmc.benchmark.report.MarkdownTable;
import io.ossmc.benchmark.report.Report;
import io.ossmc.benchmark.report.Spread;
import io.ossmc.benchmark.server.EmulatorServer;

/**
 * How fast a directory of many small files is there, from the listing to the last name.
 * The first byte of each takes a while, so it is the number of requests under way and
 * whatever is done once per file that count. Beside it the SDK: its listing, and
 * {@code getObject} into files by as many threads as this connector has at most.
 */
public final class SmallFilesBenchmark implements Benchmark {

	private static final int THREADS = 64;

	private static final String SDK = "sdk";

	@Override
	public String name() {
		return "smallfiles";
	}

	@Override
	public String usage() {
		return """
				a prepared directory of many small files, beside listObjectsV2 and getObject of the SDK
				--files 10000
				--bytes 100000    of each
				--ttfb 15         milliseconds to the first byte
				--rounds 3        after the first one of a new process
				--clients A,B     some of %s,%s
				--touch 4GiB      memory of the machine touched before measuring
				""".formatted(Clients.OSSMC, SDK);
	}

	@Override
	public Report run(Options options) throws Exception {
		int files = options.number("files", 10_000, 1);
		int bytes = options.number("bytes", 100_000, 0);
		int ttfb = options.number("ttfb", 15, 0);
		int rounds = options.number("rounds", 3, 1);
		List<String> clients = options.some("clients", List.of(Clients.OSSMC, SDK));
		AnonymousMemory.touch(Math.min(options.bytes("touch", "4GiB"), Machine.availableMemory() * 6 / 10));
		try (Tmpfs tmpfs = Tmpfs.ordinary()) {
			Path root = Files.createDirectory(tmpfs.directory().resolve("root"));
			List<SmallFilesRow> rows = new ArrayList<>();
			BusyMeter meter = new BusyMeter();
			try (EmulatorServer server = EmulatorServer.start(root, null, Placement.together(), "ttfb=" + ttfb,
					"small=" + files, "smallBytes=" + bytes)) {
				for (String client : clients) {
					System.err.println("smallfiles: " + client);
					List<String> command = JavaProgram.command(SmallFilesProgram.class, List.of("-Xmx1g"),
							List.of(client, server.endpoint().toString(), tmpfs.directory().toString(),
									Integer.toString(files), Integer.toString(bytes), Integer.toString(THREADS)));
					rows.add(SmallFilesRow.of(client, files, bytes, rounds(client, command, rounds)));
				}
			}
			return report(rows, ttfb, rounds, meter.busy());
		}
	}

	private static List<SmallFilesRow.Round> rounds(String client, List<String> command, int rounds)
			throws IOException {
		try (Child child = Child.start(client, command)) {
			List<SmallFilesRow.Round> measured = new ArrayList<>();
			for (int round = 0; round <= rounds; round++) {
				measured.add(SmallFilesRow.Round.parse(child.ask("go")));
			}
			return measured;
		}
	}

	private static Report report(List<SmallFilesRow> rows, int ttfb, int rounds, double busy) {
		MarkdownTable table = new MarkdownTable(1, "Client", "Files/s", "Seconds", "Seconds in a new process",
				"Processor seconds", "Threads", "Heap growth");
		BarChart chart = new BarChart("Many small files", "files a second: more is better");
		for (SmallFilesRow row : rows) {
			table.row(row.client(), String.format(Locale.ROOT, "%.0f", row.filesPerSecond()), show(row.seconds()),
					String.format(Locale.ROOT, "%.2f", row.cold()), show(row.cpu()), Integer.toString(row.threads()),
					String.format(Locale.ROOT, "%.1f MiB", row.heap() / 1048576.0));
			Spread rate = new Spread(row.filesPerSecond(), row.files() / row.seconds().most(),
					row.files() / row.seconds().least());
			chart.add("",
					new BarChart.Bar(row.client(),
							row.client().equals(Clients.OSSMC) ? BarChart.Style.OURS : BarChart.Style.BAR, rate,
							String.format(Locale.ROOT, "%.0f files/s", rate.median())));
		}
		SmallFilesRow any = rows.getFirst();
		List<String> remarks = new ArrayList<>();
		remarks.add(String.format(Locale.ROOT,
				"%d files of %s, %d ms to the first byte, listing and publishing included; medians of %d round%s, least"
						+ " to most in brackets. Every byte of every round was compared afterwards.",
				any.files(), ByteSize.show(any.bytes()), ttfb, rounds, (rounds == 1) ? "" : "s"));
		remarks.add(THREADS + " connections allow " + ((ttfb == 0) ? "any number of" : THREADS * 1000 / ttfb)
				+ " files/s; the SDK has a thread for each.");
		if (busy > BusyMeter.TOO_BUSY) {
			remarks.add(String.format(Locale.ROOT,
					"The machine, which runs the server too, was %.0f %% busy: the processors limited.", 100 * busy));
		}
		return new Report("smallfiles", Machine.sentence(), remarks, rows.stream().map(SmallFilesRow::json).toList(),
				table, List.of(chart));
	}

	private static String show(Spread seconds) {
		return String.format(Locale.ROOT, "%.2f (%.2f–%.2f)", seconds.median(), seconds.least(), seconds.most());
	}

}
