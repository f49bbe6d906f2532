package io.ossmc.benchmark.memory;

import java.io.IOException;
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
import io.ossmc.benchmark.UsageException;
import io.ossmc.benchmark.client.Clients;
import io.ossmc.benchmark.client.SetProgram;
import io.ossmc.benchmark.machine.AnonymousMemory;
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
import io.ossmc.benchmark.server.SourceFiles;

/**
 * How much memory the connector takes beyond what it was given: a set of four times the
 * budget is read through {@code open}, more objects opened ahead than fit; then the
 * budget is filled, freed and filled again. Looked at from outside the process. The
 * heap's pages are touched before the level is taken, so that only what is outside of it
 * counts; the heap itself is measured live, after a collection.
 */
public final class MemoryBenchmark implements Benchmark {

	private static final long TOLERANCE = 64L << 20;

	@Override
	public String name() {
		return "memory";
	}

	@Override
	public String usage() {
		return """
				heap, anonymous memory and blocks of the memory root while a large set is read
				--bytes 16GiB     the set
				--budget 4GiB     of the connector
				--object 1GiB     the size of an object
				--touch 8GiB      memory of the machine touched before measuring
				""";
	}

	@Override
	public Report run(Options options) throws Exception {
		long budget = options.bytes("budget", "4GiB");
		long object = options.bytes("object", "1GiB");
		int objects = (int) Math.ceilDiv(options.bytes("bytes", "16GiB"), object);
		int fit = (int) (budget / object);
		if (fit < 1 || objects < fit) {
			throw new UsageException("--object " + ByteSize.show(object) + " must fit into --budget "
					+ ByteSize.show(budget) + ", and --bytes must be at least that. Give a smaller --object.");
		}
		AnonymousMemory.touch(Math.min(options.bytes("touch", "8GiB"), Machine.availableMemory() * 6 / 10));
		try (Tmpfs tmpfs = Tmpfs.ordinary()) {
			SourceFiles files = new SourceFiles(tmpfs.directory(), 2, object);
			Path root = Files.createTempDirectory(files.root(), "root-");
			try (EmulatorServer server = EmulatorServer.start(files.root(), null, Placement.together(),
					"copies=" + Math.ceilDiv(objects, 2))) {
				return measure(server, root, budget, objects, fit, object);
			}
		}
	}

	private static Report measure(EmulatorServer server, Path root, long budget, int objects, int fit, long object)
			throws IOException {
		List<String> command = JavaProgram.command(SetProgram.class,
				List.of("-Xms256m", "-Xmx256m", "-XX:+AlwaysPreTouch"),
				List.of(server.endpoint().toString(), root.toString(), Long.toString(budget), "oss://set/"));
		try (Child child = Child.start("ossmc", command); Watch watch = new Watch(child.pid(), root)) {
			long heap = Long.parseLong(child.ask("heap"));
			double pass = seconds(child, "pass " + (fit + 2) + " " + objects);
			long heapAfterPass = Long.parseLong(child.ask("heap"));
			seconds(child, "free");
			double fill = seconds(child, "fill " + fit);
			long heapWhenFull = Long.parseLong(child.ask("heap"));
			double free = seconds(child, "free");
			double refill = seconds(child, "fill " + fit);
			seconds(child, "free");
			double returned = returned(watch);
			long growth = Math.max(heapAfterPass, heapWhenFull) - heap;
			Map<String, Object> row = new LinkedHashMap<>();
			row.put("client", Clients.OSSMC);
			row.put("setBytes", objects * object);
			row.put("budgetBytes", budget);
			row.put("heapGrowthBytes", growth);
			row.put("anonymousAboveStartBytes", watch.mostAnonymous());
			row.put("rootBlocksBytes", watch.mostBlocks());
			row.put("realPagesBytes", watch.most());
			row.put("realPagesAboveBudgetBytes", watch.most() - budget);
			row.put("passSeconds", pass);
			row.put("fillSeconds", fill);
			row.put("freeSeconds", free);
			row.put("refillSeconds", refill);
			row.put("returnedToKernelSeconds", returned);
			return report(row, budget, watch, growth);
		}
	}

	private static double seconds(Child child, String command) throws IOException {
		return Double.parseDouble(child.ask(command));
	}

	/** How long after the last close the kernel has its pages back; -1 for never. */
	private static double returned(Watch watch) throws IOException {
		long start = System.nanoTime();
		for (double seconds = 0; seconds < 60; seconds = (System.nanoTime() - start) / 1e9) {
			if (watch.above() < TOLERANCE) {
				return seconds;
			}
			try {
				Thread.sleep(20);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				break;
			}
		}
		return -1;
	}

	private static Report report(Map<String, Object> row, long budget, Watch watch, long growth) {
		MarkdownTable table = new MarkdownTable(1, "What", "Measured");
		row.forEach((name, value) -> {
			if (!name.equals("client")) {
				table.row(name.replaceAll("(Bytes|Seconds)$", ""), show(name, value));
			}
		});
		List<String> remarks = new ArrayList<>();
		remarks
			.add("Real pages are anonymous memory above the level after start and blocks of the memory root, added up"
					+ " at one time, ten times a second.");
		remarks.add(
				String.format(Locale.ROOT, "Real pages at most %.0f MiB %s the budget; the limit is 64 MiB above it%s.",
						Math.abs(watch.most() - budget) / 1048576.0, (watch.most() > budget) ? "above" : "below",
						(watch.most() > budget + TOLERANCE) ? ": EXCEEDED" : ""));
		remarks.add(String.format(Locale.ROOT, "The live heap grew by %.1f MiB; the limit is 64 MiB%s.",
				growth / 1048576.0, (growth > TOLERANCE) ? ": EXCEEDED" : ""));
		BarChart chart = new BarChart("Memory taken", "MiB at most, while a set larger than the budget is read");
		bar(chart, "budget", BarChart.Style.REFERENCE, budget);
		bar(chart, "real pages", BarChart.Style.OURS, watch.most());
		bar(chart, "anonymous memory", BarChart.Style.BAR, watch.mostAnonymous());
		bar(chart, "blocks of the memory root", BarChart.Style.BAR, watch.mostBlocks());
		bar(chart, "growth of the live heap", BarChart.Style.BAR, Math.max(0, growth));
		return new Report("memory", Machine.sentence(), remarks, List.of(row), table, List.of(chart));
	}

	private static void bar(BarChart chart, String label, BarChart.Style style, long bytes) {
		double mib = bytes / 1048576.0;
		chart.add("",
				new BarChart.Bar(label, style, new Spread(mib, mib, mib), String.format(Locale.ROOT, "%.0f MiB", mib)));
	}

	private static String show(String name, Object value) {
		return name.endsWith("Bytes") ? String.format(Locale.ROOT, "%.1f MiB", ((Long) value) / 1048576.0)
				: String.format(Locale.ROOT, "%.2f s", value);
	}

}
