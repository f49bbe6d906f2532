package io.ossmc.cache;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Scheduler;
import com.github.benmanes.caffeine.cache.Ticker;
import io.ossmc.spi.OssModelListener.EvictionCause;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The entries nobody uses. Each expires by its own time, which Caffeine keeps; when room
 * is needed they go one by one in an order of ours: those that were never used first,
 * then those that have been idle for longest, and within that order those that another
 * process holds last. Thread-safe.
 * <p>
 * Whoever removes an entry from Caffeine's map owns it: {@link #take} for who uses it
 * again, the expiry and the need for room for who gives it up. So exactly one of them
 * wins.
 */
public final class IdleEntries implements AutoCloseable {

	private static final Logger log = LoggerFactory.getLogger(IdleEntries.class);

	private final Executor threads;

	private final Ticker ticker;

	private final Scheduler scheduler;

	private final Cache<IdleEntry, Place> cache;

	/** Also holds those that Caffeine has let expire but not yet told us of. */
	private final Map<IdleEntry, Place> places = new ConcurrentHashMap<>();

	private final AtomicLong sequence = new AtomicLong();

	private final Returning returning;

	private volatile Runnable changed = () -> {
	};

	/**
	 * Creates an empty collection that follows the system's time.
	 * @param threads run what gives entries up
	 */
	public IdleEntries(Executor threads) {
		this(threads, Ticker.systemTicker(), Scheduler.systemScheduler());
	}

	IdleEntries(Executor threads, Ticker ticker, Scheduler scheduler) {
		this.threads = threads;
		this.ticker = ticker;
		this.scheduler = scheduler;
		this.returning = new Returning(ticker);
		this.cache = Caffeine.newBuilder()
			.expireAfter(new OwnTime())
			.ticker(ticker)
			.scheduler(scheduler)
			.executor(this::execute)
			.removalListener(this::removed)
			.build();
	}

	/**
	 * Adds an entry that becomes idle now; its time begins. One that is idle already
	 * begins again, unless it is just being given up.
	 * @param entry what nobody uses
	 */
	public void add(IdleEntry entry) {
		if (this.places.containsKey(entry) && !take(entry)) {
			return;
		}
		Place place = new Place(this.ticker.read(), this.sequence.getAndIncrement());
		this.places.put(entry, place);
		this.cache.put(entry, place);
		this.changed.run();
	}

	/**
	 * Takes an entry out, for use.
	 * @param entry what somebody wants
	 * @return true if it is in use again and will not be given up; false if it is being
	 * given up, or never was idle
	 */
	public boolean take(IdleEntry entry) {
		Place place = this.cache.asMap().remove(entry);
		if (place == null) {
			return false;
		}
		this.places.remove(entry, place);
		return true;
	}

	private boolean take(IdleEntry entry, Place place) {
		boolean ours = this.cache.asMap().remove(entry, place);
		if (ours) {
			this.places.remove(entry, place);
		}
		return ours;
	}

	/**
	 * Says that an entry that refused to be {@linkplain IdleEntry#claim claimed} would
	 * not do so any more. Cheap when nobody waits.
	 */
	public void left() {
		this.changed.run();
	}

	/**
	 * How many are idle.
	 * @return entries at this moment
	 */
	public int size() {
		return this.places.size();
	}

	/**
	 * What would come back if all were given up now.
	 * @return bytes, without entries that another process holds
	 */
	long bytes() {
		return this.places.keySet()
			.stream()
			.filter((entry) -> !entry.heldElsewhere())
			.mapToLong(IdleEntry::bytes)
			.sum();
	}

	/**
	 * Gives up the one that is the first to go.
	 * @return false if there is none
	 */
	boolean giveUpOne() {
		List<Candidate> candidates = this.places.entrySet()
			.stream()
			.map((known) -> Candidate.of(known.getKey(), known.getValue()))
			.sorted()
			.toList();
		return giveUpFirst(candidates, false) || giveUpFirst(candidates, true);
	}

	private boolean giveUpFirst(List<Candidate> candidates, boolean held) {
		for (Candidate candidate : candidates) {
			IdleEntry entry = candidate.entry();
			if (entry.heldElsewhere() == held && entry.claim() && take(entry, candidate.place())) {
				giveUp(entry, EvictionCause.CAPACITY);
				return true;
			}
		}
		return false;
	}

	private void removed(@Nullable IdleEntry entry, @Nullable Place place, RemovalCause cause) {
		if (cause == RemovalCause.EXPIRED && entry != null && place != null) {
			this.places.remove(entry, place);
			giveUp(entry, EvictionCause.EXPIRED);
		}
	}

	private void giveUp(IdleEntry entry, EvictionCause cause) {
		this.returning.add(entry.bytes());
		this.scheduler.schedule(this::execute, this.changed, Returning.PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
		execute(() -> {
			try {
				entry.giveUp(cause);
			}
			catch (RuntimeException | Error ex) {
				log.error("{} could not be given up", entry.name(), ex);
			}
		});
	}

	/** After the connector's end, what is left to do is done by who asks for it. */
	void execute(Runnable task) {
		try {
			this.threads.execute(task);
		}
		catch (RejectedExecutionException _) {
			task.run();
		}
	}

	/** What has been given up and is not free yet. */
	Returning returning() {
		return this.returning;
	}

	/**
	 * Sets who is told of new entries, and of given up ones that are not waited for any
	 * longer.
	 * @param listener must be quick
	 */
	void onChange(Runnable listener) {
		this.changed = listener;
	}

	/** Looks for expired entries now, for tests whose time does not pass by itself. */
	void expire() {
		this.cache.cleanUp();
	}

	/** Forgets all entries; who owns them gives them up. */
	@Override
	public void close() {
		this.cache.invalidateAll();
		this.places.clear();
	}

	/** When it became idle; tells one stay among the idle ones from the next. */
	private record Place(long since, long number) {
	}

	/** One that might go; who goes first is the smallest. */
	private record Candidate(IdleEntry entry, Place place, boolean used, long since) implements Comparable<Candidate> {

		private static final Comparator<Candidate> ORDER = Comparator.comparing(Candidate::used)
			.thenComparingLong(Candidate::since)
			.thenComparingLong((candidate) -> candidate.place().number());

		static Candidate of(IdleEntry entry, Place place) {
			return new Candidate(entry, place, !entry.unused(), Math.max(place.since(), entry.lastUsed()));
		}

		@Override
		public int compareTo(Candidate other) {
			return ORDER.compare(this, other);
		}

	}

	/** Each entry's own time, from when it was added. */
	private static final class OwnTime implements Expiry<IdleEntry, Place> {

		private static final long NEVER = Long.MAX_VALUE;

		private static final Duration LONGEST = Duration.ofNanos(NEVER);

		@Override
		public long expireAfterCreate(IdleEntry entry, Place place, long now) {
			Duration time = entry.expireAfterAccess();
			return (time == null || time.compareTo(LONGEST) >= 0) ? NEVER : time.toNanos();
		}

		@Override
		public long expireAfterUpdate(IdleEntry entry, Place place, long now, long left) {
			return expireAfterCreate(entry, place, now);
		}

		@Override
		public long expireAfterRead(IdleEntry entry, Place place, long now, long left) {
			return left;
		}

	}

}
