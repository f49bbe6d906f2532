package io.ossmc.budget;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import io.ossmc.OssModelCapacityException;
import io.ossmc.memory.RetainedMemory;
import io.ossmc.spi.OssModelListener.EvictionCause;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Budget and idle entries against plain lists, over random sequences of everything that
 * can happen to them. After each step the rules of the package description hold.
 */
class EvictionPropertyTests {

	private static final long LIMIT = 100;

	@Property(tries = 3000)
	void theRulesHoldWhateverHappens(@ForAll("steps") List<Step> steps) {
		World world = new World();
		for (Step step : steps) {
			world.take(step);
			world.check();
		}
		world.end();
	}

	@Provide
	Arbitrary<List<Step>> steps() {
		return Combinators
			.combine(Arbitraries.of(What.class), Arbitraries.longs().between(0, LIMIT),
					Arbitraries.integers().between(0, 1000))
			.as(Step::new)
			.list()
			.ofMinSize(5)
			.ofMaxSize(80);
	}

	enum What {

		REQUEST, REQUEST_NOW, PREFETCH, DEMAND, SPLIT, CLOSE, IDLE, IDLE_AGAIN, BUSY, TAKE, COME_BACK, LINGER, TIME

	}

	/** What happens, how much of it, and to whom. */
	record Step(What what, long amount, int choice) {
	}

	/** The budget, and what it should be. */
	private static final class World {

		private final FakeTime time = new FakeTime();

		private final IdleEntries idle = new IdleEntries(Runnable::run, this.time, this.time);

		private final MemoryBudget budget = new MemoryBudget(LIMIT, new RetainedMemory(System::nanoTime), this.idle);

		/** Waiting, in the order of their turns. */
		private final List<Reservation> demanded = new ArrayList<>();

		private final List<Reservation> prefetching = new ArrayList<>();

		private final List<Reservation> now = new ArrayList<>();

		/** Granted. */
		private final List<Reservation> used = new ArrayList<>();

		private final List<Entry> idlers = new ArrayList<>();

		/** Given up, but not back. */
		private final List<Reservation> leaving = new ArrayList<>();

		private final List<AssertionError> failures = new ArrayList<>();

		/** Entries may expire between the decision that one has to go and its going. */
		private boolean passing;

		/** By a request that has not returned yet. */
		private long asking;

		private int turn;

		void take(Step step) {
			switch (step.what()) {
				case REQUEST -> request(step.amount());
				case REQUEST_NOW -> requestNow(step.amount());
				case PREFETCH -> this.prefetching.add(this.budget.prefetch("prefetch", step.amount()));
				case DEMAND -> demand(pick(this.prefetching, step));
				case SPLIT -> split(pick(this.used, step), step.amount());
				case CLOSE -> close(step);
				case IDLE -> idle(pick(this.used, step), step);
				case IDLE_AGAIN -> again(pick(this.idlers, step));
				case BUSY -> busy(pick(this.idlers, step));
				case TAKE -> takeBack(pick(this.idlers, step));
				case COME_BACK -> comeBack(pick(this.leaving, step));
				case LINGER -> linger(pick(this.leaving, step));
				case TIME -> pass(step.choice() % 4 + 1);
			}
		}

		private static <T> @Nullable T pick(List<T> all, Step step) {
			return all.isEmpty() ? null : all.get(step.choice() % all.size());
		}

		private void request(long bytes) {
			this.asking = bytes;
			this.demanded.add(this.budget.request("demand", bytes));
		}

		private void requestNow(long bytes) {
			this.asking = bytes;
			long wanted = this.demanded.stream().mapToLong(Reservation::bytes).sum();
			long could = this.idlers.stream().filter((entry) -> !entry.held).mapToLong(Entry::bytes).sum();
			boolean fits = bytes + wanted <= LIMIT - held() + this.budget.returning() + could;
			try {
				Reservation reservation = this.budget.requestNow("now", bytes);
				assertThat(fits).isTrue();
				this.demanded.add(reservation);
				this.now.add(reservation);
			}
			catch (OssModelCapacityException _) {
				assertThat(fits).isFalse();
			}
		}

		private void demand(@Nullable Reservation reservation) {
			if (reservation != null) {
				this.prefetching.remove(reservation);
				this.demanded.add(reservation);
				reservation.demand();
			}
		}

		private void split(@Nullable Reservation reservation, long bytes) {
			if (reservation != null) {
				long part = bytes % (reservation.bytes() + 1);
				this.used.add(reservation.split(part));
			}
		}

		private void close(Step step) {
			List<List<Reservation>> lists = List.of(this.used, this.demanded, this.prefetching);
			List<Reservation> list = lists.get(step.choice() % 3);
			Reservation reservation = pick(list, step);
			if (reservation != null) {
				list.remove(reservation);
				reservation.close();
				reservation.close();
			}
		}

		private void idle(@Nullable Reservation reservation, Step step) {
			if (reservation != null) {
				this.used.remove(reservation);
				int seconds = step.choice() % 7;
				Entry entry = new Entry(reservation, this.turn++,
						(seconds > 3) ? null : Duration.ofSeconds(10L * seconds + 5), step.choice() % 3 == 0,
						step.choice() % 5 == 0, step.choice() % 2 == 0);
				this.idlers.add(entry);
				entry.since = this.time.read();
				this.idle.add(entry);
			}
		}

		private void again(@Nullable Entry entry) {
			if (entry != null) {
				entry.since = this.time.read();
				entry.turn = this.turn++;
				this.idle.add(entry);
			}
		}

		private void busy(@Nullable Entry entry) {
			// One that has a time is taken out while it is used.
			if (entry != null && entry.time == null) {
				entry.busy ^= true;
				this.idle.left();
			}
		}

		private void takeBack(@Nullable Entry entry) {
			if (entry != null) {
				assertThat(this.idle.take(entry)).isTrue();
				assertThat(this.idle.take(entry)).isFalse();
				this.idlers.remove(entry);
				this.used.add(entry.reservation);
			}
		}

		private void comeBack(@Nullable Reservation reservation) {
			if (reservation != null) {
				this.leaving.remove(reservation);
				reservation.close();
			}
		}

		private static void linger(@Nullable Reservation reservation) {
			if (reservation != null) {
				reservation.lingers();
				reservation.lingers();
			}
		}

		private void pass(int tens) {
			this.passing = true;
			this.time.pass(Duration.ofSeconds(10L * tens));
			this.idle.expire();
			this.passing = false;
			assertThat(this.idlers).as("whose time is over").noneMatch((entry) -> entry.expired(this.time.read()));
		}

		private long held() {
			return sum(this.used) + sum(this.leaving) + this.idlers.stream().mapToLong(Entry::bytes).sum()
					+ this.demanded.stream().filter(World::granted).mapToLong(Reservation::bytes).sum()
					+ this.prefetching.stream().filter(World::granted).mapToLong(Reservation::bytes).sum();
		}

		private static long sum(List<Reservation> all) {
			return all.stream().mapToLong(Reservation::bytes).sum();
		}

		private static boolean granted(Reservation reservation) {
			return reservation.admitted().isDone() && !reservation.admitted().isCompletedExceptionally();
		}

		void check() {
			assertThat(this.failures).isEmpty();
			this.demanded.removeIf((reservation) -> this.now.contains(reservation)
					&& reservation.admitted().isCompletedExceptionally());
			boolean prefetched = move(this.prefetching);
			move(this.demanded);
			assertThat(held()).isLessThanOrEqualTo(LIMIT).isEqualTo(this.budget.used());
			assertThat(this.idle.size()).isEqualTo(this.idlers.size());
			long free = LIMIT - held();
			if (!this.demanded.isEmpty()) {
				assertThat(prefetched).as("prefetched while somebody waits").isFalse();
				long missing = this.demanded.getFirst().bytes() - free;
				assertThat(missing).as("missing for the first").isPositive();
				long coming = this.budget.returning();
				if (missing > coming) {
					assertThat(this.idlers).as("not given up").allMatch((entry) -> entry.busy);
					assertThat(coming > 0 || !this.now.contains(this.demanded.getFirst())).as("keeps others waiting")
						.isTrue();
				}
			}
			else if (!this.prefetching.isEmpty()) {
				assertThat(this.prefetching.getFirst().bytes()).as("first prefetch").isGreaterThan(free);
			}
		}

		/** Those granted in this step were the first in their queue. */
		private boolean move(List<Reservation> queue) {
			int count = 0;
			while (count < queue.size() && granted(queue.get(count))) {
				count++;
			}
			List<Reservation> head = queue.subList(0, count);
			this.used.addAll(head);
			head.clear();
			assertThat(queue).as("granted out of turn").noneMatch(World::granted);
			return count > 0;
		}

		void end() {
			List.copyOf(this.demanded).forEach(Reservation::close);
			List.copyOf(this.prefetching).forEach(Reservation::close);
			this.used.forEach(Reservation::close);
			List.copyOf(this.idlers).forEach((entry) -> {
				assertThat(this.idle.take(entry)).isTrue();
				entry.reservation.close();
			});
			this.leaving.forEach(Reservation::close);
			assertThat(this.budget.used()).isZero();
			assertThat(this.budget.lingering()).isZero();
			assertThat(this.budget.entries()).isZero();
			assertThat(this.budget.request("all", LIMIT).admitted()).isDone();
		}

		/** An entry that checks that it is its turn when it is given up. */
		private final class Entry implements IdleEntry {

			private final Reservation reservation;

			private final @Nullable Duration time;

			private final boolean held;

			private final boolean unused;

			private final boolean atOnce;

			private int turn;

			private long since;

			private boolean busy;

			Entry(Reservation reservation, int turn, @Nullable Duration time, boolean held, boolean unused,
					boolean atOnce) {
				this.reservation = reservation;
				this.turn = turn;
				this.time = time;
				this.held = held;
				this.unused = unused;
				this.atOnce = atOnce;
			}

			@Override
			public String name() {
				return "entry " + this.turn;
			}

			@Override
			public long bytes() {
				return this.reservation.bytes();
			}

			@Override
			public @Nullable Duration expireAfterAccess() {
				return this.time;
			}

			@Override
			public boolean heldElsewhere() {
				return this.held;
			}

			@Override
			public boolean unused() {
				return this.unused;
			}

			boolean expired(long now) {
				return this.time != null && now - this.since >= this.time.toNanos();
			}

			@Override
			public boolean claim() {
				if (!this.busy) {
					this.reservation.returns();
				}
				return !this.busy;
			}

			@Override
			public void giveUp(EvictionCause cause) {
				try {
					assertMayGo(cause);
				}
				catch (AssertionError ex) {
					World.this.failures.add(ex);
				}
				World.this.idlers.remove(this);
				World.this.leaving.add(this.reservation);
				if (this.atOnce) {
					World.this.leaving.remove(this.reservation);
					this.reservation.close();
				}
			}

			private void assertMayGo(EvictionCause cause) {
				assertThat(World.this.idlers).as("given up twice, or in use").contains(this);
				if (cause == EvictionCause.EXPIRED) {
					assertThat(expired(World.this.time.read())).isTrue();
				}
				else {
					assertThat(cause).isEqualTo(EvictionCause.CAPACITY);
					assertFirstToGo();
				}
			}

			private void assertFirstToGo() {
				Comparator<Entry> order = Comparator.comparing((Entry entry) -> entry.held)
					.thenComparing((entry) -> !entry.unused)
					.thenComparing((entry) -> entry.turn);
				long first = World.this.demanded.stream()
					.filter((waiting) -> !waiting.admitted().isDone())
					.mapToLong(Reservation::bytes)
					.findFirst()
					.orElse(World.this.asking);
				long coming = World.this.budget.returning() - bytes();
				if (!World.this.passing) {
					assertThat(first).as("more is given up than needed").isGreaterThan(LIMIT - held() + coming);
				}
				assertThat(World.this.idlers.stream().filter((entry) -> !entry.busy).min(order)).contains(this);
			}

		}

	}

}
