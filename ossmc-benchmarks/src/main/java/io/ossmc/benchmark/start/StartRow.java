package io.ossmc.benchmark.start;

import java.util.LinkedHashMap;
import java.util.Map;

import io.ossmc.benchmark.report.Spread;

/**
 * Seconds of one model.
 *
 * @param model its name
 * @param fetch with this connector, until every byte is there
 * @param load from a local copy, until the first answer
 * @param ossmc both, one while the other
 * @param sdk both, one after the other
 * @param busy share of all processors
 */
record StartRow(String model, Spread fetch, Spread load, Spread ossmc, Spread sdk, double busy) {

	double efficiency(Spread measured) {
		return Math.max(this.fetch.median(), this.load.median()) / measured.median();
	}

	Map<String, Object> json(String client, Spread measured) {
		Map<String, Object> fields = new LinkedHashMap<>();
		fields.put("client", client);
		fields.put("model", this.model);
		fields.put("seconds", measured.median());
		fields.put("secondsMin", measured.least());
		fields.put("secondsMax", measured.most());
		fields.put("fetchSeconds", this.fetch.median());
		fields.put("loadSeconds", this.load.median());
		fields.put("overlapEfficiency", efficiency(measured));
		fields.put("busy", this.busy);
		return fields;
	}

}
