package io.ossmc.pace;

import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Knows how fast the connections of the moment are, and which of them is not worth
 * waiting for: one that for a second, or for a third of a second when others have nothing
 * left to do, has been slower than a quarter of the median. Its part goes on elsewhere
 * from its first missing byte, so that no byte is asked for twice but what was on the
 * wire. Thread-safe.
 */
public final class Pace {

	/** Fewer say nothing about what is usual. */
	private static final int ENOUGH = 4;

	private static final int SLOW = 4;

	private static final long PATIENCE = TimeUnit.SECONDS.toNanos(1);

	private static final long PATIENCE_AT_THE_END = TimeUnit.MILLISECONDS.toNanos(300);

	/**
	 * A request younger than this has no rate yet; one that ended longer ago has none any
	 * more.
	 */
	private static final long YOUNG = TimeUnit.MILLISECONDS.toNanos(200);

	private static final long OLD = TimeUnit.SECONDS.toNanos(2);

	/** Of smaller requests the rate is mostly the time to the first byte. */
	private static final long LEAST = 1 << 20;

	/** As many of those that are over are asked: on a fast link thousands are. */
	private static final int REMEMBERED = 64;

	private final Set<Run> underWay = ConcurrentHashMap.newKeySet();

	private final AtomicReferenceArray<@Nullable Run> over = new AtomicReferenceArray<>(REMEMBERED);

	private final AtomicInteger ends = new AtomicInteger();

	/** A request begins. */
	public Run begin(long now) {
		Run run = new Run(now);
		this.underWay.add(run);
		return run;
	}

	private void remember(Run run) {
		this.over.set(Math.floorMod(this.ends.getAndIncrement(), REMEMBERED), run);
	}

	/** Bytes per second that half of the others exceed; 0 if there are too few to say. */
	private double usual(Run asking, long now) {
		Stream<Run> ended = IntStream.range(0, REMEMBERED).mapToObj(this.over::get).filter(Objects::nonNull);
		double[] rates = Stream.concat(this.underWay.stream(), ended)
			.filter((run) -> run != asking && run.tells(now))
			.mapToDouble((run) -> run.rate(now))
			.toArray();
		if (rates.length < ENOUGH) {
			return 0;
		}
		Arrays.sort(rates);
		return rates[rates.length / 2];
	}

	/**
	 * One request, under way or just over. {@link #received} and the ends are for the
	 * thread that runs it.
	 */
	public final class Run {

		private final long startedAt;

		private long judgedAt;

		private volatile long bytes;

		private volatile long endedAt;

		private volatile boolean ended;

		private Run(long startedAt) {
			this.startedAt = startedAt;
			this.judgedAt = startedAt;
		}

		/**
		 * Bytes came.
		 * @param all how many so far
		 * @param left how many are still to come
		 * @param now nanosecond time
		 * @param atTheEnd whether other connections have nothing to do
		 * @return whether to go on; false if this connection is too slow
		 */
		public boolean received(long all, long left, long now, boolean atTheEnd) {
			this.bytes = all;
			long patience = atTheEnd ? PATIENCE_AT_THE_END : PATIENCE;
			if (now - this.startedAt < patience || now - this.judgedAt < YOUNG) {
				return true;
			}
			this.judgedAt = now;
			double rate = rate(now);
			// What will be over soon is not worth a new connection.
			return left / rate * 1e9 < 2 * patience || rate * SLOW >= usual(this, now);
		}

		/** The request brought all it was asked for. */
		public void succeeded(long now) {
			this.endedAt = now;
			this.ended = true;
			Pace.this.underWay.remove(this);
			if (this.bytes >= LEAST) {
				remember(this);
			}
		}

		/** The request came to nothing. */
		public void failed() {
			Pace.this.underWay.remove(this);
		}

		private boolean tells(long now) {
			return this.ended ? now - this.endedAt <= OLD : now - this.startedAt >= YOUNG;
		}

		/** Bytes per second, at least one. */
		private double rate(long now) {
			long until = this.ended ? this.endedAt : now;
			return Math.max(1, this.bytes * 1e9 / Math.max(1, until - this.startedAt));
		}

	}

}
