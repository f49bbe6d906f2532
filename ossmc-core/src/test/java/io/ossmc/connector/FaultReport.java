package io.ossmc.connector;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import io.ossmc.OssModelException;
import io.ossmc.VerifyMode;
import io.ossmc.connector.FaultUse.Delivery;

/**
 * What came of all loads of a campaign, and which of them should have ended otherwise.
 */
final class FaultReport {

	private static final Pattern DOUBLED = Pattern.compile("[.:?!]\\s*\\.(\\s|$)");

	private final Map<String, Row> rows = new TreeMap<>();

	private final Map<String, List<String>> violations = new TreeMap<>();

	/** Something was delivered. */
	synchronized void delivered(FaultLoad load, VerifyMode verify, Delivery delivery, Duration time) {
		Row row = row(load, time);
		row.delivered++;
		row.verified += delivery.verified() ? 1 : 0;
		boolean mayLie = load.fault() != null && load.fault().lies() && verify != VerifyMode.REQUIRED;
		if (!delivery.isRight() && delivery.verified()) {
			violation("wrong, and called verified", load, delivery.wrong());
		}
		else if (!delivery.isRight() && !mayLie) {
			violation("wrong, not verified, although something told it from the right", load, delivery.wrong());
		}
		if (!delivery.verified() && verify == VerifyMode.REQUIRED) {
			violation("delivered without a checksum although one is required", load, verify.name());
		}
	}

	/** Something was refused. */
	synchronized void refused(FaultLoad load, Throwable cause, Duration time) {
		row(load, time).refused++;
		String message = String.valueOf(cause.getMessage());
		if (!(cause instanceof OssModelException)) {
			violation("refused with something else than an OssModelException", load, cause.toString());
		}
		else if (message.contains("bug of ossmc")) {
			violation("refused as a bug of ours", load, message);
		}
		if (message.chars().anyMatch((letter) -> Character.isISOControl(letter) && letter != '\n')) {
			violation("control characters of a server in a message", load, message.replaceAll("\\p{Cntrl}", "?"));
		}
		if (message.contains("ignature=") || message.contains(Oss.SECRET)) {
			violation("a secret in a message", load, "");
		}
		if (DOUBLED.matcher(message).find()) {
			violation("a sentence with two ends", load, message);
		}
		if (load.fault() == null) {
			violation("a healthy neighbour was refused", load, message);
		}
	}

	/** Something took longer than it may. */
	synchronized void late(FaultLoad load, String what, Duration time, Duration allowed) {
		violation(what, load, time.toMillis() + " ms, allowed " + allowed.toMillis());
	}

	/** Something did not end at all. */
	synchronized void hung(FaultLoad load, Duration time) {
		row(load, time).hung++;
		violation("not over in time, and given up by the test", load, time.toMillis() + " ms");
	}

	synchronized void violation(String what, String detail) {
		this.violations.computeIfAbsent(what, (first) -> new ArrayList<>()).add(detail);
	}

	private void violation(String what, FaultLoad load, String detail) {
		String text = (detail.length() > 300) ? detail.substring(0, 300) + "…" : detail;
		violation(what, load.faultName() + " as " + load.way() + " ×" + load.times() + ": " + text);
	}

	private Row row(FaultLoad load, Duration time) {
		Row row = this.rows.computeIfAbsent(load.faultName(), (first) -> new Row());
		row.loads++;
		row.longest = (time.compareTo(row.longest) > 0) ? time : row.longest;
		return row;
	}

	synchronized int loads() {
		return this.rows.values().stream().mapToInt((row) -> row.loads).sum();
	}

	synchronized int kinds() {
		return this.rows.size();
	}

	/** Each kind of violation with its number and some of its cases. */
	synchronized List<String> violations() {
		return this.violations.entrySet()
			.stream()
			.map((entry) -> entry.getValue().size() + " × " + entry.getKey() + "\n    "
					+ String.join("\n    ", entry.getValue().stream().distinct().sorted().limit(60).toList()))
			.toList();
	}

	/** For people. */
	synchronized String table() {
		StringBuilder table = new StringBuilder("%-42s %6s %9s %8s %7s %5s %8s%n".formatted("fault", "loads",
				"delivered", "verified", "refused", "hung", "longest"));
		this.rows.forEach((fault, row) -> table.append("%-42s %6d %9d %8d %7d %5d %5d ms%n".formatted(fault, row.loads,
				row.delivered, row.verified, row.refused, row.hung, row.longest.toMillis())));
		return table.toString();
	}

	/** Counts of one fault. */
	private static final class Row {

		int loads;

		int delivered;

		int verified;

		int refused;

		int hung;

		Duration longest = Duration.ZERO;

	}

}
