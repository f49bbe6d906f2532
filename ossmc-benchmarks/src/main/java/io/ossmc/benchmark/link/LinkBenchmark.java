package io.ossmc.benchmark.link;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.ossmc.benchmark.Benchmark;
import io.ossmc.benchmark.ByteSize;
import io.ossmc.benchmark.Options;
import io.ossmc.benchmark.client.Clients;
import io.ossmc.benchmark.client.Contender;
import io.ossmc.benchmark.client.MemoryKind;
import io.ossmc.benchmark.client.SetProgram;
import io.ossmc.benchmark.client.Settings;
import io.ossmc.benchmark.client.Task;
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
import io.ossmc.benchmark.server.Account;
import io.ossmc.benchmark.server.EmulatorServer;
import io.ossmc.benchmark.server.SourceFiles;

/**
 * How much of a link a client uses that does not know the link: a first byte after 15 ms,
 * 60 MB/s a connection, one connection in a hundred at 2 MB/s, and a limit for all
 * together. Counted by the server, from the first request to the last byte. The code is
 * warm, the connector is new and knows nothing of the link; its memory is touched once
 * and used again from the fifth object on. A row during which the machine had no time to
 * spare, so that the link was not what limited, says so.
 */
public final class LinkBenchmark implements Benchmark {

	/** Objects opened ahead of the one that is read. */
	private static final int AHEAD = 4;

	private static final long MEGA = 1_000_000;

	private static final long STORM_MILLIS = 3000;

	private static final long DELAY_MILLIS = 1000;

	@Override
	public String name() {
		return "link";
	}

	@Override
	public String usage() {
		return """
				how much of a link is used, and how soon
				--bytes 8GiB      a row and round
				--rounds 3
				--rates A,B       MB/s, some of 300,900
				--clients A,B     some of ossmc,ossmc-storm,%s; the storm asks everybody to come back later
				--object 1GiB     the size of an object
				--touch 8GiB      memory of the machine touched before measuring
				""".formatted(Clients.SDK_RANGES);
	}

	@Override
	public Report run(Options options) throws Exception {
		long object = Math.min(options.bytes("object", "1GiB"), options.bytes("bytes", "8GiB"));
		int objects = (int) Math.ceilDiv(options.bytes("bytes", "8GiB"), object);
		int rounds = options.number("rounds", 3, 1);
		List<String> clients = options.some("clients", List.of(Clients.OSSMC, "ossmc-storm", Clients.SDK_RANGES));
		List<String> rates = options.some("rates", List.of("300", "900"));
		AnonymousMemory.touch(Math.min(options.bytes("touch", "8GiB"), Machine.availableMemory() * 6 / 10));
		List<LinkRow> rows = new ArrayList<>();
		try (Tmpfs tmpfs = Tmpfs.ordinary()) {
			SourceFiles files = new SourceFiles(tmpfs.directory(), 2, object);
			for (String rate : rates) {
				for (String client : clients) {
					System.err.println("link: " + rate + " MB/s, " + client);
					rows.add(row(client, Integer.parseInt(rate), files, objects, rounds));
				}
			}
		}
		return report(rows, rounds, objects * object);
	}

	private static LinkRow row(String client, int rate, SourceFiles files, int objects, int rounds) throws IOException {
		boolean storm = client.endsWith("-storm");
		String settings = client.equals(Clients.SDK_RANGES) ? "connections=16,crc=false,buffer=64KiB" : "";
		List<Run> runs = new ArrayList<>();
		for (int round = 0; round < rounds; round++) {
			// A new server each time: the slow connection is the third of a hundred.
			try (EmulatorServer server = EmulatorServer.start(files.root(), null, Placement.together(), "ttfb=15",
					"perConnection=" + 60 * MEGA, "bandwidth=" + rate * MEGA, "slow=" + 2 * MEGA,
					"copies=" + Math.ceilDiv(Math.max(objects, AHEAD), 2))) {
				runs.add(settings.isEmpty() ? ours(server, rate, files, objects, storm)
						: peer(client, settings, server, rate, files, objects));
			}
		}
		return new LinkRow(storm ? Clients.OSSMC : client, settings, rate, storm, runs);
	}

	private static Run ours(EmulatorServer server, int rate, SourceFiles files, int objects, boolean storm)
			throws IOException {
		Path root = Files.createTempDirectory(files.root(), "root-");
		List<String> command = JavaProgram.command(SetProgram.class, List.of("-Xmx1g"),
				List.of(server.endpoint().toString(), root.toString(), Long.toString((AHEAD + 2) * files.size()),
						"oss://set/"));
		try (Child child = Child.start("ossmc", command);
				ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor()) {
			// The code becomes warm; then a new connector, which knows nothing of the
			// link.
			child.ask("pass " + AHEAD + " " + Math.min(AHEAD, objects));
			child.ask("renew");
			server.ask("reset");
			if (storm) {
				later.schedule(() -> server.ask("storm " + STORM_MILLIS + " " + DELAY_MILLIS), 3, TimeUnit.SECONDS);
			}
			BusyMeter meter = new BusyMeter();
			child.ask("pass " + AHEAD + " " + objects);
			return new Run(server.ask("statistics"), (double) rate * MEGA, objects * files.size(), meter.busy(),
					(double) STORM_MILLIS / DELAY_MILLIS);
		}
	}

	private static Run peer(String client, String settings, EmulatorServer server, int rate, SourceFiles files,
			int objects) throws IOException {
		Contender contender = new Contender(client, Contender.BEST, Settings.of(settings), null);
		Path task = new Task(client, MemoryKind.REUSED, files.root(), false, contender.settings(), server.endpoint(),
				SourceFiles.BUCKET, Account.sources(server.endpoint(), files))
			.write(Files.createTempFile(files.root(), "task-", ".properties"));
		try (Child child = Child.start(client, contender.command(task.toString(), List.of()))) {
			child.ask("run 1");
			server.ask("reset");
			BusyMeter meter = new BusyMeter();
			child.ask("run " + objects);
			return new Run(server.ask("statistics"), (double) rate * MEGA, objects * files.size(), meter.busy(), 0);
		}
	}

	private static Report report(List<LinkRow> rows, int rounds, long bytes) {
		MarkdownTable table = new MarkdownTable(2, "Link", "Client", "Share of the link", "Reached after",
				"Connections", "Requested ÷ wanted", "Machine busy");
		BarChart chart = new BarChart("Share of the link",
				"first byte after 15 ms, 60 MB/s a connection: more is better");
		List<String> remarks = new ArrayList<>();
		remarks.add(String.format(Locale.ROOT,
				"Medians of %d pass%s over %s, least to most in brackets, counted by the server from the first request"
						+ " to the last byte; reached: 93 %% of the link over a quarter of a second.",
				rounds, (rounds == 1) ? "" : "es", ByteSize.show(bytes)));
		for (LinkRow row : rows) {
			String label = row.client() + (row.storm() ? ", storm" : "")
					+ (row.settings().isEmpty() ? "" : ", " + row.settings());
			Spread share = row.of(Run::share);
			Spread reach = row.of(Run::secondsToReach);
			table.row(row.link() + " MB/s", label,
					String.format(Locale.ROOT, "%.1f %% (%.1f–%.1f)", 100 * share.median(), 100 * share.least(),
							100 * share.most()),
					(reach.median() < 0) ? "never" : String.format(Locale.ROOT, "%.2f s", reach.median()),
					String.format(Locale.ROOT, "%.0f", row.of(Run::connections).median()),
					String.format(Locale.ROOT, "%.3f", row.of(Run::requestedToWanted).most()),
					String.format(Locale.ROOT, "%.0f %%", 100 * row.of(Run::busy).median()));
			chart.add(row.link() + " MB/s",
					new BarChart.Bar(label,
							row.client().equals(Clients.OSSMC) ? BarChart.Style.OURS : BarChart.Style.BAR, share,
							String.format(Locale.ROOT, "%.1f %%", 100 * share.median())));
			if (row.tooBusy()) {
				remarks.add(String.format(Locale.ROOT,
						"%d MB/s, %s: the machine was more than %.0f %% busy, so that the row says more about it than"
								+ " about the link.",
						row.link(), label, 100 * BusyMeter.TOO_BUSY));
			}
			if (row.storm()) {
				remarks.add(storm(row));
			}
		}
		return new Report("link", Machine.sentence(), remarks, rows.stream().map(LinkRow::json).toList(), table,
				List.of(chart));
	}

	private static String storm(LinkRow row) {
		double requests = row.of(Run::stormRequests).most();
		double allowed = row.of(Run::stormAllowed).median();
		return String.format(Locale.ROOT,
				"%d MB/s, storm: for %d s every request was answered with 503 and the wish to wait %d ms. %.0f requests"
						+ " came in that time (%.0f a second before), where once a delay and connection is %.0f: %s."
						+ " Nothing failed. The share of the link counts the storm's time.",
				row.link(), STORM_MILLIS / 1000, DELAY_MILLIS, requests, row.of(Run::requestsPerSecondBefore).median(),
				allowed, (requests <= allowed) ? "the rate fell as asked" : "THE RATE DID NOT FALL AS ASKED");
	}

}
