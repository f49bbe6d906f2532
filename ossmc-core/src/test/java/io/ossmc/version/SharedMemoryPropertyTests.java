package io.ossmc.version;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

import io.ossmc.OssUri;
import io.ossmc.budget.BudgetView;
import io.ossmc.budget.IdleEntries;
import io.ossmc.budget.MemoryBudget;
import io.ossmc.budget.Reservation;
import io.ossmc.memory.RetainedMemory;
import io.ossmc.oss.ObjectVersion;
import io.ossmc.plan.PlannedFile;
import io.ossmc.root.MemoryRoot;
import io.ossmc.root.Owner;
import io.ossmc.spi.OssModelListener;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Files that several have: what is said to come back is what comes back, whoever
 * announces that he will go, goes, or comes in between.
 */
class SharedMemoryPropertyTests {

	private static final int FILES = 4;

	@Property(tries = 500)
	void whatIsCountedOnIsExactlyWhatNobodyKeeps(@ForAll("steps") List<Step> steps) throws IOException {
		try (World world = new World()) {
			for (Step step : steps) {
				world.take(step);
				world.check();
			}
		}
	}

	@Provide
	Arbitrary<List<Step>> steps() {
		return Combinators
			.combine(Arbitraries.of(What.class), Arbitraries.integers().between(0, 1000),
					Arbitraries.integers().between(1, (1 << FILES) - 1))
			.as(Step::new)
			.list()
			.ofMinSize(5)
			.ofMaxSize(60);
	}

	enum What {

		COME, ANNOUNCE, GO

	}

	/** What happens, to whom, and which files (bits) he has. */
	record Step(What what, int which, int files) {
	}

	/** Somebody who has files. */
	private static final class Holder {

		private final Map<Integer, StoredFile> files = new HashMap<>();

		private boolean announced;

	}

	private static final class World implements AutoCloseable {

		private final Path directory = Files.createTempDirectory("ossmc-shared");

		private final MemoryRoot root = MemoryRoot.open(this.directory.resolve("root"), 1L << 20);

		private final Owner owner = this.root.claim();

		private final IdleEntries idle = new IdleEntries(Runnable::run);

		private final MemoryBudget budget = new MemoryBudget(1L << 30, new RetainedMemory(System::nanoTime), this.idle);

		private final StoredFiles held = new StoredFiles(this.owner, this.root, this.budget, this.idle,
				Duration.ofMinutes(1), new OssModelListener() {
				});

		private final List<Holder> holders = new ArrayList<>();

		World() throws IOException {
		}

		void take(Step step) {
			switch (step.what()) {
				case COME -> come(step.files());
				case ANNOUNCE -> {
					Holder holder = pick(step);
					if (holder != null && !holder.announced) {
						assertThat(holder.files.values().stream().mapToLong(StoredFile::freeable).sum())
							.as("what would come back")
							.isEqualTo(bytes((file) -> holder.files.containsKey(file) && keepers(file) == 1));
						holder.announced = true;
						holder.files.values().forEach(StoredFile::leaving);
					}
				}
				case GO -> {
					Holder holder = pick(step);
					if (holder != null) {
						this.holders.remove(holder);
						VersionFiles.release(holder.files.values(), holder.announced);
					}
				}
			}
		}

		private @Nullable Holder pick(Step step) {
			return this.holders.isEmpty() ? null : this.holders.get(step.which() % this.holders.size());
		}

		private void come(int files) {
			Holder holder = new Holder();
			for (int file = 0; file < FILES; file++) {
				if ((files & (1 << file)) != 0) {
					try (Reservation share = this.budget.request("holder", size(file))) {
						holder.files.put(file, this.held.claim(planned(file), share, size(file)).file());
					}
				}
			}
			this.holders.add(holder);
		}

		private static PlannedFile planned(int file) {
			return new PlannedFile("file-" + file,
					new ObjectVersion(new OssUri("models", "model/file-" + file), "etag", size(file)), null);
		}

		private static long size(int file) {
			return 4096L << file;
		}

		private long keepers(int file) {
			return this.holders.stream()
				.filter((holder) -> !holder.announced && holder.files.containsKey(file))
				.count();
		}

		private boolean isThere(int file) {
			return this.holders.stream().anyMatch((holder) -> holder.files.containsKey(file));
		}

		private static long bytes(IntPredicate which) {
			return IntStream.range(0, FILES).filter(which).mapToLong(World::size).sum();
		}

		void check() {
			assertThat(this.budget.used()).isEqualTo(bytes(this::isThere));
			assertThat(BudgetView.returning(this.budget)).as("counted on")
				.isEqualTo(bytes((file) -> isThere(file) && keepers(file) == 0));
		}

		@Override
		public void close() throws IOException {
			this.holders.forEach((holder) -> VersionFiles.release(holder.files.values(), holder.announced));
			this.holders.clear();
			check();
			this.owner.close();
			Files.delete(this.directory.resolve("root"));
			Files.delete(this.directory);
		}

	}

}
