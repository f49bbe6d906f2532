package io.ossmc.benchmark.download;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.ossmc.benchmark.ByteSize;
import io.ossmc.benchmark.client.Clients;
import io.ossmc.benchmark.client.MemoryKind;
import io.ossmc.benchmark.machine.Machine;
import io.ossmc.benchmark.machine.Placement;
import io.ossmc.benchmark.report.BarChart;
import io.ossmc.benchmark.report.MarkdownTable;
import io.ossmc.benchmark.report.Report;
import io.ossmc.benchmark.report.Spread;

/** Collects rows and remarks. */
final class DownloadReport {

	private final List<Row> rows = new ArrayList<>();

	private final List<String> remarks = new ArrayList<>();

	DownloadReport(int rounds, long bytes) {
		remark(String.format(Locale.ROOT,
				"Medians of %d round%s of %s a row, least to most in brackets; ratios are to the run of C next to it.",
				rounds, (rounds == 1) ? "" : "s", ByteSize.show(bytes)));
		remark("CPU seconds are of the client's process; the bytes of every object were compared by CRC-64 afterwards.");
	}

	void server(String description, Placement placement) {
		remark("Server: " + description + "; " + placement + ".");
		if (placement.isApart()) {
			remark("So nobody is charged for another's sending. GiB/s ends where the server does: --placement together"
					+ " shows what all processors do.");
		}
		else {
			remark("Over loopback the kernel sends in whichever process makes room: a fast client is charged for what a"
					+ " slow one leaves to the server. \"With server\" counts both.");
		}
	}

	void remark(String sentence) {
		if (!this.remarks.contains(sentence)) {
			this.remarks.add(sentence);
		}
	}

	void invalid(String what, double width) {
		remark(String.format(Locale.ROOT,
				"NOT VALID (%s): the medians of C itself lie %.0f %% apart from round to round; the limit is 15 %%."
						+ " Run it on a quieter machine.",
				what, 100 * width));
	}

	void add(Row row) {
		this.rows.add(row);
	}

	Report report() {
		MarkdownTable table = new MarkdownTable(3, "Memory", "Client", "Settings", "CPU-s/GiB", "with server", "GiB/s",
				"CPU ÷ C", "with server", "GiB/s ÷ C");
		BarChart cost = new BarChart("What a byte costs", "CPU seconds of the client for a GiB: less is better");
		BarChart speed = new BarChart("How fast it comes", "GiB a second, server on this machine: more is better");
		for (Row row : this.rows) {
			String memory = name(row.memory()) + (row.tls() ? ", HTTPS" : "");
			table.row(memory, name(row), settings(row), show(row.cost()), show(row.both()), show(row.speed()),
					show(row.costRatio()), show(row.bothRatio()), show(row.speedRatio()));
			cost.add(memory, bar(row, row.cost()));
			speed.add(memory, bar(row, row.speed()));
		}
		return new Report("download", Machine.sentence(), this.remarks, this.rows.stream().map(Row::json).toList(),
				table, List.of(cost, speed));
	}

	private static String name(MemoryKind memory) {
		return switch (memory) {
			case PRIVATE -> "private (fresh)";
			case REUSED -> "private, reused";
			case HUGE -> "tmpfs, huge pages";
			case FRESH -> "tmpfs, ordinary";
		};
	}

	private static String name(Row row) {
		return row.contender().client()
				+ ((row.contender().crc() != null) ? ", verified by " + row.contender().crc() : "");
	}

	private static String settings(Row row) {
		String settings = row.contender().settings().toString();
		return settings.isEmpty() ? "default" : settings;
	}

	private static BarChart.Bar bar(Row row, Spread value) {
		BarChart.Style style = switch (row.contender().client()) {
			case Clients.OSSMC -> BarChart.Style.OURS;
			case ReferenceProgram.NAME -> BarChart.Style.REFERENCE;
			default -> BarChart.Style.BAR;
		};
		return new BarChart.Bar(row.contender().label(), style, value,
				String.format(Locale.ROOT, "%.2f", value.median()));
	}

	private static String show(Spread value) {
		return Double.isNaN(value.median()) ? "–"
				: String.format(Locale.ROOT, "%.2f (%.2f–%.2f)", value.median(), value.least(), value.most());
	}

}
