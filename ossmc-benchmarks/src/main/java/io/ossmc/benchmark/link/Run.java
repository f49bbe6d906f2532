package io.ossmc.benchmark.link;

import java.util.Map;
import java.util.Objects;

import io.ossmc.benchmark.machine.BusyMeter;

/**
 * One pass over the set.
 *
 * @param counted by the server
 * @param rate of the link in bytes a second
 * @param wanted bytes
 * @param busy share of all processors
 * @param stormDelays how many of the delays asked for fit into the storm
 */
record Run(Map<String, Double> counted, double rate, long wanted, double busy, double stormDelays) {

	private double counted(String name) {
		return Objects.requireNonNull(this.counted.get(name), name);
	}

	/** Bytes ÷ (rate × time from the first request to the last byte). */
	double share() {
		return this.wanted / (this.rate * counted("seconds"));
	}

	double secondsToReach() {
		return counted("reach");
	}

	double connections() {
		return counted("peak");
	}

	double requests() {
		return counted("requests");
	}

	double requestedToWanted() {
		return counted("requested") / this.wanted;
	}

	double slow() {
		return counted("slow");
	}

	double requestsPerSecondBefore() {
		return counted("before");
	}

	double stormRequests() {
		return counted("stormRequests");
	}

	/** Each connection may ask once at first, and once after each delay. */
	double stormAllowed() {
		return connections() * (1 + this.stormDelays);
	}

	boolean tooBusy() {
		return this.busy > BusyMeter.TOO_BUSY;
	}

}
