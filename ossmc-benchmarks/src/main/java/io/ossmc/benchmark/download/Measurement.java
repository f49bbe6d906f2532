package io.ossmc.benchmark.download;

import java.util.List;

import io.ossmc.benchmark.ByteSize;
import io.ossmc.benchmark.process.JavaProgram;

/**
 * What one client took for one row in one round.
 *
 * @param cpuNanos processor time of its process
 * @param wallNanos time
 * @param bytes what it fetched
 * @param serverNanos processor time of the server meanwhile
 */
record Measurement(long cpuNanos, long wallNanos, long bytes, long serverNanos) {

	/** From the answer of a client's process. */
	static Measurement parse(String answer, long serverNanos) {
		List<String> words = JavaProgram.words(answer);
		return new Measurement(Long.parseLong(words.get(0)), Long.parseLong(words.get(1)), Long.parseLong(words.get(2)),
				serverNanos);
	}

	double cpuSecondsPerGib() {
		return this.cpuNanos / 1e9 / gib();
	}

	/**
	 * What both ends took. Over loopback the kernel sends in whichever process makes
	 * room, so that the same work is the server's with one client and the client's with
	 * another.
	 */
	double bothCpuSecondsPerGib() {
		return (this.cpuNanos + this.serverNanos) / 1e9 / gib();
	}

	double gibPerSecond() {
		return gib() / (this.wallNanos / 1e9);
	}

	private double gib() {
		return (double) this.bytes / ByteSize.GIB;
	}

}
