package io.ossmc.benchmark.smallfiles;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.ossmc.benchmark.report.Spread;

/**
 * What one client needed for the whole directory.
 *
 * @param client its name
 * @param files how many
 * @param bytes of each
 * @param cold seconds of the first time in a new process
 * @param seconds of later times
 * @param cpu seconds of its process, user and system, of later times
 * @param threads most at the same time
 * @param heap growth of the live heap in bytes, with the directory there
 */
record SmallFilesRow(String client, int files, int bytes, double cold, Spread seconds, Spread cpu, int threads,
		long heap) {

	/**
	 * Sums up.
	 * @param rounds the first one of a new process, then later ones
	 */
	static SmallFilesRow of(String client, int files, int bytes, List<Round> rounds) {
		List<Round> warm = rounds.subList(1, rounds.size());
		return new SmallFilesRow(client, files, bytes, rounds.getFirst().seconds(),
				Spread.of(warm.stream().map(Round::seconds).toList()),
				Spread.of(warm.stream().map(Round::cpuSeconds).toList()),
				rounds.stream().mapToInt(Round::threadsPeak).max().orElse(0),
				warm.stream().mapToLong(Round::heapGrowth).max().orElse(0));
	}

	double filesPerSecond() {
		return this.files / this.seconds.median();
	}

	Map<String, Object> json() {
		Map<String, Object> fields = new LinkedHashMap<>();
		fields.put("client", this.client);
		fields.put("files", this.files);
		fields.put("bytes", this.bytes);
		fields.put("seconds", this.seconds.median());
		fields.put("secondsMin", this.seconds.least());
		fields.put("secondsMax", this.seconds.most());
		fields.put("secondsCold", this.cold);
		fields.put("filesPerSecond", filesPerSecond());
		fields.put("cpuSeconds", this.cpu.median());
		fields.put("threadsPeak", this.threads);
		fields.put("heapGrowthMiB", this.heap / 1048576.0);
		return fields;
	}

	/**
	 * One time.
	 *
	 * @param seconds until every file was there
	 * @param cpuSeconds of the process meanwhile
	 * @param threadsPeak most threads at the same time
	 * @param heapGrowth of the live heap, bytes
	 */
	record Round(double seconds, double cpuSeconds, int threadsPeak, long heapGrowth) {

		static Round parse(String line) {
			String[] words = line.split(" ");
			return new Round(Double.parseDouble(words[0]), Double.parseDouble(words[1]), Integer.parseInt(words[2]),
					Long.parseLong(words[3]));
		}

		String line() {
			return this.seconds + " " + this.cpuSeconds + " " + this.threadsPeak + " " + this.heapGrowth;
		}

	}

}
