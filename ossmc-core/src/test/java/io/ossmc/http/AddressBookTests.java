package io.ossmc.http;

import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/** Which address is next. */
class AddressBookTests {

	private static final InetAddress A = HttpSettings.resolve("192.0.2.1").getFirst();

	private static final InetAddress B = HttpSettings.resolve("192.0.2.2").getFirst();

	private static final InetAddress C = HttpSettings.resolve("192.0.2.3").getFirst();

	private final FakeTime time = new FakeTime();

	private final AtomicReference<List<InetAddress>> resolved = new AtomicReference<>(List.of(A, B, C));

	private final AddressBook book = new AddressBook((host) -> this.resolved.get(), this.time);

	@Test
	void connectionsTakeTurns() throws Exception {
		assertThat(candidates(this.book)).containsExactly(A, B, C);
		assertThat(candidates(this.book)).containsExactly(B, C, A);
		assertThat(candidates(this.book)).containsExactly(C, A, B);
		assertThat(candidates(this.book)).containsExactly(A, B, C);
	}

	@Test
	void anAddressThatFailedRests() throws Exception {
		candidates(this.book);
		this.book.failed("h", B);
		assertThat(candidates(this.book)).doesNotContain(B);
		this.time.advance(AddressBook.REST);
		assertThat(candidates(this.book)).contains(B);
	}

	@Test
	void anAddressThatAnsweredRestsNoLonger() throws Exception {
		candidates(this.book);
		this.book.failed("h", B);
		this.book.answered("h", B);
		assertThat(candidates(this.book)).contains(B);
	}

	@Test
	void whenAllRestTheOneThatRestedLongestIsTried() throws Exception {
		candidates(this.book);
		for (InetAddress address : List.of(B, A, C)) {
			this.book.failed("h", address);
			this.time.advance(Duration.ofSeconds(1));
		}
		assertThat(candidates(this.book)).containsExactly(B);
	}

	@Test
	void namesAreResolvedAgainAfterAWhile() throws Exception {
		candidates(this.book);
		this.resolved.set(List.of(C));
		assertThat(candidates(this.book)).hasSize(3);
		this.time.advance(AddressBook.REFRESH);
		assertThat(candidates(this.book)).containsExactly(C);
	}

	@Test
	void aNameServerThatFailsLaterTakesNothingAway() throws Exception {
		candidates(this.book);
		this.resolved.set(List.of());
		this.time.advance(AddressBook.REFRESH);
		assertThat(candidates(this.book)).hasSize(3);
	}

	@Test
	void aNameWithoutAddressesIsUnknown() {
		AddressBook failing = new AddressBook((host) -> {
			throw new UncheckedIOException(new UnknownHostException(host));
		}, this.time);
		assertThatExceptionOfType(UnknownHostException.class).isThrownBy(() -> candidates(failing));
		this.resolved.set(List.of());
		assertThatExceptionOfType(UnknownHostException.class).isThrownBy(() -> candidates(this.book));
	}

	@Test
	void aNameServerThatIsSilentHoldsNobodyForLonger() throws Exception {
		CompletableFuture<List<InetAddress>> answer = new CompletableFuture<>();
		AtomicInteger asked = new AtomicInteger();
		AddressBook silent = new AddressBook((host) -> {
			asked.incrementAndGet();
			return answer.join();
		}, this.time);
		for (int i = 0; i < 3; i++) {
			assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> silent.candidates("h", 1, new Abort()));
		}
		Abort abort = new Abort();
		abort.abort();
		assertThatExceptionOfType(HttpFailure.Aborted.class)
			.isThrownBy(() -> silent.candidates("h", Long.MAX_VALUE / 2, abort));
		answer.complete(List.of(A));
		assertThat(candidates(silent)).containsExactly(A);
		assertThat(asked).as("one thread per name").hasValue(1);
	}

	@Test
	void aNameServerThatIsSilentLaterTakesNothingAway() throws Exception {
		CompletableFuture<List<InetAddress>> answer = new CompletableFuture<>();
		AtomicInteger asked = new AtomicInteger();
		AddressBook silent = new AddressBook(
				(host) -> (asked.incrementAndGet() == 1) ? this.resolved.get() : answer.join(), this.time);
		candidates(silent);
		this.time.advance(AddressBook.REFRESH);
		assertThat(silent.candidates("h", 1, new Abort())).hasSize(3);
		assertThat(candidates(silent)).as("does not wait").hasSize(3);
		answer.complete(List.of(A));
		await().until(() -> candidates(silent).size() == 1);
	}

	private static List<InetAddress> candidates(AddressBook book) throws Exception {
		return book.candidates("h", Duration.ofMinutes(1).toNanos(), new Abort());
	}

}
