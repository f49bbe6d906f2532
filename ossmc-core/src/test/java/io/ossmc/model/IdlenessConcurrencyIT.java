package io.ossmc.model;

import io.ossmc.cache.IdleEntries;
import io.ossmc.cache.IdleEntry;
import io.ossmc.cache.Pressure;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.junit.jupiter.api.Test;

/**
 * Users who come and go, the need for room and whoever unloads a version by hand: one of
 * them wins, and all hear the same of it.
 */
class IdlenessConcurrencyIT {

	@Test
	void isLinearizableUnderStress() {
		new StressOptions().iterations(20)
			.invocationsPerIteration(500)
			.threads(3)
			.actorsPerThread(3)
			.sequentialSpecification(Count.class)
			.check(Threads.class);
	}

	/** What threads do with a version that is idle at first. Made by Lincheck. */
	public static class Threads {

		private final IdleEntries idle = new IdleEntries(Runnable::run);

		private final Idleness idleness = new Idleness("model", new NoMemory(), this.idle, () -> null, (_) -> {
		});

		private final int[] in = new int[5];

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

		private int users;

		private boolean ended;

		public boolean enter(int thread) {
			if (this.ended) {
				return false;
			}
			this.in[thread]++;
			this.users++;
			return true;
		}

		public void leave(int thread) {
			if (this.in[thread] > 0) {
				this.in[thread]--;
				this.users--;
			}
		}

		public boolean roomIsNeeded() {
			boolean idle = !this.ended && this.users == 0;
			this.ended |= idle;
			return idle;
		}

		public boolean unload() {
			this.ended |= this.users == 0;
			return this.ended;
		}

	}

}
