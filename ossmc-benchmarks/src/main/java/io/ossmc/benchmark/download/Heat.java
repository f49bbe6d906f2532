package io.ossmc.benchmark.download;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.ossmc.benchmark.client.Contender;
import io.ossmc.benchmark.report.Spread;
import org.jspecify.annotations.Nullable;

/**
 * All clients of one course against each other, round after round. In each round the C
 * program runs before every second client and at the end, so that each client has it
 * directly before or directly after; the order of the clients moves on by one each round.
 * Whatever else the machine does then meets all of them alike.
 */
final class Heat implements AutoCloseable {

	private final @Nullable Competitor reference;

	private final List<Competitor> others = new ArrayList<>();

	private final Map<Contender, List<Pair>> pairs = new LinkedHashMap<>();

	private final List<Double> referenceByRound = new ArrayList<>();

	private final List<Measurement> references = new ArrayList<>();

	private final int objects;

	/**
	 * Starts and warms up all processes.
	 * @param course where
	 * @param reference the C program with its settings; null if there is none
	 * @param contenders the others
	 * @param objects how many to fetch in a row
	 * @param warmUp how many to fetch before the first
	 * @throws IOException if one fails
	 */
	Heat(Course course, @Nullable Contender reference, List<Contender> contenders, int objects, int warmUp)
			throws IOException {
		this.objects = objects;
		try {
			this.reference = (reference != null) ? warm(course, reference, warmUp) : null;
			for (Contender contender : contenders) {
				this.others.add(warm(course, contender, warmUp));
				this.pairs.put(contender, new ArrayList<>());
			}
		}
		catch (IOException | RuntimeException ex) {
			close();
			throw ex;
		}
	}

	private static Competitor warm(Course course, Contender contender, int objects) throws IOException {
		Competitor competitor = course.start(contender);
		try {
			competitor.measure(objects);
			return competitor;
		}
		catch (IOException | RuntimeException ex) {
			competitor.close();
			throw ex;
		}
	}

	/**
	 * Runs one round.
	 * @param number from 0 on
	 * @throws IOException if one fails
	 */
	void round(int number) throws IOException {
		int first = this.references.size();
		Measurement before = null;
		List<Competitor> waiting = new ArrayList<>();
		List<Measurement> measured = new ArrayList<>();
		for (int place = 0; place < this.others.size(); place++) {
			Competitor competitor = this.others.get((place + number) % this.others.size());
			if (place % 2 == 0) {
				before = reference();
				settle(waiting, measured, before);
			}
			Measurement mine = competitor.measure(this.objects);
			if (place % 2 == 0) {
				pairs(competitor).add(new Pair(mine, before));
			}
			else {
				waiting.add(competitor);
				measured.add(mine);
			}
		}
		settle(waiting, measured, reference());
		List<Double> costs = this.references.subList(first, this.references.size())
			.stream()
			.map(Measurement::cpuSecondsPerGib)
			.toList();
		if (!costs.isEmpty()) {
			this.referenceByRound.add(Spread.of(costs).median());
		}
	}

	private @Nullable Measurement reference() throws IOException {
		if (this.reference == null) {
			return null;
		}
		Measurement measurement = this.reference.measure(this.objects);
		this.references.add(measurement);
		return measurement;
	}

	private void settle(List<Competitor> waiting, List<Measurement> measured, @Nullable Measurement after) {
		for (int one = 0; one < waiting.size(); one++) {
			pairs(waiting.get(one)).add(new Pair(measured.get(one), after));
		}
		waiting.clear();
		measured.clear();
	}

	private List<Pair> pairs(Competitor competitor) {
		return Objects.requireNonNull(this.pairs.get(competitor.contender()));
	}

	/** What each client took, beside the C program's run next to it. */
	Map<Contender, List<Pair>> pairs() {
		return this.pairs;
	}

	/** All runs of the C program. */
	List<Measurement> references() {
		return this.references;
	}

	/** How far the medians of the C program in each round lie apart. */
	double referenceWidth() {
		return this.referenceByRound.isEmpty() ? 0 : Spread.of(this.referenceByRound).width();
	}

	@Override
	public void close() {
		if (this.reference != null) {
			this.reference.close();
		}
		this.others.forEach(Competitor::close);
	}

	/**
	 * Two measurements directly one after the other.
	 *
	 * @param mine the client's
	 * @param reference the C program's; null if there is none
	 */
	record Pair(Measurement mine, @Nullable Measurement reference) {

		double costRatio() {
			return (this.reference != null) ? this.mine.cpuSecondsPerGib() / this.reference.cpuSecondsPerGib()
					: Double.NaN;
		}

		double bothRatio() {
			return (this.reference != null) ? this.mine.bothCpuSecondsPerGib() / this.reference.bothCpuSecondsPerGib()
					: Double.NaN;
		}

		double speedRatio() {
			return (this.reference != null) ? this.mine.gibPerSecond() / this.reference.gibPerSecond() : Double.NaN;
		}

	}

}
