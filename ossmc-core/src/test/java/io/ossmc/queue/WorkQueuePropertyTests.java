package io.ossmc.queue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import io.ossmc.pace.Standing;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import static org.assertj.core.api.Assertions.assertThat;

/** The queue against a list that is searched from the beginning. */
class WorkQueuePropertyTests {

	private long now;

	@Property
	void givesDemandedPartsFirstThenTheOthersInTheOrderOfTheirSubmission(@ForAll("steps") List<Step> steps)
			throws InterruptedException {
		WorkQueue queue = new WorkQueue(() -> this.now, () -> true);
		List<Modelled> model = new ArrayList<>();
		List<Modelled> taken = new ArrayList<>();
		long submitted = 0;
		long demanded = 0;
		for (Step step : steps) {
			switch (step.what()) {
				case ADD -> {
					Group group = new Group();
					List<Piece> parts = new ArrayList<>();
					for (int i = 0; i <= step.number() % 3; i++) {
						Modelled fresh = new Modelled(new Piece(group));
						fresh.order = submitted++;
						parts.add(fresh.part);
						model.add(fresh);
					}
					queue.add(parts);
				}
				case DEMAND -> {
					List<Modelled> all = new ArrayList<>(model);
					all.addAll(taken);
					if (!all.isEmpty()) {
						Modelled wanted = all.get(step.number() % all.size());
						queue.demand(List.of(wanted.part));
						if (!wanted.demanded) {
							wanted.demanded = true;
							wanted.order = demanded++;
						}
					}
				}
				case TAKE -> {
					Optional<Modelled> expected = next(model);
					if (expected.isPresent()) {
						assertThat(queue.take(0, TimeUnit.NANOSECONDS)).isSameAs(expected.get().part);
						// Whoever takes moves those whose rest is over.
						model.forEach((modelled) -> modelled.wake(this.now));
						model.remove(expected.get());
						taken.add(expected.get());
					}
				}
				case PUT_BACK -> {
					if (!taken.isEmpty()) {
						Modelled back = taken.remove(step.number() % taken.size());
						back.part.notBefore = this.now + step.number() % 5;
						back.resting = step.number() % 5 > 0;
						queue.putBack(back.part);
						model.add(back);
					}
				}
				case WAIT -> this.now += step.number() % 4;
			}
			assertThat(queue.size()).isEqualTo(model.size());
		}
		assertThat(queue.close()).containsExactlyInAnyOrderElementsOf(model.stream().map((m) -> m.part).toList());
		assertThat(queue.take(1, TimeUnit.DAYS)).as("closed").isNull();
	}

	private Optional<Modelled> next(List<Modelled> model) {
		return model.stream()
			.filter((modelled) -> !modelled.resting || modelled.part.notBefore <= this.now)
			.min(Comparator.comparing((Modelled modelled) -> !modelled.demanded).thenComparing((m) -> m.order));
	}

	@Provide
	Arbitrary<List<Step>> steps() {
		return Combinators.combine(Arbitraries.of(What.class), Arbitraries.integers().between(0, 50))
			.as(Step::new)
			.list()
			.ofMaxSize(80);
	}

	enum What {

		ADD, DEMAND, TAKE, PUT_BACK, WAIT

	}

	record Step(What what, int number) {
	}

	/** Work of a group. */
	private static final class Piece extends Work {

		private final Group group;

		private final Standing standing = new Standing();

		Piece(Group group) {
			this.group = group;
		}

		@Override
		public Group group() {
			return this.group;
		}

		@Override
		public Standing standing() {
			return this.standing;
		}

	}

	/** A piece of work and where it ought to be. */
	private static final class Modelled {

		final Piece part;

		long order;

		boolean demanded;

		boolean resting;

		Modelled(Piece part) {
			this.part = part;
		}

		void wake(long now) {
			if (this.part.notBefore <= now) {
				this.resting = false;
			}
		}

	}

}
