package io.ossmc.budget;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
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
 * Being in here decides nothing: an entry is found here by who needs room and by the
 * clock, and {@link IdleEntry#claim} is the one step that says whether it goes. What is
 * found and refuses is in use; its user adds it again when he leaves.
 */
public final class IdleEntries implements AutoCloseable {

	private static final Logger log = LoggerFactory.getLogger("io.ossmc.cache");

	private static final Duration PAUSE = Duration.ofMillis(100);

	private final Executor threads;

	private final Ticker ticker;

	private final Scheduler scheduler;

	private final Cache<IdleEntry, Place> cache;

	/** Also holds those that Caffeine has let expire but not yet told us of. */
	private final Map<IdleEntry, Place> places = new ConcurrentHashMap<>();

	private final AtomicLong sequence = new AtomicLong();

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
		this.cache = Caffeine.newBuilder()
			.expireAfter(new OwnTime())
			.ticker(ticker)
			.scheduler(scheduler)
			.executor(this::execute)
			.removalListener(this::removed)
			.build();
	}

	/**
	 * Adds an entry that becomes idle now; its time begins, or begins again. Whoever adds
	 * an entry that may be claimed or ended by others at the same time looks afterwards
	 * whether it was, and takes it out.
	 * @param entry what nobody uses
	 */
	public void add(IdleEntry entry) {
		Place place = new Place(this.ticker.read(), this.sequence.getAndIncrement());
		this.places.put(entry, place);
		this.cache.put(entry, place);
		this.changed.run();
	}

	/**
	 * Takes an entry out, because it is used or gone.
	 * @param entry which
	 * @return whether it was in
	 */
	public boolean take(IdleEntry entry) {
		boolean in = this.places.remove(entry) != null;
		this.cache.asMap().remove(entry);
		return in;
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
		Map<Object, Integer> owners = new HashMap<>();
		AtomicLong sum = new AtomicLong();
		this.places.keySet()
			.stream()
			.filter((entry) -> !entry.heldElsewhere())
			.forEach((entry) -> entry.parts((part, bytes, all) -> {
				if (owners.merge(part, 1, Integer::sum) == all) {
					sum.addAndGet(bytes);
				}
			}));
		return sum.get();
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
			if (goes(entry, held)) {
				take(entry);
				giveUp(entry, EvictionCause.CAPACITY);
				return true;
			}
		}
		return false;
	}

	/** One that cannot say must not keep the others from going. */
	private static boolean goes(IdleEntry entry, boolean held) {
		try {
			return entry.heldElsewhere() == held && entry.claim();
		}
		catch (RuntimeException | Error ex) {
			log.error("{} cannot be asked whether it may go", entry.name(), ex);
			return false;
		}
	}

	private void removed(@Nullable IdleEntry entry, @Nullable Place place, RemovalCause cause) {
		// One that was added again since then has a place of its own.
		if (cause == RemovalCause.EXPIRED && entry != null && place != null && this.places.remove(entry, place)
				&& entry.claim()) {
			giveUp(entry, EvictionCause.EXPIRED);
		}
	}

	private void giveUp(IdleEntry entry, EvictionCause cause) {
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

	/**
	 * Runs what frees memory. After the connector's end it is done by who asks for it; if
	 * there is no thread to be had now, in a moment.
	 */
	void execute(Runnable task) {
		try {
			this.threads.execute(task);
		}
		catch (RejectedExecutionException _) {
			task.run();
		}
		catch (RuntimeException | Error ex) {
			log.warn("No thread to give memory up on; it is tried again in {}", PAUSE, ex);
			this.scheduler.schedule(this::execute, task, PAUSE.toNanos(), TimeUnit.NANOSECONDS);
		}
	}

	/** The clock of all that concerns memory. */
	Ticker ticker() {
		return this.ticker;
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

	/** When it became idle; tells one time among the idle ones from the next. */
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
