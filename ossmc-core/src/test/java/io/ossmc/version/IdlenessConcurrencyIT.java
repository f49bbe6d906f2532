package io.ossmc.version;

import java.util.stream.IntStream;

import io.ossmc.budget.IdleEntries;
import io.ossmc.budget.IdleEntry;
import io.ossmc.budget.Pressure;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.junit.jupiter.api.Test;

/**
 * Uses and leases that come and go, the need for room, whoever unloads a version by hand
 * and the model that lets go of it: one of them wins, all hear the same of it, and one
 * hears that he has to free the memory.
 */
class IdlenessConcurrencyIT {

	@Test
	void isLinearizableUnderStress() {
		new StressOptions().iterations(20)
			.invocationsPerIteration(500)
			.threads(3)
			.actorsPerThread(4)
			.sequentialSpecification(Count.class)
			.check(Threads.class);
	}

	/** What threads do with a version that is idle at first. Made by Lincheck. */
	public static class Threads {

		private final IdleEntries idle = new IdleEntries(Runnable::run);

		private final Idleness idleness = new Idleness("model", new NoMemory(), this.idle, () -> null, (_) -> {
		});

		private final int[] in = new int[5];

		private final int[] leases = new int[5];

		public Threads() {
			this.idleness.leave();
		}

		@Operation
		public boolean enter(@Param(gen = ThreadIdGen.class) int thread) {
			boolean entered = this.idleness.enter();
			this.in[thread] += entered ? 1 : 0;
			return entered;
		}

		@Operation
		public void leave(@Param(gen = ThreadIdGen.class) int thread) {
			if (this.in[thread] > 0) {
				this.in[thread]--;
				this.idleness.leave();
			}
		}

		@Operation
		public boolean lease(@Param(gen = ThreadIdGen.class) int thread) {
			boolean leased = this.idleness.enterLease();
			this.leases[thread] += leased ? 1 : 0;
			return leased;
		}

		@Operation
		public boolean closeLease(@Param(gen = ThreadIdGen.class) int thread) {
			if (this.leases[thread] == 0) {
				return false;
			}
			this.leases[thread]--;
			this.idleness.leave();
			return this.idleness.leaveLease();
		}

		@Operation
		public boolean letGo() {
			return this.idleness.letGo();
		}

		@Operation
		public boolean roomIsNeeded() {
			return Pressure.on(this.idle);
		}

		@Operation
		public boolean unload() {
			return this.idleness.endUnlessUsed(0);
		}

	}

	/** Nothing that could come back. */
	private static final class NoMemory implements Idleness.Memory {

		@Override
		public long freeable() {
			return 1;
		}

		@Override
		public void parts(IdleEntry.Parts parts) {
		}

		@Override
		public boolean heldElsewhere() {
			return false;
		}

		@Override
		public void returns() {
		}

	}

	/** The same in a few lines, for one thread. */
	public static class Count {

		private final int[] in = new int[5];

		private final int[] leases = new int[5];

		private boolean ended;

		private boolean letGo;

		private boolean freed;

		public boolean enter(int thread) {
			this.in[thread] += this.ended ? 0 : 1;
			return !this.ended;
		}

		public void leave(int thread) {
			this.in[thread] -= (this.in[thread] > 0) ? 1 : 0;
		}

		public boolean lease(int thread) {
			this.leases[thread] += this.ended ? 0 : 1;
			return !this.ended;
		}

		public boolean closeLease(int thread) {
			boolean closed = this.leases[thread] > 0;
			this.leases[thread] -= closed ? 1 : 0;
			return closed && frees();
		}

		public boolean letGo() {
			this.ended = true;
			this.letGo = true;
			return frees();
		}

		public boolean roomIsNeeded() {
			boolean idle = !this.ended && unused();
			this.ended |= idle;
			return idle;
		}

		public boolean unload() {
			boolean alone = unused();
			this.ended |= alone;
			return alone;
		}

		private boolean unused() {
			return sum(this.in) + sum(this.leases) == 0;
		}

		private boolean frees() {
			boolean now = this.letGo && !this.freed && sum(this.leases) == 0;
			this.freed |= now;
			return now;
		}

		private static int sum(int[] counts) {
			return IntStream.of(counts).sum();
		}

	}

}
