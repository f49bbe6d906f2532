package io.ossmc.budget;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import io.ossmc.memory.RetainedMemory;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.junit.jupiter.api.Test;

/**
 * Whatever threads ask of the queues at the same time, who has memory afterwards is who
 * would have it if they had asked one after another: in turn, never more than the limit.
 */
class MemoryBudgetConcurrencyIT {

	@Test
	void isLinearizableUnderStress() {
		new StressOptions().iterations(20)
			.invocationsPerIteration(500)
			.threads(3)
			.actorsPerThread(3)
			.sequentialSpecification(Queues.class)
			.check(Threads.class);
	}

	/** What threads do, each with what it has asked for itself. Made by Lincheck. */
	@Param(name = "bytes", gen = IntGen.class, conf = "1:4")
	public static class Threads {

		static final long LIMIT = 4;

		private final MemoryBudget budget = new MemoryBudget(LIMIT, new RetainedMemory(() -> 0),
				new IdleEntries(Runnable::run));

		private final List<Deque<Reservation>> own = new ArrayList<>();

		public Threads() {
			for (int thread = 0; thread < 5; thread++) {
				this.own.add(new ArrayDeque<>());
			}
		}

		@Operation
		public void request(@Param(gen = ThreadIdGen.class) int thread, @Param(name = "bytes") int bytes) {
			this.own.get(thread).add(this.budget.request("demand", bytes));
		}

		@Operation
		public void prefetch(@Param(gen = ThreadIdGen.class) int thread, @Param(name = "bytes") int bytes) {
			this.own.get(thread).add(this.budget.prefetch("prefetch", bytes));
		}

		@Operation
		public void demand(@Param(gen = ThreadIdGen.class) int thread) {
			if (!this.own.get(thread).isEmpty()) {
				this.own.get(thread).getFirst().demand();
			}
		}

		@Operation
		public boolean first(@Param(gen = ThreadIdGen.class) int thread) {
			return !this.own.get(thread).isEmpty() && granted(this.own.get(thread).getFirst());
		}

		@Operation
		public void close(@Param(gen = ThreadIdGen.class) int thread) {
			if (!this.own.get(thread).isEmpty()) {
				this.own.get(thread).removeFirst().close();
			}
		}

		/** Its future completes a moment later, when the budget's lock is free. */
		private boolean granted(Reservation reservation) {
			synchronized (this.budget) {
				return reservation.state() == Reservation.State.GRANTED;
			}
		}

	}

	/** The same in a few lines, for one thread. */
	public static class Queues {

		private final List<Place> demanded = new ArrayList<>();

		private final List<Place> prefetching = new ArrayList<>();

		private final List<Deque<Place>> own = new ArrayList<>();

		private long used;

		public Queues() {
			for (int thread = 0; thread < 5; thread++) {
				this.own.add(new ArrayDeque<>());
			}
		}

		public void request(int thread, int bytes) {
			enqueue(thread, bytes, this.demanded);
		}

		public void prefetch(int thread, int bytes) {
			enqueue(thread, bytes, this.prefetching);
		}

		private void enqueue(int thread, int bytes, List<Place> queue) {
			Place place = new Place(bytes);
			this.own.get(thread).add(place);
			queue.add(place);
			proceed();
		}

		public void demand(int thread) {
			Place place = this.own.get(thread).peekFirst();
			if (place != null && this.prefetching.remove(place)) {
				this.demanded.add(place);
				proceed();
			}
		}

		public boolean first(int thread) {
			return !this.own.get(thread).isEmpty() && this.own.get(thread).getFirst().granted;
		}

		public void close(int thread) {
			Place place = this.own.get(thread).pollFirst();
			if (place != null) {
				this.used -= place.granted ? place.bytes : 0;
				this.demanded.remove(place);
				this.prefetching.remove(place);
				proceed();
			}
		}

		private void proceed() {
			grant(this.demanded);
			if (this.demanded.isEmpty()) {
				grant(this.prefetching);
			}
		}

		private void grant(List<Place> queue) {
			while (!queue.isEmpty() && this.used + queue.getFirst().bytes <= Threads.LIMIT) {
				Place next = queue.removeFirst();
				next.granted = true;
				this.used += next.bytes;
			}
		}

	}

	/** What somebody asked for. */
	private static final class Place {

		private final int bytes;

		private boolean granted;

		Place(int bytes) {
			this.bytes = bytes;
		}

	}

}
