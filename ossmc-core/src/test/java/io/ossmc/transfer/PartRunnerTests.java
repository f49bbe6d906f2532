package io.ossmc.transfer;

import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.ossmc.OssModelAccessException;
import io.ossmc.OssModelChangedException;
import io.ossmc.OssModelCredentials;
import io.ossmc.OssUri;
import io.ossmc.VerifyMode;
import io.ossmc.emulator.OssEmulator;
import io.ossmc.emulator.Reaction;
import io.ossmc.http.HttpSettings;
import io.ossmc.http.RangeClient;
import io.ossmc.memory.PrivateRegion;
import io.ossmc.oss.ObjectInfo;
import io.ossmc.oss.ObjectStore;
import io.ossmc.oss.StoreSettings;
import io.ossmc.oss.Stores;
import io.ossmc.spi.OssModelListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What follows from the end of one request. The test is the only thread that fetches, and
 * time stands still unless it says otherwise.
 */
@Timeout(60)
class PartRunnerTests {

	private static final OssUri OBJECT = OssUri.parse("oss://models/object");

	private static final byte[] CONTENT = new byte[4 << 20];

	private static final int PART = 1 << 20;

	private final AtomicLong now = new AtomicLong();

	private final RangeClient client = RangeClient.create(HttpSettings.defaults());

	private final PrivateRegion region = PrivateRegion.allocate(CONTENT.length);

	private OssEmulator emulator;

	private Stores stores;

	private TransferEngine engine;

	private PartRunner runner;

	@BeforeEach
	void start() {
		for (int i = 0; i < CONTENT.length; i++) {
			CONTENT[i] = (byte) (i * 31 >> 3);
		}
		this.emulator = OssEmulator.builder().credentials("id", "secret").start();
		this.emulator.bucket("models").put("object", CONTENT);
		this.stores = new Stores(
				new StoreSettings(this.emulator.endpoint().toString(), this.emulator.region(),
						() -> new OssModelCredentials("id", "secret", null), null),
				Map.of(), null, this.client.requests(), Duration.ofSeconds(10), InstantSource.system(),
				System::nanoTime);
		TransferSettings settings = new TransferSettings(PART, 2, 8, Duration.ofSeconds(10), Duration.ofHours(1),
				VerifyMode.TRUE);
		this.engine = new TransferEngine(settings, RangeClient.create(HttpSettings.defaults()), new OssModelListener() {
		}, this.now::get, InstantSource.system(), (_) -> Thread.ofVirtual().unstarted(() -> {
		}));
		this.runner = new PartRunner(this.engine, this.client, this.now::get);
	}

	@AfterEach
	void stop() {
		this.engine.close();
		this.client.close();
		this.emulator.close();
		this.region.close();
	}

	@Test
	void onePartAfterTheOtherMakesTheObjectAndTheLastGivesTheVerdict() {
		Transfer transfer = transfer();
		List<Part> parts = transfer.parts();
		assertThat(parts).hasSize(4);
		for (Part part : parts) {
			assertThat(transfer.done()).isNotDone();
			this.runner.run(part);
			assertThat(part.complete()).isTrue();
		}
		assertThat(transfer.done()).isCompletedWithValueMatching(Transfer.Verdict::verified);
		try (var lease = this.region.lease()) {
			assertThat(lease.segment().toArray(ValueLayout.JAVA_BYTE)).isEqualTo(CONTENT);
		}
	}

	@Test
	void whatWasCutOffGoesOnWhereItWas() {
		Transfer transfer = transfer();
		Part part = transfer.parts().get(1);
		onFirstGet(Reaction.closeAfter(100_000));
		this.runner.run(part);
		assertThat(part.fetched()).isEqualTo(100_000);
		assertThat(part.failures).isEqualTo(1);
		this.emulator.requestHook((request) -> {
			assertThat(request.range().orElseThrow().first()).isEqualTo(PART + 100_000);
			return Reaction.proceed();
		});
		this.runner.run(part);
		assertThat(part.complete()).isTrue();
		assertThat(part.failures).isZero();
	}

	@ParameterizedTest
	@ValueSource(ints = { 408, 500, 502, 504 })
	void aServerInTroubleIsAskedAgainAfterPausesThatGrow(int status) {
		Transfer transfer = transfer();
		Part part = transfer.parts().getFirst();
		this.emulator.requestHook((_) -> Reaction.status(status, "InternalError"));
		long shortest = 50_000_000;
		for (int tries = 1; tries <= 5; tries++) {
			this.runner.run(part);
			assertThat(part.failures).isEqualTo(tries);
			assertThat(part.notBefore() - this.now.get()).isBetween(shortest, 3 * shortest);
			shortest *= 2;
			this.now.set(part.notBefore() + TimeUnit.MINUTES.toNanos(1));
		}
		assertThat(transfer.ended()).isFalse();
		assertThat(transfer.waitingFor()).isPresent();
	}

	@Test
	void whoAsksToSlowDownIsLeftAloneForThatLongByAllParts() {
		Transfer transfer = transfer();
		AtomicInteger gets = new AtomicInteger();
		this.emulator.requestHook((_) -> {
			gets.incrementAndGet();
			return Reaction.status(503, "SlowDown", Map.of("Retry-After", "7"));
		});
		Part first = transfer.parts().getFirst();
		this.runner.run(first);
		assertThat(first.notBefore() - this.now.get()).isEqualTo(TimeUnit.SECONDS.toNanos(7));
		assertThat(first.failures).as("not its own").isZero();
		Part second = transfer.parts().get(1);
		this.runner.run(second);
		assertThat(gets).as("requests while the gate is closed").hasValue(1);
		assertThat(second.waitsAt()).isNotNull();
		assertThat(transfer.waitingFor()).hasValueSatisfying((reason) -> assertThat(reason).contains("slow down"));
	}

	@Test
	void whatIsForbiddenIsSignedOnceMoreAndThenRefused() {
		Transfer transfer = transfer();
		Part part = transfer.parts().getFirst();
		this.emulator.requestHook((_) -> Reaction.status(403, "AccessDenied"));
		this.runner.run(part);
		assertThat(transfer.ended()).isFalse();
		assertThat(part.resigned).isTrue();
		assertThat(part.notBefore()).isEqualTo(this.now.get());
		this.runner.run(part);
		assertThat(transfer.done().handle((_, error) -> error).join()).isInstanceOf(OssModelAccessException.class);
	}

	@Test
	void anObjectThatChangedEndsTheTransferAtOnce() {
		Transfer transfer = transfer();
		this.emulator.bucket("models").put("object", new byte[CONTENT.length]);
		this.runner.run(transfer.parts().getFirst());
		assertThat(transfer.done().handle((_, error) -> error).join()).isInstanceOf(OssModelChangedException.class);
	}

	@Test
	void aTransferThatHasEndedAsksForNothing() {
		Transfer transfer = transfer();
		int before = this.emulator.requests().size();
		transfer.cancel(new OssModelChangedException("Given up.", "Ask again."));
		this.runner.run(transfer.parts().getFirst());
		assertThat(this.emulator.requests()).hasSize(before);
	}

	private void onFirstGet(Reaction reaction) {
		AtomicInteger gets = new AtomicInteger();
		this.emulator.requestHook((_) -> (gets.getAndIncrement() == 0) ? reaction : Reaction.proceed());
	}

	private Transfer transfer() {
		ObjectStore store = this.stores.of(OBJECT.bucket());
		ObjectInfo info = store.head(OBJECT);
		return this.engine.submit(new TransferRequest(info.object(), info.crc64(), this.region, store, (_) -> {
		}));
	}

}
