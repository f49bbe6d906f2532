package io.ossmc.version;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import io.ossmc.ModelSpec;
import io.ossmc.OssModelTransferException;
import io.ossmc.OssUri;
import io.ossmc.budget.IdleEntries;
import io.ossmc.budget.MemoryBudget;
import io.ossmc.budget.Reservation;
import io.ossmc.memory.RegionWriter;
import io.ossmc.memory.RetainedMemory;
import io.ossmc.memory.SharedRegion;
import io.ossmc.oss.ObjectVersion;
import io.ossmc.place.ModelPlace;
import io.ossmc.plan.PlannedFile;
import io.ossmc.plan.VersionPlan;
import io.ossmc.root.FileTrees;
import io.ossmc.root.MemoryRoot;
import io.ossmc.root.Owner;
import io.ossmc.spi.OssModelListener;
import io.ossmc.transfer.Transfer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Versions that share files, against a map of who has what. */
class StoredFilesPropertyTests {

	private static final int[] SIZES = { 0, 1, 5_000, 100_000, 8_192, 4_097 };

	@Property(tries = 150)
	void eachObjectIsThereOnceAndAsLongAsSomebodyHoldsIt(@ForAll("steps") List<Step> steps) throws Exception {
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
			.combine(Arbitraries.of(Action.class), Arbitraries.integers().between(0, 1000),
					Arbitraries.integers().between(1, (1 << SIZES.length) - 1))
			.as(Step::new)
			.list()
			.ofMinSize(5)
			.ofMaxSize(40);
	}

	@Example
	void manyThreadsLeaveNothingBehindAndFreeNothingTooEarly() throws Exception {
		try (World world = new World()) {
			List<CompletableFuture<Void>> all = new ArrayList<>();
			for (int i = 0; i < 8; i++) {
				Random random = new Random(i);
				all.add(CompletableFuture.runAsync(() -> world.churn(random, 150), (task) -> new Thread(task).start()));
			}
			CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
			assertThat(world.begun).isEmpty();
			world.check();
		}
	}

	/** What can happen next. */
	enum Action {

		BEGIN, BEGIN_TOO, COMPLETE, COMPLETE_TOO, FAIL, LEASE, CLOSE_LEASE, RETIRE

	}

	/**
	 * One thing that happens.
	 *
	 * @param action what
	 * @param which to whom
	 * @param objects bits: which objects a new version has
	 */
	record Step(Action action, int which, int objects) {
	}

	/** A version being made: which instances it has, of which it has to fill some. */
	private record Begun(VersionPlan plan, VersionFiles files, Path directory, Path staging,
			Map<OssUri, Object> instances) {
	}

	/** A version that is there. */
	private record Made(ModelVersion version, Map<OssUri, Object> instances, List<VersionLease> leases,
			boolean[] retired) {
	}

	/** The files, and what should be there. */
	private static final class World implements AutoCloseable {

		private final Path directory = Files.createTempDirectory("ossmc-held");

		private final MemoryRoot root = MemoryRoot.open(this.directory.resolve("root"), 1L << 20);

		private final Owner owner = this.root.claim();

		private final IdleEntries idle = new IdleEntries(Runnable::run);

		private final MemoryBudget budget = new MemoryBudget(1L << 30, new RetainedMemory(System::nanoTime), this.idle);

		private final StoredFiles held = new StoredFiles(this.owner, this.root, this.budget, this.idle,
				Duration.ofMinutes(1), new OssModelListener() {
				});

		private final ModelPlace place = new ModelPlace(ModelSpec.builder("model", "oss://models/model/").build(),
				this.root, this.owner);

		private final List<Begun> begun = new ArrayList<>();

		private final List<Made> made = new ArrayList<>();

		/** The newest instance of each object that has not failed or gone. */
		private final Map<OssUri, Object> current = new HashMap<>();

		/** Instances whose filler failed: nobody has their memory. */
		private final Set<Object> failed = new HashSet<>();

		private final Map<Object, Begun> fillers = new HashMap<>();

		World() throws IOException {
		}

		void take(Step step) throws Exception {
			switch (step.action()) {
				case BEGIN, BEGIN_TOO -> begin(step.objects());
				case COMPLETE, COMPLETE_TOO -> {
					if (!this.begun.isEmpty()) {
						complete(this.begun.get(step.which() % this.begun.size()));
					}
				}
				case FAIL -> {
					if (!this.begun.isEmpty()) {
						fail(this.begun.get(step.which() % this.begun.size()));
					}
				}
				case LEASE -> made(step).filter((version) -> !version.retired()[0])
					.ifPresent((version) -> version.leases().add(version.version().lease(true)));
				case CLOSE_LEASE -> made(step).filter((version) -> !version.leases().isEmpty())
					.ifPresent((version) -> version.leases().removeLast().close());
				case RETIRE -> made(step).ifPresent((version) -> {
					version.retired()[0] = true;
					version.version().retire();
				});
			}
			this.made.removeIf((version) -> version.retired()[0] && version.leases().isEmpty());
			forgetTheGone();
		}

		private Optional<Made> made(Step step) {
			return this.made.isEmpty() ? Optional.empty() : Optional.of(this.made.get(step.which() % this.made.size()));
		}

		private void begin(int objects) throws Exception {
			VersionPlan plan = plan(objects);
			VersionFiles files = gather(plan);
			Map<OssUri, Object> instances = new LinkedHashMap<>();
			Begun fresh = new Begun(plan, files, this.place.newVersion(plan.version()), this.place.newStaging(),
					instances);
			for (PlannedFile file : plan.files()) {
				boolean known = this.current.containsKey(file.object().uri());
				assertThat(files.isOurs(files.get(file))).as("whether %s has to be fetched", file).isEqualTo(!known);
				Object instance = this.current.computeIfAbsent(file.object().uri(), (_) -> new Object());
				instances.put(file.object().uri(), instance);
				if (!known) {
					this.fillers.put(instance, fresh);
				}
			}
			fill(fresh);
			this.begun.add(fresh);
		}

		private VersionFiles gather(VersionPlan plan) throws Exception {
			VersionFiles files = new VersionFiles(this.held, plan, this.place);
			files.take();
			try (Reservation reservation = this.budget.request("model", files.missingBytes())) {
				reservation.await(Duration.ofSeconds(10));
				files.claim(reservation);
			}
			return files;
		}

		private void fill(Begun version) throws IOException {
			for (PlannedFile file : version.files().ours()) {
				Path staged = version.staging().resolve(file.name());
				SharedRegion region = SharedRegion.create(staged, file.object().size());
				version.files().get(file).place(region);
				if (file.object().size() > 0) {
					try (RegionWriter writer = region.writer(0, file.object().size(), false)) {
						ByteBuffer bytes = ByteBuffer.wrap(content(file));
						while (bytes.hasRemaining()) {
							ByteBuffer buffer = writer.buffer();
							int n = Math.min(buffer.remaining(), bytes.remaining());
							buffer.put(bytes.slice(bytes.position(), n));
							bytes.position(bytes.position() + n);
							writer.received(n);
						}
					}
				}
			}
		}

		/**
		 * Publishes its own; if others' are not there yet it waits, if they failed it
		 * fails.
		 */
		private void complete(Begun version) throws Exception {
			publish(version);
			if (version.instances().values().stream().anyMatch(this.failed::contains)) {
				fail(version);
			}
			else if (version.instances().values().stream().noneMatch(this.fillers::containsKey)) {
				this.begun.remove(version);
				this.made.add(new Made(make(version), version.instances(), new ArrayList<>(), new boolean[] { false }));
			}
		}

		private void publish(Begun version) throws IOException {
			for (PlannedFile file : version.files().ours()) {
				StoredFile held = version.files().get(file);
				if (!held.isComplete()) {
					held.settle(new Transfer.Verdict(true, 0, 0));
					held.publish(version.directory().resolve(file.name()));
				}
			}
			this.fillers.values().removeIf((filler) -> filler == version);
		}

		private ModelVersion make(Begun version) {
			for (PlannedFile file : version.plan().files()) {
				StoredFile held = version.files().get(file);
				if (!version.files().isOurs(held)) {
					held.link(version.directory().resolve(file.name()));
				}
			}
			FileTrees.delete(version.staging());
			version.files().claimed();
			ModelVersion made = new ModelVersion(version.plan(), version.directory(), version.files().all());
			made.countedBy(new Idleness("model", made, this.idle, () -> null, (_) -> {
			}));
			return made;
		}

		private void fail(Begun version) {
			this.begun.remove(version);
			this.fillers.forEach((instance, filler) -> {
				if (filler == version) {
					this.failed.add(instance);
				}
			});
			this.fillers.values().removeIf((filler) -> filler == version);
			this.current.values().removeIf(this.failed::contains);
			giveUp(version);
		}

		private static void giveUp(Begun version) {
			version.files().fail(new OssModelTransferException("It was given up.", "Ask again."));
			FileTrees.delete(version.directory());
			FileTrees.delete(version.staging());
			version.files().release();
		}

		private void forgetTheGone() {
			this.current.values().retainAll(instances());
		}

		/** Those that somebody has. */
		private Set<Object> instances() {
			Set<Object> all = new HashSet<>();
			this.begun.forEach((version) -> all.addAll(version.instances().values()));
			this.made.forEach((version) -> all.addAll(version.instances().values()));
			all.removeAll(this.failed);
			return all;
		}

		void check() throws IOException {
			Map<Object, OssUri> expected = new HashMap<>();
			Stream.concat(this.begun.stream().map(Begun::instances), this.made.stream().map(Made::instances))
				.forEach((instances) -> instances.forEach((uri, instance) -> expected.put(instance, uri)));
			expected.keySet().removeAll(this.failed);
			long bytes = expected.values().stream().mapToLong((uri) -> this.root.charge(size(uri))).sum();
			await().pollInterval(Duration.ofMillis(1))
				.untilAsserted(() -> assertThat(this.budget.used()).isEqualTo(bytes));
			assertThat(inodes()).hasSize(expected.size());
			for (Made version : this.made) {
				for (PlannedFile file : version.version().plan().files()) {
					assertThat(Arrays.equals(Files.readAllBytes(version.version().directory().resolve(file.name())),
							content(file)))
						.as("the bytes of %s", file)
						.isTrue();
				}
			}
		}

		private Set<Object> inodes() throws IOException {
			Set<Object> inodes = new HashSet<>();
			try (Stream<Path> walk = Files.walk(this.owner.directory())) {
				for (Path file : walk.filter(Files::isRegularFile).toList()) {
					String name = file.getFileName().toString();
					if (!name.equals("note") && !name.startsWith(".")) {
						inodes.add(Files.getAttribute(file, "unix:ino"));
					}
				}
			}
			return inodes;
		}

		/** Makes and drops versions without looking at what others do. */
		void churn(Random random, int rounds) {
			try {
				for (int round = 0; round < rounds; round++) {
					VersionPlan plan = plan(1 + random.nextInt((1 << SIZES.length) - 1));
					VersionFiles files = gather(plan);
					Begun version = new Begun(plan, files, this.place.newVersion(plan.version()),
							this.place.newStaging(), Map.of());
					fill(version);
					if (random.nextInt(4) == 0) {
						giveUp(version);
						continue;
					}
					for (PlannedFile file : files.ours()) {
						files.get(file).settle(new Transfer.Verdict(true, 0, 0));
						files.get(file).publish(version.directory().resolve(file.name()));
					}
					if (shared(version)) {
						ModelVersion made = make(version);
						try (VersionLease lease = made.lease(true)) {
							for (PlannedFile file : plan.files()) {
								assertThat(lease.path(file.name())).hasBinaryContent(content(file));
							}
						}
						made.retire().get(10, TimeUnit.SECONDS);
					}
					else {
						giveUp(version);
					}
				}
			}
			catch (Exception ex) {
				throw new AssertionError(ex);
			}
		}

		/** Whether what others fill has come. */
		private static boolean shared(Begun version) throws InterruptedException {
			try {
				for (StoredFile file : version.files().all().values()) {
					file.complete().get(10, TimeUnit.SECONDS);
				}
				return true;
			}
			catch (ExecutionException _) {
				return false;
			}
			catch (TimeoutException ex) {
				throw new AssertionError(ex);
			}
		}

		private static VersionPlan plan(int objects) {
			List<PlannedFile> files = new ArrayList<>();
			for (int i = 0; i < SIZES.length; i++) {
				if ((objects & (1 << i)) != 0) {
					files.add(new PlannedFile("file-" + i,
							new ObjectVersion(new OssUri("models", "model/file-" + i), "etag", SIZES[i]), null));
				}
			}
			return new VersionPlan(new OssUri("models", "model/"), files, "v" + objects, List.of());
		}

		private static long size(OssUri uri) {
			return SIZES[Integer.parseInt(uri.key().substring(uri.key().lastIndexOf('-') + 1))];
		}

		private static byte[] content(PlannedFile file) {
			byte[] content = new byte[(int) file.object().size()];
			new Random(file.name().hashCode()).nextBytes(content);
			return content;
		}

		@Override
		public void close() throws IOException {
			List.copyOf(this.begun).forEach(this::fail);
			this.made.forEach((version) -> version.version().retire());
			this.made.forEach((version) -> version.leases().forEach(VersionLease::close));
			this.made.clear();
			check();
			// Those of empty files go without changing what is used.
			await().pollInterval(Duration.ofMillis(1)).untilAsserted(() -> assertThat(this.budget.entries()).isZero());
			this.held.giveUp().join();
			this.owner.close();
			Files.delete(this.directory.resolve("root"));
			Files.delete(this.directory);
		}

	}

}
