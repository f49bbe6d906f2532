package io.ossmc.benchmark.start;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.ossmc.benchmark.Benchmark;
import io.ossmc.benchmark.ByteSize;
import io.ossmc.benchmark.Options;
import io.ossmc.benchmark.client.Clients;
import io.ossmc.benchmark.machine.AnonymousMemory;
import io.ossmc.benchmark.machine.BusyMeter;
import io.ossmc.benchmark.machine.Machine;
import io.ossmc.benchmark.machine.Tmpfs;
import io.ossmc.benchmark.machine.Placement;
import io.ossmc.benchmark.process.Child;
import io.ossmc.benchmark.process.JavaProgram;
import io.ossmc.benchmark.report.BarChart;
import io.ossmc.benchmark.report.MarkdownTable;
import io.ossmc.benchmark.report.Report;
import io.ossmc.benchmark.report.Spread;
import io.ossmc.benchmark.server.EmulatorServer;

/**
 * How soon a model has given its first answer. While later files arrive, the engine takes
 * those that are there: the overlap is worth max(fetch, load) ÷ measured, 1 when the
 * shorter of the two is hidden completely. Beside it, what people do without: download
 * all with the SDK, then load. Both load the same way, without copies.
 */
public final class StartBenchmark implements Benchmark {

	private static final String SMALL = "minilm";

	private static final String LARGE = "large";

	private static final int TASKS = 4;

	@Override
	public String name() {
		return "start";
	}

	@Override
	public String usage() {
		return """
				from the first request to a model's first answer, beside download-then-load with the SDK
				--bytes 2GiB      of the large model
				--rounds 5
				--rate 1000       MB/s of the link
				--models A,B      some of %s,%s
				--touch 8GiB      memory of the machine touched before measuring
				""".formatted(SMALL, LARGE);
	}

	@Override
	public Report run(Options options) throws Exception {
		long bytes = options.bytes("bytes", "2GiB");
		int rounds = options.number("rounds", 5, 1);
		long rate = options.number("rate", 1000, 1) * 1_000_000L;
		List<String> models = options.some("models", List.of(SMALL, LARGE));
		AnonymousMemory.touch(Math.min(options.bytes("touch", "8GiB"), Machine.availableMemory() * 6 / 10));
		try (Tmpfs tmpfs = Tmpfs.ordinary()) {
			Path bucket = Files.createDirectories(tmpfs.directory().resolve("models/bench"));
			if (models.contains(SMALL)) {
				small(Files.createDirectory(bucket.resolve(SMALL)));
			}
			if (models.contains(LARGE)) {
				LargeModel.write(bucket.resolve(LARGE), bytes);
			}
			Path work = Files.createDirectory(tmpfs.directory().resolve("work"));
			List<String> command = JavaProgram.command(StartProgram.class, List.of("-Xmx1g"), List.of());
			List<StartRow> rows = new ArrayList<>();
			try (EmulatorServer server = EmulatorServer.start(bucket.getParent(), null, Placement.together(), "ttfb=15",
					"bandwidth=" + rate)) {
				List<String> all = new ArrayList<>(command);
				all.addAll(List.of(server.endpoint().toString(), work.toString(), Long.toString(bytes + (1L << 30)),
						bucket.toString(), Integer.toString(TASKS)));
				try (Child child = Child.start("the model's process", all)) {
					for (String model : models) {
						System.err.println("start: " + model);
						rows.add(row(child, model, rounds));
					}
				}
			}
			return report(rows, rounds, bytes, rate);
		}
	}

	private static StartRow row(Child child, String model, int rounds) throws IOException {
		List<String> ways = List.of("fetch", "load", "ossmc", "sdk");
		Map<String, List<Double>> seconds = new LinkedHashMap<>();
		BusyMeter meter = new BusyMeter();
		for (int round = -1; round < rounds; round++) {
			for (int place = 0; place < ways.size(); place++) {
				String way = ways.get((place + Math.max(0, round)) % ways.size());
				double took = Double.parseDouble(child.ask(way + " " + model));
				if (round >= 0) {
					seconds.computeIfAbsent(way, (missing) -> new ArrayList<>()).add(took);
				}
			}
		}
		return new StartRow(model, Spread.of(seconds.getOrDefault("fetch", List.of())),
				Spread.of(seconds.getOrDefault("load", List.of())), Spread.of(seconds.getOrDefault("ossmc", List.of())),
				Spread.of(seconds.getOrDefault("sdk", List.of())), meter.busy());
	}

	private static void small(Path directory) throws IOException {
		String[] names = { "all-minilm-l6-v2-q.onnx", "model.onnx", "all-minilm-l6-v2-q-tokenizer.json",
				"tokenizer.json" };
		for (int name = 0; name < names.length; name += 2) {
			try (InputStream input = StartBenchmark.class.getClassLoader().getResourceAsStream(names[name])) {
				if (input == null) {
					throw new IOException(names[name] + " is not in this jar");
				}
				Files.copy(input, directory.resolve(names[name + 1]));
			}
		}
	}

	private static Report report(List<StartRow> rows, int rounds, long bytes, long rate) {
		MarkdownTable table = new MarkdownTable(2, "Model", "Way", "Seconds to the first answer", "Fetch alone",
				"Load alone", "Overlap efficiency");
		BarChart chart = new BarChart("Time to the first answer", "seconds: less is better");
		List<String> remarks = new ArrayList<>();
		remarks.add(String.format(Locale.ROOT,
				"Medians of %d round%s, least to most in brackets; a link of %d MB/s; %s is %s of weights in files of 256"
						+ " MiB. Overlap efficiency is max(fetch, load) ÷ measured.",
				rounds, (rounds == 1) ? "" : "s", rate / 1_000_000, LARGE, ByteSize.show(bytes)));
		remarks.add("The SDK downloads file after file with " + TASKS
				+ " tasks and parts of 8 MiB, then the engine loads" + " the same way: weights mapped, not copied.");
		List<Map<String, Object>> json = new ArrayList<>();
		for (StartRow row : rows) {
			table.row(row.model(), "ossmc, loading while fetching", show(row.ossmc()), show(row.fetch()),
					show(row.load()), String.format(Locale.ROOT, "%.2f", row.efficiency(row.ossmc())));
			table.row(row.model(), "SDK, download then load", show(row.sdk()), "", show(row.load()),
					String.format(Locale.ROOT, "%.2f", row.efficiency(row.sdk())));
			chart.add(row.model(), new BarChart.Bar("ossmc, loading while fetching", BarChart.Style.OURS, row.ossmc(),
					String.format(Locale.ROOT, "%.2f s", row.ossmc().median())));
			chart.add(row.model(), new BarChart.Bar("SDK, download then load", BarChart.Style.BAR, row.sdk(),
					String.format(Locale.ROOT, "%.2f s", row.sdk().median())));
			json.add(row.json(Clients.OSSMC, row.ossmc()));
			json.add(row.json(Clients.SDK_FILE, row.sdk()));
			if (row.busy() > BusyMeter.TOO_BUSY) {
				remarks.add(String.format(Locale.ROOT,
						"%s: the machine was %.0f %% busy: the processors limited, not the" + " link.", row.model(),
						100 * row.busy()));
			}
		}
		return new Report("start", Machine.sentence(), remarks, json, table, List.of(chart));
	}

	private static String show(Spread seconds) {
		return String.format(Locale.ROOT, "%.2f (%.2f–%.2f)", seconds.median(), seconds.least(), seconds.most());
	}

}
