package io.ossmc.listing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import io.ossmc.ListOptions;
import io.ossmc.OssModelTransferException;
import io.ossmc.OssUri;
import io.ossmc.oss.ListPage;
import io.ossmc.oss.ListedObject;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever the keys, whoever asks when: the sorted set, nothing twice, nothing missing.
 */
class ListingPropertyTests {

	private static ExecutorService threads;

	@BeforeContainer
	static void start() {
		threads = Executors.newVirtualThreadPerTaskExecutor();
	}

	@AfterContainer
	static void stop() {
		threads.shutdownNow();
	}

	@Property(tries = 100)
	void aListingIsTheSetInItsOrderIfThatIsWanted(@ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int page,
			@ForAll boolean ordered) {
		isTheSet(seed, page, ordered);
	}

	@Property(tries = 60)
	void aListingFromAKeyOnHasWhatComesAfterIt(@ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int page) {
		hasWhatComesAfter(seed, page);
	}

	@Property(tries = 60)
	void whatIsThereThroughoutIsListedWhateverComesAndGoes(@ForAll long seed,
			@ForAll @IntRange(min = 1, max = 60) int page, @ForAll boolean ordered) {
		hasWhatIsThereThroughout(seed, page, ordered);
	}

	@Property(tries = 100)
	void aFaultIsAnErrorOrNoneAndNeverAShorterListing(@ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int page,
			@ForAll boolean ordered) {
		isTheSetOrAnError(seed, page, ordered);
	}

	@Property(tries = 1)
	@Tag("large")
	void twelveThousandSetsOfKeys(@ForAll long seed) {
		for (long i = seed; i < seed + 3000; i++) {
			int page = 1 + Math.floorMod(i * 31, 60);
			boolean ordered = (i & 1) == 0;
			isTheSet(i, page, ordered);
			hasWhatComesAfter(i, page);
			hasWhatIsThereThroughout(i, page, ordered);
			isTheSetOrAnError(i, page, ordered);
		}
	}

	private static void isTheSet(long seed, int page, boolean ordered) {
		Random random = new Random(seed);
		Store store = new Store(KeySets.some(random), random, page);
		OssUri prefix = KeySets.prefix(store.keys, random);
		List<String> keys = list(store, prefix, ListOptions.recursive().ordered(ordered));
		if (ordered) {
			assertThat(keys).containsExactlyElementsOf(bytewise(store, prefix));
		}
		else {
			assertThat(keys).containsExactlyInAnyOrderElementsOf(bytewise(store, prefix));
		}
	}

	private static void hasWhatComesAfter(long seed, int page) {
		Random random = new Random(seed);
		Store store = new Store(KeySets.some(random), random, page);
		List<String> all = bytewise(store, SomeKeys.BUCKET);
		if (!all.isEmpty()) {
			int start = random.nextInt(all.size());
			assertThat(list(store, SomeKeys.BUCKET, ListOptions.recursive().after(all.get(start))))
				.containsExactlyElementsOf(all.subList(start + 1, all.size()));
		}
	}

	private static void hasWhatIsThereThroughout(long seed, int page, boolean ordered) {
		Random random = new Random(seed);
		Store store = new Store(KeySets.some(random), random, page);
		List<String> others = List.copyOf(KeySets.some(new Random(~seed)));
		List<String> gone = store.keys.stream().filter((key) -> random.nextInt(4) == 0).toList();
		Set<String> ever = new HashSet<>(store.keys);
		ever.addAll(others);
		Set<String> stay = new HashSet<>(store.keys);
		gone.forEach(stay::remove);
		store.onRequest = () -> {
			gone.stream().skip(store.number(gone.size() + 1)).limit(3).forEach(store.keys::remove);
			others.stream().skip(store.number(others.size() + 1)).limit(3).forEach(store.keys::add);
		};
		List<String> keys = list(store, SomeKeys.BUCKET, ListOptions.recursive().ordered(ordered));
		assertThat(new HashSet<>(keys)).as("nothing twice").hasSameSizeAs(keys).containsAll(stay);
		assertThat(ever).containsAll(keys);
	}

	private static void isTheSetOrAnError(long seed, int page, boolean ordered) {
		Random random = new Random(seed);
		Store store = new Store(KeySets.some(random), random, page);
		store.fault = KeySets.fault(random);
		List<String> keys = new ArrayList<>();
		ListOptions options = ListOptions.recursive().ordered(ordered);
		try (Stream<ListedObject> listed = Listing.of(store, SomeKeys.BUCKET, options, new Helpers(threads, 64))) {
			listed.forEach((object) -> keys.add(object.summary().key()));
		}
		catch (OssModelTransferException _) {
			assertThat(store.keys).containsAll(keys);
			assertThat(new HashSet<>(keys)).hasSameSizeAs(keys);
			return;
		}
		assertThat(keys).containsExactlyInAnyOrderElementsOf(bytewise(store, SomeKeys.BUCKET));
	}

	private static List<String> list(SomeKeys store, OssUri prefix, ListOptions options) {
		try (Stream<ListedObject> listed = Listing.of(store, prefix, options, new Helpers(threads, 64))) {
			return listed.map((object) -> object.summary().key()).toList();
		}
	}

	/** By the bytes themselves, whatever the order under test says. */
	private static List<String> bytewise(SomeKeys store, OssUri prefix) {
		Set<byte[]> sorted = new TreeSet<>(Arrays::compareUnsigned);
		store.keys.stream()
			.filter((key) -> key.startsWith(prefix.key()))
			.forEach((key) -> sorted.add(key.getBytes(StandardCharsets.UTF_8)));
		return sorted.stream().map((bytes) -> new String(bytes, StandardCharsets.UTF_8)).toList();
	}

	/** Answers after a while, with pages of different lengths, or wrongly. */
	private static final class Store extends SomeKeys {

		private final Random random;

		private Runnable onRequest = () -> {
		};

		private KeySets.@Nullable Fault fault;

		Store(Set<String> keys, Random random, int page) {
			super(keys);
			this.random = random;
			boolean fixed = random.nextBoolean();
			this.lengths = (full) -> fixed ? page : 1 + number(page);
		}

		private int number(int bound) {
			synchronized (this.random) {
				return this.random.nextInt(bound);
			}
		}

		@Override
		public ListPage list(OssUri prefix, @Nullable String delimiter, @Nullable String startAfter,
				@Nullable String token) {
			this.onRequest.run();
			if (number(3) == 0) {
				LockSupport.parkNanos(number(200_000));
			}
			ListPage page = super.list(prefix, delimiter, startAfter, token);
			KeySets.Fault fault = this.fault;
			return (fault != null && number(4) == 0) ? fault.change(this, page, startAfter) : page;
		}

	}

}
