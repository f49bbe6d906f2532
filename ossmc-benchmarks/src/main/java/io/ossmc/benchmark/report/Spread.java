package io.ossmc.benchmark.report;

import java.util.Collection;

/**
 * What several measurements of one thing say: the one in the middle, and how far they lie
 * apart.
 *
 * @param median the one in the middle; the mean of two if their number is even
 * @param least the smallest
 * @param most the largest
 */
public record Spread(double median, double least, double most) {

	/**
	 * Sums up measurements.
	 * @param measurements at least one
	 * @return their spread
	 */
	public static Spread of(Collection<Double> measurements) {
		double[] sorted = measurements.stream().mapToDouble(Double::doubleValue).sorted().toArray();
		if (sorted.length == 0) {
			throw new IllegalArgumentException("Nothing was measured.");
		}
		int middle = sorted.length / 2;
		double median = (sorted.length % 2 == 1) ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
		return new Spread(median, sorted[0], sorted[sorted.length - 1]);
	}

	/**
	 * How far apart they lie.
	 * @return the distance of the largest from the smallest as a share of the median
	 */
	public double width() {
		return (this.most - this.least) / this.median;
	}

}
