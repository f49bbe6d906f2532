package io.ossmc.listing;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.ossmc.ListOptions;
import io.ossmc.OssModelTransferException;
import io.ossmc.OssUri;
import io.ossmc.oss.ListPage;
import io.ossmc.oss.ListedObject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/** What a listing asks for, and when. */
@Timeout(60)
class ListingTests {

	private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

	@AfterEach
	void stop() {
		this.threads.shutdownNow();
	}

	private static SomeKeys numbers(int count) {
		return new SomeKeys(IntStream.range(0, count).mapToObj("obj-%09d"::formatted).toList());
	}

	private Stream<String> list(SomeKeys store, boolean ordered) {
		return Listing
			.of(store, SomeKeys.BUCKET, ListOptions.recursive().ordered(ordered), new Helpers(this.threads, 64))
			.map((object) -> object.summary().key());
	}

	@Test
	void theOrderIsThatOfUtf8AndNotThatOfJava() {
		SomeKeys store = new SomeKeys(List.of("a\ud83d\ude00", "a\uff5e", "a\ufffd", "a\ue000", "az"));
		store.lengths = (full) -> 1;
		assertThat(list(store, true)).containsExactly("az", "a\ue000", "a\uff5e", "a\ufffd", "a\ud83d\ude00");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void onePageIsOneRequest(boolean ordered) {
		SomeKeys store = numbers(1000);
		assertThat(list(store, ordered)).hasSize(1000);
		assertThat(store.requests).hasValue(1);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void nothingIsReadAheadBeforeASecondPageIsWanted(boolean ordered) {
		SomeKeys store = numbers(100_000);
		try (Stream<String> keys = list(store, ordered)) {
			Iterator<String> iterator = keys.iterator();
			for (int i = 0; i < 1000; i++) {
				iterator.next();
			}
			assertThat(store.requests).hasValue(1);
			iterator.next();
			assertThat(store.requests).hasValueGreaterThan(1);
		}
	}

	/** Whatever is asked for too much is little beside what has to be. */
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aLongListingTakesFewMoreRequestsThanPages(boolean ordered) {
		SomeKeys store = numbers(400_000);
		store.onRequest(() -> TimeUnit.MILLISECONDS.sleep(2));
		assertThat(list(store, ordered).count()).isEqualTo(400_000);
		assertThat(store.requests.get()).isBetween(400, 520);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void whoeverStopsReadingIsNotReadAheadForWithoutEnd(boolean ordered) {
		SomeKeys store = numbers(3_000_000);
		try (Stream<String> keys = list(store, ordered)) {
			Iterator<String> iterator = keys.iterator();
			for (int i = 0; i < 5000; i++) {
				iterator.next();
			}
			AtomicInteger before = new AtomicInteger(-1);
			await().pollInterval(300, TimeUnit.MILLISECONDS)
				.until(() -> before.getAndSet(store.requests.get()) == store.requests.get());
			assertThat(store.requests.get()).isLessThan(ordered ? 1_300 : 300);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void closingEndsWhatIsUnderWay(boolean ordered) throws Exception {
		SomeKeys store = numbers(100_000);
		CountDownLatch waiting = new CountDownLatch(2);
		CountDownLatch interrupted = new CountDownLatch(2);
		Stream<String> keys = list(store, ordered);
		Iterator<String> iterator = keys.iterator();
		for (int i = 0; i < 1000; i++) {
			iterator.next();
		}
		store.onRequest(() -> {
			waiting.countDown();
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				interrupted.countDown();
				throw ex;
			}
		});
		Thread reader = Thread.ofVirtual().start(iterator::next);
		assertThat(waiting.await(10, TimeUnit.SECONDS)).isTrue();
		keys.close();
		assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
		reader.join();
		int requests = store.requests.get();
		assertThatExceptionOfType(RuntimeException.class).isThrownBy(iterator::next);
		assertThat(store.requests).hasValue(requests);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void anErrorOfAnyRangeIsTheListingsError(boolean ordered) {
		SomeKeys store = new SomeKeys(numbers(100_000).keys) {
			@Override
			public ListPage list(OssUri prefix, @Nullable String delimiter, @Nullable String startAfter,
					@Nullable String token) {
				if (startAfter != null && startAfter.compareTo("obj-00007") > 0) {
					throw new OssModelTransferException("OSS failed.", "Ask again.");
				}
				return super.list(prefix, delimiter, startAfter, token);
			}
		};
		List<String> seen = new ArrayList<>();
		assertThatExceptionOfType(OssModelTransferException.class)
			.isThrownBy(() -> list(store, ordered).forEach(seen::add))
			.withMessageContaining("OSS failed");
		assertThat(seen).hasSizeLessThan(100_000).doesNotHaveDuplicates();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void withoutThreadsTheReaderAsksForAll(boolean ordered) {
		SomeKeys store = numbers(20_000);
		try (Stream<ListedObject> listed = Listing.of(store, SomeKeys.BUCKET, ListOptions.recursive().ordered(ordered),
				new Helpers((task) -> {
					throw new RejectedExecutionException();
				}, 64))) {
			assertThat(listed.count()).isEqualTo(20_000);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void asManyRequestsAreUnderWayAsThereMayBeConnections(boolean ordered) {
		SomeKeys store = numbers(100_000);
		AtomicInteger now = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		store.onRequest(() -> {
			most.accumulateAndGet(now.incrementAndGet(), Math::max);
			TimeUnit.MILLISECONDS.sleep(1);
			now.decrementAndGet();
		});
		ListOptions options = ListOptions.recursive().ordered(ordered);
		try (Stream<ListedObject> listed = Listing.of(store, SomeKeys.BUCKET, options, new Helpers(this.threads, 3))) {
			assertThat(listed.count()).isEqualTo(100_000);
		}
		assertThat(most.get()).isBetween(2, 3);
	}

	@Test
	void anInterruptOfTheReaderIsAnErrorAndStaysKnown() {
		SomeKeys store = numbers(10_000);
		try (Stream<String> keys = list(store, true)) {
			Iterator<String> iterator = keys.iterator();
			for (int i = 0; i < 1000; i++) {
				iterator.next();
			}
			Thread.currentThread().interrupt();
			assertThatExceptionOfType(OssModelTransferException.class).isThrownBy(iterator::next)
				.withMessageContaining("interrupted");
			assertThat(Thread.interrupted()).isTrue();
		}
	}

	/**
	 * A range that says it ends, while others have seen keys behind it, is asked again.
	 */
	@Test
	void anEndThatIsNoneIsNotBelievedAtOnce() {
		AtomicBoolean seen = new AtomicBoolean();
		AtomicInteger lies = new AtomicInteger();
		SomeKeys store = new SomeKeys(numbers(200_000).keys) {
			@Override
			public ListPage list(OssUri prefix, @Nullable String delimiter, @Nullable String startAfter,
					@Nullable String token) {
				ListPage page = super.list(prefix, delimiter, startAfter, token);
				boolean before = page.truncated()
						&& page.objects().getLast().summary().key().compareTo("obj-00010") < 0;
				return (before && seen.get() && lies.getAndIncrement() == 0)
						? new ListPage(page.objects(), List.of(), false, null) : page;
			}
		};
		store.onRequest(() -> TimeUnit.MILLISECONDS.sleep(1));
		assertThat(list(store, false).peek((key) -> seen.compareAndSet(false, key.compareTo("obj-00015") > 0)).count())
			.isEqualTo(200_000);
		assertThat(lies.get()).isPositive();
	}

}
