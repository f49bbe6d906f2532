package io.ossmc.memory;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.junit.jupiter.api.Test;

/**
 * Whatever threads do with one count at the same time, each of them hears what it would
 * if they had done it one after another; so exactly one hears that it has to free the
 * memory.
 */
class UsesConcurrencyIT {

	@Test
	void isLinearizableInTheInterleavingsOfAModelChecker() {
		new ModelCheckingOptions().iterations(15)
			.invocationsPerIteration(500)
			.threads(3)
			.actorsPerThread(3)
			.check(Threads.class);
	}

	@Test
	void isLinearizableUnderStress() {
		new StressOptions().iterations(15)
			.invocationsPerIteration(1000)
			.threads(3)
			.actorsPerThread(4)
			.check(Threads.class);
	}

	/** What threads do; each leaves only what it has entered. Made by Lincheck. */
	public static class Threads {

		private final Uses uses = new Uses();

		private final int[] leases = new int[5];

		private final int[] writers = new int[5];

		@Operation
		public boolean lease(@Param(gen = ThreadIdGen.class) int thread) {
			boolean in = this.uses.enterLease();
			this.leases[thread] += in ? 1 : 0;
			return in;
		}

		@Operation
		public String endLease(@Param(gen = ThreadIdGen.class) int thread) {
			if (this.leases[thread] == 0) {
				return "has none";
			}
			this.leases[thread]--;
			return this.uses.leaveLease() ? "frees" : "left";
		}

		@Operation
		public boolean write(@Param(gen = ThreadIdGen.class) int thread) {
			boolean in = this.uses.enterWriter();
			this.writers[thread] += in ? 1 : 0;
			return in;
		}

		@Operation
		public String endWrite(@Param(gen = ThreadIdGen.class) int thread) {
			if (this.writers[thread] == 0) {
				return "has none";
			}
			this.writers[thread]--;
			return this.uses.leaveWriter() ? "frees" : "left";
		}

		@Operation
		public boolean seal() {
			return this.uses.seal();
		}

		@Operation
		public String close() {
			return this.uses.close() ? "frees" : "closed";
		}

		@Operation
		public int leases() {
			return this.uses.leases();
		}

		@Operation
		public boolean closed() {
			return this.uses.closed();
		}

	}

}
