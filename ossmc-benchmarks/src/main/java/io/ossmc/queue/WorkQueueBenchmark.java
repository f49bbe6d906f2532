package io.ossmc.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.ossmc.pace.Standing;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The bookkeeping of parts: taking one of many and putting it back, and a reader's demand
 * for one in the middle. In the queue's own package because it is nobody's business
 * elsewhere. Microseconds, to be held against the 2 ms that 8 MiB take at 4 GB/s.
 */
@NullUnmarked
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class WorkQueueBenchmark {

	/** Parts that wait; 17 000 are 136 GiB. */
	@Param({ "100", "17000" })
	public int parts;

	private WorkQueue queue;

	private List<Work> all;

	/** Fills the queue. */
	@Setup
	public void fill() {
		this.queue = new WorkQueue(System::nanoTime, () -> true);
		this.all = new ArrayList<>();
		Group group = new Group();
		Standing object = new Standing();
		for (int number = 0; number < this.parts; number++) {
			this.all.add(new Piece(group, object));
		}
		this.queue.add(this.all);
	}

	/**
	 * Takes the next part and puts it back.
	 * @return the part
	 * @throws InterruptedException never
	 */
	@Benchmark
	public Object takeAndPutBack() throws InterruptedException {
		Work part = this.queue.take(1, TimeUnit.SECONDS);
		this.queue.putBack(part);
		return part;
	}

	/** Demands a part that was demanded before or not, as readers do again and again. */
	@Benchmark
	public void demand() {
		this.queue.demand(List.of(this.all.get(this.parts / 2)));
	}

	/** As much of a part as the queue sees. */
	private static final class Piece extends Work {

		private final Group group;

		private final Standing object;

		Piece(Group group, Standing object) {
			this.group = group;
			this.object = object;
		}

		@Override
		public Group group() {
			return this.group;
		}

		@Override
		public Standing standing() {
			return this.object;
		}

	}

}
