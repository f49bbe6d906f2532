package io.ossmc.benchmark.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Horizontal bars in groups, as SVG that needs nothing else and follows the reader's
 * light or dark scheme. Each bar says its value, and a thin line how far the measurements
 * spread.
 */
public final class BarChart {

	private static final int LABELS = 330;

	private static final int BARS = 430;

	private static final int VALUES = 130;

	private static final int BAR = 20;

	private final String title;

	private final String subtitle;

	private final List<Group> groups = new ArrayList<>();

	/**
	 * A chart without bars.
	 * @param title what is shown
	 * @param subtitle the unit, and which direction is better
	 */
	public BarChart(String title, String subtitle) {
		this.title = title;
		this.subtitle = subtitle;
	}

	/**
	 * Adds a bar to the group of that name, which is made if it is new.
	 * @param group its heading
	 * @param bar the bar
	 * @return this chart
	 */
	public BarChart add(String group, Bar bar) {
		if (this.groups.isEmpty() || !this.groups.getLast().name().equals(group)) {
			this.groups.add(new Group(group, new ArrayList<>()));
		}
		this.groups.getLast().bars().add(bar);
		return this;
	}

	/**
	 * The height it takes.
	 * @return pixels
	 */
	int height() {
		return 64 + this.groups.stream().mapToInt((group) -> 34 + group.bars().size() * BAR).sum();
	}

	/**
	 * Several charts below each other.
	 * @param charts at least one
	 * @return an SVG document
	 */
	public static String svg(List<BarChart> charts) {
		int width = LABELS + BARS + VALUES;
		int height = charts.stream().mapToInt(BarChart::height).sum() + 10;
		StringBuilder svg = new StringBuilder();
		svg.append(String.format(Locale.ROOT, """
				<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="img">
				<style>
				text { font: 12px system-ui, sans-serif; fill: #24292f }
				.title { font-size: 16px; font-weight: 600 }
				.group { font-weight: 600 }
				.quiet { fill: #57606a }
				.ground { fill: #ffffff }
				.bar { fill: #8c959f }
				.ours { fill: #0969da }
				.reference { fill: #57606a }
				.spread { stroke: #24292f; stroke-width: 1.5 }
				@media (prefers-color-scheme: dark) {
				text { fill: #e6edf3 } .quiet { fill: #8b949e } .ground { fill: #0d1117 } .bar { fill: #6e7681 }
				.ours { fill: #4493f8 } .reference { fill: #b1bac4 } .spread { stroke: #e6edf3 }
				}
				</style>
				<rect class="ground" width="%d" height="%d"/>
				""", width, height, width, height, width, height));
		int top = 0;
		for (BarChart chart : charts) {
			chart.draw(svg, top);
			top += chart.height();
		}
		return svg.append("</svg>\n").toString();
	}

	private void draw(StringBuilder svg, int top) {
		double most = this.groups.stream()
			.flatMap((group) -> group.bars().stream())
			.mapToDouble((bar) -> Math.max(bar.value().median(), bar.value().most()))
			.max()
			.orElse(1);
		text(svg, "title", 12, top + 28, "start", this.title);
		text(svg, "quiet", 12, top + 46, "start", this.subtitle);
		int y = top + 56;
		for (Group group : this.groups) {
			text(svg, "group", 12, y + 22, "start", group.name());
			y += 30;
			for (Bar bar : group.bars()) {
				draw(svg, bar, y, BARS / most);
				y += BAR;
			}
			y += 4;
		}
	}

	private static void draw(StringBuilder svg, Bar bar, int y, double scale) {
		text(svg, "label", LABELS - 8, y + 14, "end", bar.label());
		svg.append(String.format(Locale.ROOT,
				"<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\"/>\n",
				bar.style().name().toLowerCase(Locale.ROOT), LABELS, y + 3, Math.max(1, bar.value().median() * scale),
				BAR - 6));
		if (bar.value().most() > bar.value().least()) {
			svg.append(
					String.format(Locale.ROOT, "<line class=\"spread\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\"/>\n",
							LABELS + bar.value().least() * scale, y + BAR / 2, LABELS + bar.value().most() * scale,
							y + BAR / 2));
		}
		text(svg, "quiet", (int) (LABELS + Math.max(bar.value().median(), bar.value().most()) * scale) + 8, y + 14,
				"start", bar.text());
	}

	private static void text(StringBuilder svg, String style, int x, int y, String anchor, String text) {
		svg.append("<text class=\"")
			.append(style)
			.append("\" x=\"")
			.append(x)
			.append("\" y=\"")
			.append(y)
			.append("\" text-anchor=\"")
			.append(anchor)
			.append("\">")
			.append(text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))
			.append("</text>\n");
	}

	/** How a bar looks. */
	public enum Style {

		/** This connector's. */
		OURS,
		/** What others are compared with. */
		REFERENCE,
		/** Everybody else's. */
		BAR

	}

	/**
	 * A bar.
	 *
	 * @param label at its left
	 * @param style how it looks
	 * @param value its length, and the spread
	 * @param text at its right
	 */
	public record Bar(String label, Style style, Spread value, String text) {
	}

	private record Group(String name, List<Bar> bars) {
	}

}
