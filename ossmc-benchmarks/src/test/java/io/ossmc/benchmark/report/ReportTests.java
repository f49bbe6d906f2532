package io.ossmc.benchmark.report;

import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import javax.xml.parsers.DocumentBuilderFactory;

import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ReportTests {

	@Test
	void jsonEscapesAndRounds() {
		Map<String, Object> fields = new LinkedHashMap<>();
		fields.put("text", "a \"b\" \\ \n\t");
		fields.put("number", 0.123456);
		fields.put("large", 12_345_678_901L);
		fields.put("none", Double.NaN);
		fields.put("truth", true);
		fields.put("list", List.of(1, "2"));
		assertThat(Json.of(fields)).isEqualTo("{\"text\":\"a \\\"b\\\" \\\\ \\n\\u0009\",\"number\":0.1235,"
				+ "\"large\":12345678901,\"none\":null,\"truth\":true,\"list\":[1,\"2\"]}");
	}

	@Test
	void markdownIsAligned() {
		MarkdownTable table = new MarkdownTable(1, "Client", "GiB/s").row("c|recv", "2.5").row("ours", "12.25");
		assertThat(table.toString()).isEqualTo("""
				| Client  | GiB/s |
				|---------|------:|
				| c\\|recv |   2.5 |
				| ours    | 12.25 |
				""");
		assertThatIllegalArgumentException().isThrownBy(() -> table.row("too few"));
	}

	@Test
	void theReportHasTheFieldsOfItsContract() {
		Map<String, Object> row = new LinkedHashMap<>();
		row.put("client", "ossmc");
		Report report = new Report("download", "a machine", List.of("a remark"), List.of(row),
				new MarkdownTable(1, "Client").row("ossmc"), List.of(chart()));
		assertThat(report.json()).isEqualTo("{\"benchmark\":\"download\",\"machine\":\"a machine\","
				+ "\"remarks\":[\"a remark\"],\"rows\":[\n{\"client\":\"ossmc\"}\n]}\n");
		assertThat(report.markdown()).contains("### download", "a machine", "| ossmc  |", "- a remark");
	}

	@Test
	void theChartIsWellFormedAndShowsEveryBar() throws Exception {
		String svg = BarChart.svg(List.of(chart(), chart()));
		Document document = DocumentBuilderFactory.newInstance()
			.newDocumentBuilder()
			.parse(new InputSource(new StringReader(svg)));
		assertThat(document.getElementsByTagName("rect").getLength()).as("ground and two bars a chart").isEqualTo(5);
		assertThat(document.getElementsByTagName("line").getLength()).as("spread of one bar a chart").isEqualTo(2);
		assertThat(svg).contains("a &lt; b &amp; c", "prefers-color-scheme: dark");
	}

	private static BarChart chart() {
		return new BarChart("a < b & c", "less is better")
			.add("private", new BarChart.Bar("ossmc", BarChart.Style.OURS, new Spread(2, 1, 3), "2.00"))
			.add("private", new BarChart.Bar("c", BarChart.Style.REFERENCE, new Spread(1, 1, 1), "1.00"));
	}

}
