package io.ossmc.plan;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.ossmc.ListOptions;
import io.ossmc.ModelSpec;
import io.ossmc.ObjectSummary;
import io.ossmc.OssModelAccessException;
import io.ossmc.OssModelCapacityException;
import io.ossmc.OssModelConfigurationException;
import io.ossmc.OssModelNotFoundException;
import io.ossmc.OssModelTransferException;
import io.ossmc.OssUri;
import io.ossmc.listing.Helpers;
import io.ossmc.listing.Listing;
import io.ossmc.oss.ListPage;
import io.ossmc.oss.ListedObject;
import io.ossmc.oss.ObjectInfo;
import io.ossmc.oss.ObjectStore;
import io.ossmc.oss.ObjectVersion;
import io.ossmc.thread.ConnectorThreads;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/** What is planned for what is listed. */
@Timeout(60)
class VersionPlanTests {

	private final ConnectorThreads threads = new ConnectorThreads();

	private final Scripted store = new Scripted();

	@AfterEach
	void close() {
		this.threads.close();
	}

	@Test
	void aSymlinkIsPlannedAsWhatItLeadsTo() throws Exception {
		this.store.put("model/a.json", 10);
		this.store.link("model/model.onnx", 0, info(150_000, "etag-of-target", "Standard", 42L, false));
		this.store.link("model/path", 31, info(7, "etag-of-other", "Standard", null, false));
		VersionPlan plan = plan(spec());
		assertThat(plan.files()).extracting(PlannedFile::name).containsExactly("a.json", "model.onnx", "path");
		PlannedFile link = plan.files().get(1);
		assertThat(link.object().size()).isEqualTo(150_000);
		assertThat(link.object().etag()).isEqualTo("etag-of-target");
		assertThat(link.crc64()).isEqualTo(42);
		assertThat(plan.files().get(2).object().size()).isEqualTo(7);
		assertThat(plan.bytes()).isEqualTo(150_017);
		assertThat(this.store.heads).as("only of links").containsExactlyInAnyOrder("model/model.onnx", "model/path");
	}

	@Test
	void anotherTargetIsAnotherVersion() throws Exception {
		this.store.link("model/link", 0, info(10, "one", "Standard", null, false));
		String before = plan(spec()).version();
		this.store.link("model/link", 0, info(10, "two", "Standard", null, false));
		assertThat(plan(spec()).version()).isNotEqualTo(before);
	}

	@Test
	void aSymlinkThatLeadsToNothingSaysSo() {
		this.store.put("model/a.json", 10);
		this.store.link("model/dangling", 20, null);
		assertThatExceptionOfType(OssModelNotFoundException.class).isThrownBy(() -> plan(spec()))
			.withMessageContaining("The symlink oss://models/model/dangling leads to nothing");
	}

	@Test
	void onlyWhatIsIncludedIsAskedFor() throws Exception {
		this.store.put("model/a.json", 10);
		this.store.link("model/dangling", 20, null);
		assertThat(plan(ModelSpec.builder("model", "oss://models/model/").exclude(List.of("dangling")).build()).names())
			.containsExactly("a.json");
	}

	@Test
	void theStorageClassOfTheTargetDecidesWhetherItCanBeRead() throws Exception {
		this.store.link("model/link", 0, info(10, "etag", "ColdArchive", null, false));
		assertThatExceptionOfType(OssModelAccessException.class).isThrownBy(() -> plan(spec()))
			.withMessageContaining("ColdArchive");
		this.store.link("model/link", 0, info(10, "etag", "ColdArchive", null, true));
		assertThat(plan(spec()).bytes()).isEqualTo(10);
	}

	@Test
	void aSymlinkNamedLikeAFolderIsRefusedRatherThanLeftOut() {
		this.store.put("model/a.json", 10);
		this.store.link("model/sub/", 0, info(10, "etag", "Standard", null, false));
		assertThatExceptionOfType(OssModelConfigurationException.class).isThrownBy(() -> plan(spec()))
			.withMessageContaining("is a symlink");
	}

	@Test
	void manySymlinksAreAskedForAtTheSameTimeButNotAllOfThem() throws Exception {
		for (int i = 0; i < 100; i++) {
			this.store.link("model/link-" + i, 0, info(i, "etag-" + i, "Standard", null, false));
		}
		CountDownLatch several = new CountDownLatch(16);
		this.store.onHead = () -> {
			several.countDown();
			several.await();
		};
		VersionPlan plan = plan(spec());
		assertThat(plan.files()).hasSize(100);
		assertThat(plan.bytes()).isEqualTo(99 * 50);
		assertThat(this.store.most.get()).isEqualTo(16);
	}

	@Test
	void anInterruptEndsTheWaitForTargets() throws Exception {
		for (int i = 0; i < 100; i++) {
			this.store.link("model/link-" + i, 0, info(i, "etag-" + i, "Standard", null, false));
		}
		CountDownLatch gate = new CountDownLatch(1);
		this.store.onHead = gate::await;
		CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
		Thread planner = Thread.ofPlatform().start(() -> {
			try {
				plan(spec());
				interrupted.complete(false);
			}
			catch (InterruptedException _) {
				interrupted.complete(true);
			}
		});
		await().until(() -> this.store.heads.size() == 16);
		planner.interrupt();
		assertThat(interrupted.get(10, TimeUnit.SECONDS)).isTrue();
		gate.countDown();
		await().until(() -> this.store.under.get() == 0);
		assertThat(this.store.heads).as("asked for after the end").hasSize(16);
	}

	@ParameterizedTest
	@CsvSource({ "1000, 8, '**', 250000 files, 251, 0", "1000, 900, '**', characters of names, 50, 0",
			"1000, 8, nothing, 1000000 objects, 1001, 0", "1, 8, '**', ' s and ', 301, 1",
			"249, 8, '**', ' s and ', 301, 1" })
	void anEndlessListingIsNotUsable(int entries, int length, String include, String reason, int pages, int seconds) {
		Endless endless = new Endless(entries, length);
		endless.seconds = seconds;
		ModelSpec spec = ModelSpec.builder("model", "oss://models/model/").include(List.of(include)).build();
		assertThatExceptionOfType(OssModelTransferException.class)
			.isThrownBy(() -> VersionPlan.of(spec, endless, helpers(), limits(Long.MAX_VALUE, endless::nanoTime)))
			.withMessageContaining("The listing of oss://models/model/ is not usable: ")
			.withMessageContaining(reason);
		assertThat(endless.pages.get()).as("pages asked for, as many as may be read ahead")
			.isLessThan(4 * pages + 1_200);
	}

	@Test
	void aListingOfMoreThanTheBudgetIsFollowedForTenThousandFilesMore() {
		Endless endless = new Endless(1000, 8);
		endless.seconds = 0;
		assertThatExceptionOfType(OssModelCapacityException.class)
			.isThrownBy(() -> VersionPlan.of(spec(), endless, helpers(), limits(5_000, endless::nanoTime)))
			.withMessageContaining("its first 15001 files need")
			.satisfies((ex) -> assertThat(ex.permanent()).isTrue());
		assertThat(endless.pages.get()).isBetween(16, 1_200);
	}

	@Test
	void whatIsNotWantedIsNotJudged() throws Exception {
		this.store.put("model/../z.txt", 10);
		this.store.put("model/a.json", 10);
		this.store.link("model/dangling", 0, null);
		this.store.put("model/" + "l".repeat(300), 10);
		this.store.put("model/sub/", 19);
		this.store.put("model/x//y.txt", 10);
		assertThatExceptionOfType(OssModelConfigurationException.class).isThrownBy(() -> plan(spec()));
		assertThat(plan(ModelSpec.builder("model", "oss://models/model/").include(List.of("*.json")).build()).names())
			.containsExactly("a.json");
		assertThat(plan(ModelSpec.builder("model", "oss://models/model/")
			.exclude(List.of("sub/", "*.txt", "lll*", "dangling"))
			.build()).names()).containsExactly("a.json");
	}

	@Test
	void patternsThatMatchNothingAreSaidWithTheNearestNames() throws Exception {
		this.store.put("model/model.safetensors", 10);
		this.store.put("model/original/consolidated.pth", 10);
		this.store.put("model/tokenizer.json", 10);
		VersionPlan plan = plan(ModelSpec.builder("model", "oss://models/model/")
			.include(List.of("*.safetensors", "tokeniser.json"))
			.exclude(List.of("orignal/"))
			.build());
		assertThat(plan.remarks()).satisfiesExactly(
				(remark) -> assertThat(remark).startsWith(
						"the pattern tokeniser.json (include) matches nothing; the nearest names are tokenizer.json, "),
				(remark) -> assertThat(remark).startsWith("the pattern orignal/ (exclude) matches nothing; "));
		assertThat(plan(spec()).remarks()).isEmpty();
		assertThatExceptionOfType(OssModelNotFoundException.class)
			.isThrownBy(() -> plan(
					ModelSpec.builder("model", "oss://models/model/").include(List.of("tokeniser.json")).build()))
			.withMessageContaining("Of 3 objects below oss://models/model/ none is included: the pattern "
					+ "tokeniser.json (include) matches nothing; the nearest names are tokenizer.json");
	}

	/** OSS fills its pages as it likes; it takes one second for each here. */
	@ParameterizedTest
	@CsvSource({ "1, 200", "3, 290", "250, 240", "1000, 240" })
	void aListingOfShortPagesIsFollowedToItsEnd(int entries, int pages) throws Exception {
		Endless endless = new Endless(entries, 8);
		endless.last = pages;
		VersionPlan plan = VersionPlan.of(spec(), endless, helpers(), limits(Long.MAX_VALUE, endless::nanoTime));
		assertThat(plan.files()).hasSize(entries * pages);
	}

	@Test
	void aStreamOfAnEndlessListingIsAskedForAsFarAsItIsRead() {
		Endless endless = new Endless(1000, 8);
		try (Stream<ListedObject> listed = Listing.of(endless, OssUri.parse("oss://models/model/"),
				ListOptions.recursive(), helpers())) {
			assertThat(listed.limit(1_000)).hasSize(1_000);
		}
		assertThat(endless.pages.get()).isEqualTo(1);
	}

	private Helpers helpers() {
		return new Helpers(this.threads.tasks(), 64);
	}

	private VersionPlan plan(ModelSpec spec) throws InterruptedException {
		return VersionPlan.of(spec, this.store, helpers(), limits(Long.MAX_VALUE, System::nanoTime));
	}

	private static PlanLimits limits(long budget, LongSupplier nanoTime) {
		return new PlanLimits(budget, Duration.ofMinutes(5), nanoTime);
	}

	private static ModelSpec spec() {
		return ModelSpec.builder("model", "oss://models/model/").build();
	}

	/** What happens while a HEAD is answered. */
	private interface Pause {

		void pass() throws InterruptedException;

	}

	private static ObjectInfo info(long size, String etag, String storageClass, @Nullable Long crc64,
			boolean restored) {
		return new ObjectInfo(new ObjectVersion(new OssUri("models", "target"), etag, size), storageClass, crc64,
				restored);
	}

	/** Always has more, a page each second. */
	private static final class Endless implements ObjectStore {

		private final AtomicInteger pages = new AtomicInteger();

		private final int entries;

		private final String padding;

		private int last = Integer.MAX_VALUE;

		private int seconds = 1;

		/**
		 * A listing.
		 * @param entries on each page
		 * @param length of each name, characters
		 */
		Endless(int entries, int length) {
			this.entries = entries;
			this.padding = "x".repeat(length - 8);
		}

		@Override
		public ListPage list(OssUri prefix, @Nullable String delimiter, @Nullable String startAfter,
				@Nullable String token) {
			this.pages.getAndIncrement();
			int total = (int) Math.min(99_999_999L, (long) this.entries * this.last);
			int first = after(prefix, (startAfter != null) ? startAfter : "", total);
			int end = Math.min(total, first + this.entries);
			return new ListPage(IntStream.range(first, end)
				.mapToObj((number) -> key(prefix, number))
				.map((key) -> new ListedObject(Scripted.summary(key, 1), false, false))
				.toList(), List.of(), end < total, "token-" + first);
		}

		private String key(OssUri prefix, int number) {
			return prefix.key() + "%08d".formatted(number) + this.padding;
		}

		private int after(OssUri prefix, String key, int total) {
			int low = 0;
			for (int high = total; low < high;) {
				int middle = (low + high) >>> 1;
				if (key(prefix, middle).compareTo(key) > 0) {
					high = middle;
				}
				else {
					low = middle + 1;
				}
			}
			return low;
		}

		long nanoTime() {
			return TimeUnit.SECONDS.toNanos((long) this.pages.get() * this.seconds);
		}

		@Override
		public ObjectInfo head(OssUri object) {
			throw new AssertionError("nobody asks for " + object);
		}

		@Override
		public URI presign(OssUri object, Duration validity) {
			throw new AssertionError("nobody fetches " + object);
		}

		@Override
		public void close() {
		}

	}

	/** Answers as it was told. */
	private static final class Scripted implements ObjectStore {

		private final Map<String, ListedObject> listed = new LinkedHashMap<>();

		private final Map<String, ObjectInfo> targets = new ConcurrentHashMap<>();

		private final Set<String> heads = ConcurrentHashMap.newKeySet();

		private final AtomicInteger under = new AtomicInteger();

		private final AtomicInteger most = new AtomicInteger();

		private volatile Pause onHead = () -> {
		};

		void put(String key, long size) {
			this.listed.put(key, new ListedObject(summary(key, size), false, false));
		}

		void link(String key, long size, @Nullable ObjectInfo target) {
			this.listed.put(key, new ListedObject(summary(key, size), true, false));
			if (target != null) {
				this.targets.put(key, target);
			}
		}

		private static ObjectSummary summary(String key, long size) {
			return new ObjectSummary("models", key, size, "etag-of-" + key, Instant.EPOCH, "Standard", false);
		}

		@Override
		public ListPage list(OssUri prefix, @Nullable String delimiter, @Nullable String startAfter,
				@Nullable String token) {
			return new ListPage(this.listed.values()
				.stream()
				.sorted(Comparator.comparing((entry) -> entry.summary().key()))
				.toList(), List.of(), false, null);
		}

		@Override
		public ObjectInfo head(OssUri object) {
			this.heads.add(object.key());
			this.most.accumulateAndGet(this.under.incrementAndGet(), Math::max);
			try {
				this.onHead.pass();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
			finally {
				this.under.decrementAndGet();
			}
			ObjectInfo target = this.targets.get(object.key());
			if (target == null) {
				throw new OssModelNotFoundException("There is no object " + object + ".", "Check the URI.");
			}
			return target;
		}

		@Override
		public URI presign(OssUri object, Duration validity) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void close() {
		}

	}

}
