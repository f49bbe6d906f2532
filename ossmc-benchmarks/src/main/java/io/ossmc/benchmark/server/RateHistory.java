package io.ossmc.benchmark.server;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import io.ossmc.emulator.OssEmulator;

/** How many bytes had been sent when: sampled every 20 ms, looked at afterwards. */
final class RateHistory implements AutoCloseable {

	private static final long STEP_MILLIS = 20;

	private static final long WINDOW_NANOS = 250_000_000;

	/** What counts as having reached the link. */
	private static final double REACHED = 0.93;

	private final List<Sample> samples = new ArrayList<>();

	private final Thread sampler;

	RateHistory(OssEmulator emulator) {
		this.sampler = Thread.ofPlatform().daemon().name("rate-history").start(() -> {
			try {
				while (true) {
					Thread.sleep(STEP_MILLIS);
					add(new Sample(System.nanoTime(), emulator.statistics().bytesSent()));
				}
			}
			catch (InterruptedException ex) {
				// The end.
			}
		});
	}

	private synchronized void add(Sample sample) {
		this.samples.add(sample);
	}

	synchronized void reset() {
		this.samples.clear();
	}

	/**
	 * When the rate over a quarter of a second was 93 % of the link for the first time.
	 * @param first nanosecond time of the first byte
	 * @param bandwidth bytes a second
	 * @return seconds after the first byte at which that quarter ended; -1 for never
	 */
	synchronized double secondsToReach(long first, long bandwidth) {
		Deque<Sample> window = new ArrayDeque<>();
		for (Sample sample : this.samples) {
			window.addLast(sample);
			while (sample.nanos - window.getFirst().nanos > WINDOW_NANOS) {
				Sample oldest = window.removeFirst();
				double rate = (sample.bytes - oldest.bytes) / ((sample.nanos - oldest.nanos) / 1e9);
				if (rate >= REACHED * bandwidth && oldest.bytes >= 0 && sample.nanos > first) {
					return (sample.nanos - first) / 1e9;
				}
			}
		}
		return -1;
	}

	@Override
	public void close() {
		this.sampler.interrupt();
	}

	private record Sample(long nanos, long bytes) {
	}

}
