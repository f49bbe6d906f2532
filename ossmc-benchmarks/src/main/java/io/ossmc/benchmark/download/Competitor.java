package io.ossmc.benchmark.download;

import java.io.IOException;

import io.ossmc.benchmark.client.Contender;
import io.ossmc.benchmark.process.Child;

/**
 * A client at work in its process, which lives through all rounds so that it is warm.
 *
 * @param contender which client
 * @param child its process
 */
record Competitor(Contender contender, Child child) implements AutoCloseable {

	/**
	 * Fetches.
	 * @param objects how many
	 * @return what that took
	 * @throws IOException if it fails or delivers wrong bytes
	 */
	Measurement measure(int objects) throws IOException {
		return Measurement.parse(this.child.ask("run " + objects));
	}

	@Override
	public void close() {
		this.child.close();
	}

}
