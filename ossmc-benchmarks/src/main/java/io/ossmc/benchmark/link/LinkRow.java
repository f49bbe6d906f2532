package io.ossmc.benchmark.link;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

import io.ossmc.benchmark.report.Spread;

/**
 * What one client makes of one link.
 *
 * @param client its name
 * @param settings what is set on it
 * @param link MB a second
 * @param storm whether the service asked everybody to come back later for a while
 * @param runs as the server counted them
 */
record LinkRow(String client, String settings, int link, boolean storm, List<Run> runs) {

	Spread of(ToDoubleFunction<Run> value) {
		return Spread.of(this.runs.stream().map(value::applyAsDouble).toList());
	}

	boolean tooBusy() {
		return this.runs.stream().anyMatch(Run::tooBusy);
	}

	Map<String, Object> json() {
		Map<String, Object> fields = new LinkedHashMap<>();
		fields.put("client", this.client);
		fields.put("link", this.link);
		fields.put("shareOfLink", of(Run::share).median());
		fields.put("secondsToReach", of(Run::secondsToReach).median());
		fields.put("connections", (int) of(Run::connections).median());
		fields.put("shareOfLinkMin", of(Run::share).least());
		fields.put("shareOfLinkMax", of(Run::share).most());
		fields.put("secondsToReachMax", of(Run::secondsToReach).most());
		fields.put("requestedToWanted", of(Run::requestedToWanted).most());
		fields.put("requests", (int) of(Run::requests).median());
		fields.put("requestsOnSlowConnections", (int) of(Run::slow).median());
		fields.put("settings", this.settings);
		fields.put("busy", of(Run::busy).median());
		fields.put("tooBusy", tooBusy());
		fields.put("storm", this.storm);
		if (this.storm) {
			fields.put("requestsPerSecondBefore", of(Run::requestsPerSecondBefore).median());
			fields.put("requestsInStorm", (int) of(Run::stormRequests).most());
			fields.put("requestsAllowedInStorm", (int) of(Run::stormAllowed).median());
			fields.put("failures", 0);
		}
		return fields;
	}

}
