package io.ossmc.budget;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import io.ossmc.OssModelCapacityException;
import io.ossmc.memory.RetainedMemory;
import io.ossmc.spi.OssModelListener.EvictionCause;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@Timeout(60)
class MemoryBudgetTests {

	private final FakeTime time = new FakeTime();

	private final IdleEntries idle = new IdleEntries(Runnable::run, this.time, this.time);

	private final MemoryBudget budget = new MemoryBudget(100, new RetainedMemory(System::nanoTime), this.idle);

	private final List<Kept> givenUp = new ArrayList<>();

	@Test
	void givesUpNothingMoreWhileEnoughIsOnItsWay() {
		for (int i = 0; i < 5; i++) {
			idle("model " + i, 20, null);
		}
		Reservation waiting = this.budget.request("new", 30);
		assertThat(this.givenUp).extracting(Kept::name).containsExactly("model 0", "model 1");
		this.givenUp.get(0).share.close();
		assertThat(waiting.admitted()).isNotDone();
		this.givenUp.get(1).share.close();
		assertThat(waiting.admitted()).isDone();
		assertThat(this.budget.request("tail", 10).admitted()).isDone();
		assertThat(this.givenUp).hasSize(2);
	}

	@Test
	void whatDoesNotComeBackIsNotWaitedForForEver() {
		idle("stuck", 50, null);
		idle("other", 50, null);
		Reservation waiting = this.budget.request("new", 50);
		assertThat(this.givenUp).extracting(Kept::name).containsExactly("stuck");
		this.time.pass(Returning.PATIENCE);
		assertThat(this.givenUp).extracting(Kept::name).containsExactly("stuck", "other");
		this.givenUp.getLast().share.close();
		assertThat(waiting.admitted()).isDone();
	}

	@Test
	void anotherEntryGoesInPlaceOfOneThatLingers() {
		idle("lingers", 50, null);
		idle("other", 50, null);
		Reservation waiting = this.budget.request("new", 50);
		this.givenUp.getFirst().share.lingers();
		assertThat(this.budget.lingering()).isEqualTo(50);
		assertThat(this.givenUp).extracting(Kept::name).containsExactly("lingers", "other");
		this.givenUp.getLast().share.close();
		assertThat(waiting.admitted()).isDone();
		this.givenUp.getFirst().share.close();
		assertThat(this.budget.lingering()).isZero();
		assertThat(this.budget.used()).isEqualTo(50);
	}

	@Test
	void saysWhenNothingIsHeldButWhatOthersKeep() {
		Reservation lingering = this.budget.request("lingering", 20);
		Reservation held = this.budget.request("held", 30);
		CompletableFuture<Void> empty = this.budget.whenEmpty();
		lingering.lingers();
		assertThat(empty).isNotDone();
		held.close();
		assertThat(empty).isDone();
		assertThat(this.budget.whenEmpty()).isDone();
		this.budget.request("again", 10);
		assertThat(this.budget.whenEmpty()).isNotDone();
	}

	@Test
	void whatIsFetchedInAdvanceTakesOnlyWhatNobodyWantsAndGivesNothingUp() {
		idle("idle", 60, null);
		Reservation first = this.budget.prefetch("first", 30);
		Reservation second = this.budget.prefetch("second", 50);
		Reservation third = this.budget.prefetch("third", 10);
		assertThat(first.admitted()).isDone();
		assertThat(second.admitted()).isNotDone();
		third.demand();
		assertThat(third.admitted()).as("waited for, goes first").isDone();
		assertThat(this.givenUp).isEmpty();
		second.demand();
		assertThat(this.givenUp).hasSize(1);
	}

	@Test
	void whoAsksForNowIsRefusedRatherThanKeepingOthersWaiting() {
		this.budget.request("holder", 40);
		Kept kept = idle("idle", 40, null);
		assertThatExceptionOfType(OssModelCapacityException.class)
			.isThrownBy(() -> this.budget.requestNow("refresh", 61))
			.withMessageContaining("holder 40 bytes");
		Reservation now = this.budget.requestNow("refresh", 60);
		assertThat(this.givenUp).containsExactly(kept);
		this.budget.request("behind", 10);
		kept.share.lingers();
		assertThat(now.admitted()).as("what it counted on does not come").isCompletedExceptionally();
		assertThatExceptionOfType(OssModelCapacityException.class).isThrownBy(() -> now.await(Duration.ofSeconds(1)))
			.withMessageContaining("other processes keep the memory of given up files: idle 40 bytes");
		assertThat(this.budget.entries()).as("who was behind it").isEqualTo(3);
	}

	@Test
	void aWaitThatWasTooLongSaysWhoHoldsWhatAndWhatLingers() throws Exception {
		Reservation model = this.budget.request("model a", 60);
		Reservation file = model.split(20);
		this.budget.request("model b", 30);
		file.lingers();
		Reservation waiting = this.budget.request("oss://models/x", 50);
		assertThatExceptionOfType(OssModelCapacityException.class).isThrownBy(() -> waiting.await(Duration.ofMillis(1)))
			.withMessageContaining("oss://models/x waited 1 ms for 50 bytes of memory")
			.withMessageContaining("90 bytes of 100 bytes are taken by model a 40 bytes, model b 30 bytes;")
			.withMessageContaining("model a 20 bytes.");
		waiting.close();
	}

	@Test
	void partsAreGivenBackOnTheirOwnAndCountAsOneEntry() {
		Reservation whole = this.budget.request("model", 100);
		Reservation part = whole.split(30);
		assertThat(this.budget.entries()).isEqualTo(1);
		whole.close();
		assertThat(this.budget.used()).isEqualTo(30);
		assertThat(this.budget.entries()).isEqualTo(1);
		assertThatIllegalStateException().isThrownBy(() -> whole.split(1));
		part.close();
		assertThat(this.budget.used()).isZero();
		assertThat(this.budget.entries()).isZero();
	}

	@Test
	void anEntryGoesWhenItsOwnTimeIsOverAndNotBefore() {
		Kept minute = idle("minute", 10, Duration.ofMinutes(1));
		Kept hour = idle("hour", 10, Duration.ofHours(1));
		idle("never", 10, null);
		this.time.pass(Duration.ofSeconds(50));
		assertThat(this.idle.take(minute)).isTrue();
		this.idle.add(minute);
		this.time.pass(Duration.ofSeconds(50));
		assertThat(this.givenUp).as("its time began again").isEmpty();
		this.time.pass(Duration.ofSeconds(15));
		assertThat(this.givenUp).containsExactly(minute);
		assertThat(minute.cause).isEqualTo(EvictionCause.EXPIRED);
		assertThat(this.idle.take(minute)).isFalse();
		this.time.pass(Duration.ofHours(100));
		assertThat(this.givenUp).containsExactly(minute, hour);
		assertThat(this.idle.size()).isEqualTo(1);
	}

	/** Many threads use, leave and fetch again: what they hold is never too much. */
	@Test
	void entriesComeAndGoUnderManyThreads() throws Exception {
		AtomicLong held = new AtomicLong();
		try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
			IdleEntries entries = new IdleEntries(threads);
			MemoryBudget shared = new MemoryBudget(100, new RetainedMemory(System::nanoTime), entries);
			List<Future<Void>> ends = new ArrayList<>();
			for (int i = 0; i < 8; i++) {
				ends.add(threads.submit(user(shared, entries, held)));
			}
			for (Future<Void> end : ends) {
				end.get(50, TimeUnit.SECONDS);
			}
			assertThat(shared.used()).isEqualTo(held.get()).isLessThanOrEqualTo(100);
			entries.close();
		}
	}

	private static Callable<Void> user(MemoryBudget budget, IdleEntries entries, AtomicLong held) {
		return () -> {
			Shared mine = null;
			for (int round = 0; round < 2000; round++) {
				if (mine == null || !mine.use()) {
					long bytes = ThreadLocalRandom.current().nextLong(1, 40);
					Reservation share = budget.request("holder", bytes);
					share.await(Duration.ofSeconds(30));
					assertThat(held.addAndGet(bytes)).isLessThanOrEqualTo(100);
					mine = new Shared(share, held);
				}
				else {
					entries.take(mine);
				}
				mine.leave();
				entries.add(mine);
				if (mine.gone()) {
					entries.take(mine);
				}
			}
			return null;
		};
	}

	private Kept idle(String name, long bytes, @Nullable Duration time) {
		Kept kept = new Kept(this.budget.request(name, bytes), time);
		kept.leave();
		this.idle.add(kept);
		return kept;
	}

	/** Holds a share, without a time of its own. */
	private abstract static class Holding implements IdleEntry {

		final Reservation share;

		private final AtomicReference<Use> state = new AtomicReference<>(Use.USED);

		Holding(Reservation share) {
			this.share = share;
		}

		boolean use() {
			return this.state.compareAndSet(Use.IDLE, Use.USED);
		}

		void leave() {
			this.state.set(Use.IDLE);
		}

		boolean gone() {
			return this.state.get() == Use.GONE;
		}

		@Override
		public boolean claim() {
			boolean ours = this.state.compareAndSet(Use.IDLE, Use.GONE);
			if (ours) {
				this.share.returns();
			}
			return ours;
		}

		@Override
		public String name() {
			return this.share.holder();
		}

		@Override
		public long bytes() {
			return this.share.bytes();
		}

		@Override
		public @Nullable Duration expireAfterAccess() {
			return null;
		}

		@Override
		public boolean heldElsewhere() {
			return false;
		}

	}

	/** Who has an entry. */
	private enum Use {

		USED, IDLE, GONE

	}

	/** Gives its share back at once. */
	private static final class Shared extends Holding {

		private final AtomicLong held;

		Shared(Reservation share, AtomicLong held) {
			super(share);
			this.held = held;
		}

		@Override
		public void giveUp(EvictionCause cause) {
			this.held.addAndGet(-bytes());
			this.share.close();
		}

	}

	/** Keeps its share until the test gives it back. */
	private final class Kept extends Holding {

		private final @Nullable Duration time;

		private @Nullable EvictionCause cause;

		Kept(Reservation share, @Nullable Duration time) {
			super(share);
			this.time = time;
		}

		@Override
		public @Nullable Duration expireAfterAccess() {
			return this.time;
		}

		@Override
		public void giveUp(EvictionCause why) {
			this.cause = why;
			MemoryBudgetTests.this.givenUp.add(this);
		}

	}

}
