package io.ossmc.budget;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.ossmc.OssModelCapacityException;
import io.ossmc.memory.RetainedMemory;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The budget against a list and a sum. */
class MemoryBudgetPropertyTests {

	private static final long LIMIT = 100;

	@Property
	void grantsInTheOrderOfTheRequestsAndNeverMoreThanTheLimit(@ForAll("steps") List<Step> steps) {
		MemoryBudget budget = budget();
		List<Reservation> live = new ArrayList<>();
		for (Step step : steps) {
			if (step.request()) {
				live.add(budget.request("holder", step.amount()));
			}
			else if (!live.isEmpty()) {
				Reservation closed = live.remove((int) (step.amount() % live.size()));
				closed.close();
				closed.close();
			}
			assertThat(budget.used()).isLessThanOrEqualTo(LIMIT);
			assertGranted(budget, live);
		}
		live.forEach(Reservation::close);
		assertThat(budget.used()).isZero();
		assertThat(budget.entries()).isZero();
	}

	/**
	 * Those granted are the oldest that are still live, and the next one really does not
	 * fit: requests are granted in turn, so that no later one can be granted before an
	 * earlier one.
	 */
	private static void assertGranted(MemoryBudget budget, List<Reservation> live) {
		long used = 0;
		int granted = 0;
		for (Reservation reservation : live) {
			if (!reservation.admitted().isDone()) {
				break;
			}
			used += reservation.bytes();
			granted++;
		}
		assertThat(live.stream().skip(granted)).as("who waits").noneMatch((later) -> later.admitted().isDone());
		assertThat(budget.used()).isEqualTo(used);
		assertThat(budget.entries()).isEqualTo(granted);
		if (granted < live.size()) {
			assertThat(used + live.get(granted).bytes()).as("the first that waits").isGreaterThan(LIMIT);
		}
	}

	@Property
	void whatIsLargerThanTheLimitIsRefusedAndTakesNothing(@ForAll("tooMuch") long bytes) {
		MemoryBudget budget = budget();
		assertThatExceptionOfType(OssModelCapacityException.class).isThrownBy(() -> budget.request("holder", bytes));
		assertThat(budget.request("other", LIMIT).admitted()).isDone();
	}

	@Example
	void threadsNeverHoldMoreThanTheLimitTogether() throws Exception {
		MemoryBudget budget = budget();
		AtomicLong held = new AtomicLong();
		try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
			List<Future<Void>> ends = new ArrayList<>();
			for (int i = 0; i < 8; i++) {
				ends.add(threads.submit(() -> {
					for (int round = 0; round < 2000; round++) {
						long bytes = ThreadLocalRandom.current().nextLong(1, LIMIT + 1);
						try (Reservation reservation = budget.request("holder", bytes)) {
							if (round % 7 == 0) {
								continue;
							}
							reservation.await(Duration.ofSeconds(30));
							assertThat(held.addAndGet(bytes)).isLessThanOrEqualTo(LIMIT);
							held.addAndGet(-bytes);
						}
					}
					return null;
				}));
			}
			for (Future<Void> end : ends) {
				end.get(60, TimeUnit.SECONDS);
			}
		}
		assertThat(budget.used()).isZero();
		assertThat(budget.entries()).isZero();
	}

	private static MemoryBudget budget() {
		return new MemoryBudget(LIMIT, new RetainedMemory(System::nanoTime), new IdleEntries(Runnable::run));
	}

	@Provide
	Arbitrary<List<Step>> steps() {
		return Combinators.combine(Arbitraries.of(true, true, false), Arbitraries.longs().between(0, LIMIT))
			.as(Step::new)
			.list()
			.ofMaxSize(60);
	}

	@Provide
	Arbitrary<Long> tooMuch() {
		return Arbitraries.longs().greaterOrEqual(LIMIT + 1);
	}

	/** Asks for so much, or closes the one of that number. */
	record Step(boolean request, long amount) {
	}

}
