package io.ossmc.http;

import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

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
		assertThat(this.book.candidates("h")).containsExactly(A, B, C);
		assertThat(this.book.candidates("h")).containsExactly(B, C, A);
		assertThat(this.book.candidates("h")).containsExactly(C, A, B);
		assertThat(this.book.candidates("h")).containsExactly(A, B, C);
	}

	@Test
	void anAddressThatFailedRests() throws Exception {
		this.book.candidates("h");
		this.book.failed("h", B);
		assertThat(this.book.candidates("h")).doesNotContain(B);
		this.time.advance(AddressBook.REST);
		assertThat(this.book.candidates("h")).contains(B);
	}

	@Test
	void anAddressThatAnsweredRestsNoLonger() throws Exception {
		this.book.candidates("h");
		this.book.failed("h", B);
		this.book.answered("h", B);
		assertThat(this.book.candidates("h")).contains(B);
	}

	@Test
	void whenAllRestTheOneThatRestedLongestIsTried() throws Exception {
		this.book.candidates("h");
		for (InetAddress address : List.of(B, A, C)) {
			this.book.failed("h", address);
			this.time.advance(Duration.ofSeconds(1));
		}
		assertThat(this.book.candidates("h")).containsExactly(B);
	}

	@Test
	void namesAreResolvedAgainAfterAWhile() throws Exception {
		this.book.candidates("h");
		this.resolved.set(List.of(C));
		assertThat(this.book.candidates("h")).hasSize(3);
		this.time.advance(AddressBook.REFRESH);
		assertThat(this.book.candidates("h")).containsExactly(C);
	}

	@Test
	void aNameServerThatFailsLaterTakesNothingAway() throws Exception {
		this.book.candidates("h");
		this.resolved.set(List.of());
		this.time.advance(AddressBook.REFRESH);
		assertThat(this.book.candidates("h")).hasSize(3);
	}

	@Test
	void aNameWithoutAddressesIsUnknown() {
		AddressBook failing = new AddressBook((host) -> {
			throw new UncheckedIOException(new UnknownHostException(host));
		}, this.time);
		assertThatExceptionOfType(UnknownHostException.class).isThrownBy(() -> failing.candidates("h"));
		this.resolved.set(List.of());
		assertThatExceptionOfType(UnknownHostException.class).isThrownBy(() -> this.book.candidates("h"));
	}

}
