package io.ossmc.benchmark;

import io.ossmc.benchmark.report.Report;

/** One question about speed, and how it is answered. */
public interface Benchmark {

	/**
	 * What it is called on the command line and in the JSON.
	 * @return a word
	 */
	String name();

	/**
	 * The options it understands, with a line on each.
	 * @return for {@code --help}, empty if it has none
	 */
	String usage();

	/**
	 * Answers it.
	 * @param options of the command line
	 * @return the figures
	 * @throws Exception if something needed is missing or a client delivers wrong bytes
	 */
	Report run(Options options) throws Exception;

}
