package io.ossmc.benchmark.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The answer of a benchmark.
 *
 * @param benchmark its name
 * @param machine what it was measured on, a sentence
 * @param remarks sentences on what was used, what was missing, what is not valid
 * @param rows for programs: fields by name; fields may be added, never renamed
 * @param table for people
 * @param charts for people
 */
public record Report(String benchmark, String machine, List<String> remarks, List<Map<String, Object>> rows,
		MarkdownTable table, List<BarChart> charts) {

	/**
	 * For programs.
	 * @return JSON
	 */
	public String json() {
		Map<String, Object> all = new LinkedHashMap<>();
		all.put("benchmark", this.benchmark);
		all.put("machine", this.machine);
		all.put("remarks", this.remarks);
		StringBuilder json = new StringBuilder(Json.of(all));
		json.setLength(json.length() - 1);
		json.append(",\"rows\":[");
		for (int row = 0; row < this.rows.size(); row++) {
			json.append((row == 0) ? "\n" : ",\n").append(Json.of(this.rows.get(row)));
		}
		return json.append("\n]}\n").toString();
	}

	/**
	 * For people.
	 * @return Markdown
	 */
	public String markdown() {
		StringBuilder text = new StringBuilder("\n### ").append(this.benchmark)
			.append("\n\n")
			.append(this.machine)
			.append("\n\n")
			.append(this.table);
		if (!this.remarks.isEmpty()) {
			text.append('\n');
			this.remarks.forEach((remark) -> text.append("- ").append(remark).append('\n'));
		}
		return text.toString();
	}

	/**
	 * For people.
	 * @return SVG
	 */
	public String svg() {
		return BarChart.svg(this.charts);
	}

}
