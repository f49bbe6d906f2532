package io.ossmc.benchmark.report;

import java.util.ArrayList;
import java.util.List;

/** A table of Markdown, its columns aligned so that it can be read as it is. */
public final class MarkdownTable {

	private final List<List<String>> rows = new ArrayList<>();

	private final int texts;

	/**
	 * A table without rows.
	 * @param texts how many columns from the left are texts; the others are numbers
	 * @param headings of the columns
	 */
	public MarkdownTable(int texts, String... headings) {
		this.texts = texts;
		this.rows.add(List.of(headings));
	}

	/**
	 * Adds a row.
	 * @param cells as many as there are headings
	 * @return this table
	 */
	public MarkdownTable row(String... cells) {
		if (cells.length != this.rows.getFirst().size()) {
			throw new IllegalArgumentException(cells.length + " cells for " + this.rows.getFirst().size() + " columns");
		}
		this.rows.add(List.of(cells));
		return this;
	}

	@Override
	public String toString() {
		StringBuilder text = new StringBuilder();
		for (int row = 0; row < this.rows.size(); row++) {
			line(text, row);
			if (row == 0) {
				rule(text);
			}
		}
		return text.toString();
	}

	private void line(StringBuilder text, int row) {
		List<String> cells = this.rows.get(row);
		for (int column = 0; column < cells.size(); column++) {
			String cell = cells.get(column).replace("|", "\\|");
			String blanks = " ".repeat(width(column) - cell.length());
			text.append("| ").append((column < this.texts) ? cell + blanks : blanks + cell).append(' ');
		}
		text.append("|\n");
	}

	private void rule(StringBuilder text) {
		for (int column = 0; column < this.rows.getFirst().size(); column++) {
			String dashes = "-".repeat(width(column));
			text.append((column < this.texts) ? "|-" + dashes + "-" : "|-" + dashes + ":");
		}
		text.append("|\n");
	}

	private int width(int column) {
		return Math.max(3,
				this.rows.stream().mapToInt((row) -> row.get(column).replace("|", "\\|").length()).max().orElse(0));
	}

}
