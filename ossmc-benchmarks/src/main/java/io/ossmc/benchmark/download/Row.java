package io.ossmc.benchmark.download;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

import io.ossmc.benchmark.client.Contender;
import io.ossmc.benchmark.client.MemoryKind;
import io.ossmc.benchmark.report.Spread;

/**
 * What one client needs for one kind of memory.
 *
 * @param contender which client
 * @param memory where the bytes land
 * @param tls whether they come by HTTPS
 * @param cost CPU seconds for a GiB
 * @param speed GiB a second
 * @param both CPU seconds for a GiB of client and server together
 * @param costRatio to the C program next to it, of {@code cost}
 * @param bothRatio to the C program next to it, of {@code both}
 * @param speedRatio to the C program next to it, of {@code speed}
 */
record Row(Contender contender, MemoryKind memory, boolean tls, Spread cost, Spread both, Spread speed,
		Spread costRatio, Spread bothRatio, Spread speedRatio) {

	/** A client's. */
	static Row of(Contender contender, Course course, List<Heat.Pair> pairs) {
		return new Row(contender, course.memory(), course.tls(),
				spread(pairs, (pair) -> pair.mine().cpuSecondsPerGib()),
				spread(pairs, (pair) -> pair.mine().bothCpuSecondsPerGib()),
				spread(pairs, (pair) -> pair.mine().gibPerSecond()), spread(pairs, Heat.Pair::costRatio),
				spread(pairs, Heat.Pair::bothRatio), spread(pairs, Heat.Pair::speedRatio));
	}

	/** The C program's own. */
	static Row reference(Contender contender, Course course, List<Measurement> all) {
		return new Row(contender, course.memory(), course.tls(), spread(all, Measurement::cpuSecondsPerGib),
				spread(all, Measurement::bothCpuSecondsPerGib), spread(all, Measurement::gibPerSecond),
				new Spread(1, 1, 1), new Spread(1, 1, 1), new Spread(1, 1, 1));
	}

	private static <T> Spread spread(List<T> all, ToDoubleFunction<T> value) {
		return Spread.of(all.stream().map(value::applyAsDouble).toList());
	}

	Map<String, Object> json() {
		Map<String, Object> fields = new LinkedHashMap<>();
		fields.put("client", this.contender.client());
		fields.put("memory", this.memory.word());
		fields.put("tls", this.tls);
		fields.put("verify", this.contender.verify());
		fields.put("cpuSecondsPerGiB", this.cost.median());
		fields.put("gibPerSecond", this.speed.median());
		fields.put("ratioToC", this.costRatio.median());
		fields.put("speedRatioToC", this.speedRatio.median());
		fields.put("cpuSecondsPerGiBWithServer", this.both.median());
		fields.put("ratioToCWithServer", this.bothRatio.median());
		if (this.contender.crc() != null) {
			fields.put("crc64", this.contender.crc());
		}
		fields.put("setting", this.contender.setting());
		fields.put("settings", this.contender.settings().toString());
		fields.put("cpuSecondsPerGiBMin", this.cost.least());
		fields.put("cpuSecondsPerGiBMax", this.cost.most());
		fields.put("gibPerSecondMin", this.speed.least());
		fields.put("gibPerSecondMax", this.speed.most());
		fields.put("ratioToCMin", this.costRatio.least());
		fields.put("ratioToCMax", this.costRatio.most());
		return fields;
	}

}
