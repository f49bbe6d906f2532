package io.ossmc.object;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.junit.jupiter.api.Test;

/**
 * Readers who come and go, the need for room, the verdict and whoever closes the object:
 * each hears what he would if all had done it one after another; so a stay is ended once,
 * and never for want of room while somebody is in it or a verdict is owed.
 */
class ReadersConcurrencyIT {

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

		private final Readers readers = new Readers();

		private final int[] in = new int[5];

		@Operation
		public boolean enter(@Param(gen = ThreadIdGen.class) int thread) {
			boolean entered = this.readers.enter();
			this.in[thread] += entered ? 1 : 0;
			return entered;
		}

		@Operation
		public String leave(@Param(gen = ThreadIdGen.class) int thread) {
			if (this.in[thread] == 0) {
				return "is not in";
			}
			this.in[thread]--;
			return this.readers.leave() ? "last" : "left";
		}

		@Operation
		public String see(@Param(gen = ThreadIdGen.class) int thread) {
			if (this.in[thread] == 0) {
				return "is not in";
			}
			return this.readers.see() ? "sees" : "lost";
		}

		@Operation
		public void judged() {
			this.readers.judged();
		}

		@Operation
		public boolean roomIsNeeded() {
			return this.readers.endUnlessNeeded();
		}

		@Operation
		public boolean end() {
			return this.readers.end();
		}

		@Operation
		public boolean oweVerdict() {
			return this.readers.oweVerdict();
		}

	}

}
