package io.ossmc.benchmark.download;

import java.io.IOException;

import io.ossmc.benchmark.client.Contender;
import io.ossmc.benchmark.machine.ProcessorTime;
import io.ossmc.benchmark.process.Child;
import io.ossmc.benchmark.server.Server;

/**
 * A client at work in its process, which lives through all rounds so that it is warm.
 *
 * @param contender which client
 * @param child its process
 * @param server where it fetches from
 */
record Competitor(Contender contender, Child child, Server server) implements AutoCloseable {

	/**
	 * Fetches.
	 * @param objects how many
	 * @return what that took
	 * @throws IOException if it fails or delivers wrong bytes
	 */
	Measurement measure(int objects) throws IOException {
		long before = ProcessorTime.nanosOf(this.server.process());
		String answer = this.child.ask("run " + objects);
		return Measurement.parse(answer, ProcessorTime.nanosOf(this.server.process()) - before);
	}

	@Override
	public void close() {
		this.child.close();
	}

}
