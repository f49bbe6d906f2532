package io.ossmc.transfer;

import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import io.ossmc.OssModelAccessException;
import io.ossmc.OssModelCredentials;
import io.ossmc.OssModelException;
import io.ossmc.OssModelTransferException;
import io.ossmc.OssUri;
import io.ossmc.VerifyMode;
import io.ossmc.emulator.OssEmulator;
import io.ossmc.emulator.Reaction;
import io.ossmc.emulator.RequestHook;
import io.ossmc.http.HttpFailure;
import io.ossmc.http.HttpStatusFailure;
import io.ossmc.http.HttpSettings;
import io.ossmc.http.RangeClient;
import io.ossmc.memory.PrivateRegion;
import io.ossmc.oss.ObjectVersion;
import io.ossmc.oss.StoreSettings;
import io.ossmc.oss.Stores;
import io.ossmc.spi.OssModelListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

/** The threads that fetch, with a server that anybody may read. */
@Timeout(60)
class TransferEngineTests {

	private static final Duration NEVER = Duration.ofHours(1);

	private static final OssUri OBJECT = OssUri.parse("oss://models/object");

	private static final byte[] CONTENT = new byte[1 << 20];

	private static final ThreadFactory THREADS = Thread.ofPlatform().daemon().name("ossmc-fetch-", 0).factory();

	private final List<PrivateRegion> regions = new ArrayList<>();

	/** Of the stores; the engines have their own. */
	private final RangeClient client = RangeClient.create(HttpSettings.defaults());

	private OssEmulator emulator;

	private Stores stores;

	@BeforeEach
	void start() {
		this.emulator = OssEmulator.builder().credentials("id", "secret").start();
		this.emulator.bucket("models").put("object", CONTENT);
		this.stores = new Stores(
				new StoreSettings(this.emulator.endpoint().toString(), this.emulator.region(),
						() -> new OssModelCredentials("id", "secret", null), null),
				Map.of(), null, this.client.requests(), Duration.ofSeconds(10), InstantSource.system(),
				System::nanoTime);
	}

	@AfterEach
	void stop() {
		this.client.close();
		this.emulator.close();
		this.regions.forEach(PrivateRegion::close);
	}

	@Test
	void threadsThatCannotBeStartedAreTriedAgain() {
		AtomicInteger refused = new AtomicInteger();
		try (TransferEngine engine = engine(NEVER, HttpSettings::resolve, (task) -> {
			if (refused.getAndDecrement() > 0) {
				throw new OutOfMemoryError("unable to create native thread");
			}
			return THREADS.newThread(task);
		})) {
			refused.set(10);
			Transfer transfer = engine.submit(request(this.emulator.endpoint()));
			assertThat(transfer.done().join().verified()).isTrue();
			assertThat(refused).hasNonPositiveValue();
		}
	}

	@Test
	void anErrorOfTheApplicationDoesNotEndAThreadNorATransfer() {
		AtomicInteger errors = new AtomicInteger(3);
		try (TransferEngine engine = engine(NEVER, HttpSettings::resolve, THREADS)) {
			Transfer transfer = engine.submit(request((_) -> {
				if (errors.getAndDecrement() > 0) {
					throw new OutOfMemoryError("Java heap space");
				}
				return url(this.emulator.endpoint());
			}));
			assertThat(transfer.done().join().verified()).isTrue();
		}
	}

	@Test
	void threadsGoWithTheEngine() {
		List<Thread> threads = new ArrayList<>();
		TransferEngine engine = engine(NEVER, HttpSettings::resolve, (task) -> {
			Thread thread = THREADS.newThread(task);
			threads.add(thread);
			return thread;
		});
		engine.submit(request(this.emulator.endpoint())).done().join();
		engine.close();
		await().until(() -> threads.stream().noneMatch(Thread::isAlive));
	}

	@Test
	void aNameThatNobodyKnowsIsGivenUpAfterAFewTriesWithItsCause() {
		AtomicInteger asked = new AtomicInteger();
		try (TransferEngine engine = engine(NEVER, (host) -> {
			asked.incrementAndGet();
			throw new UncheckedIOException(new UnknownHostException(host));
		}, THREADS)) {
			Transfer transfer = engine.submit(request(URI.create("http://nowhere.example")));
			assertThat(failure(transfer)).isInstanceOf(OssModelTransferException.class)
				.hasMessageContaining("name server")
				.hasCauseInstanceOf(HttpFailure.Connect.class)
				.hasMessageNotContainingAny("Signature");
			assertThat(asked.get()).isBetween(4, 12);
		}
	}

	@Test
	void aNameThatIsKnownAgainIsForgotten() {
		AtomicInteger asked = new AtomicInteger();
		try (TransferEngine engine = engine(NEVER, (host) -> {
			if (asked.incrementAndGet() < 3) {
				throw new UncheckedIOException(new UnknownHostException(host));
			}
			return HttpSettings.resolve("127.0.0.1");
		}, THREADS)) {
			URI endpoint = URI.create("http://localhost:" + this.emulator.endpoint().getPort());
			assertThat(engine.submit(request(endpoint)).done().join().verified()).isTrue();
		}
	}

	@Test
	void aCertificateThatIsNotTrustedIsGivenUpAfterAFewTries() {
		try (OssEmulator plain = OssEmulator.builder().start();
				TransferEngine engine = engine(NEVER, HttpSettings::resolve, THREADS)) {
			URI https = URI.create("https://127.0.0.1:" + plain.endpoint().getPort());
			assertThat(failure(engine.submit(request(https)))).isInstanceOf(OssModelTransferException.class)
				.hasMessageContaining("https")
				.hasCauseInstanceOf(HttpFailure.Tls.class);
		}
	}

	@Test
	void aTransferSaysWhatItWaitsForAndKeepsTheCauseWhenAGateWasLastInItsWay() {
		hook((_) -> Reaction.status(500, "InternalError"));
		try (TransferEngine engine = engine(Duration.ofSeconds(1), HttpSettings::resolve, THREADS)) {
			Transfer transfer = engine.submit(request(this.emulator.endpoint()));
			await().until(() -> transfer.waitingFor().filter((what) -> what.contains("status 500")).isPresent());
			assertThat(failure(transfer)).hasMessageContaining("No byte of oss://models/object came for")
				.hasMessageContaining("InternalError")
				.hasMessageContaining("ossmc.fetch.give-up-after")
				.hasCauseInstanceOf(HttpStatusFailure.class);
			assertThat(transfer.waitingFor()).isEmpty();
		}
	}

	@Test
	void eachReaderGetsAnErrorOfItsOwn() {
		hook((_) -> Reaction.status(404, "NoSuchKey"));
		try (TransferEngine engine = engine(NEVER, HttpSettings::resolve, THREADS)) {
			Transfer transfer = engine.submit(request(this.emulator.endpoint()));
			Throwable first = catchThrowable(() -> transfer.await(0, null));
			Throwable second = catchThrowable(() -> transfer.await(CONTENT.length - 1, NEVER));
			assertThat(first).isInstanceOf(OssModelException.class).isNotSameAs(second).hasSameClassAs(second);
			assertThat(first.getStackTrace()).anyMatch((frame) -> frame.getClassName().equals(getClass().getName()));
			assertThatThrownBy(() -> transfer.await(1, Duration.ZERO)).hasCause(first.getCause());
		}
	}

	@Test
	void refusedPartsAreSignedAgainOnceEach() {
		AtomicInteger signed = new AtomicInteger();
		hook((_) -> (signed.get() < 2) ? Reaction.status(403, "AccessDenied") : Reaction.proceed());
		try (TransferEngine engine = engine(NEVER, HttpSettings::resolve, THREADS)) {
			Transfer transfer = engine.submit(request((_) -> {
				signed.incrementAndGet();
				return url(this.emulator.endpoint());
			}));
			assertThat(transfer.done().join().verified()).isTrue();
			assertThat(signed).hasValue(2);
		}
	}

	@Test
	void whoSignedOnceAndCannotForAWhileIsAskedAgain() {
		AtomicInteger signed = new AtomicInteger();
		hook((_) -> (signed.get() < 2) ? Reaction.status(403, "AccessDenied") : Reaction.proceed());
		AtomicInteger asked = new AtomicInteger();
		try (TransferEngine engine = engine(NEVER, HttpSettings::resolve, THREADS)) {
			Transfer transfer = engine.submit(request((_) -> {
				if (asked.incrementAndGet() > 1 && asked.get() < 4) {
					throw new OssModelAccessException("There are no keys at this moment.", "Wait.");
				}
				signed.incrementAndGet();
				return url(this.emulator.endpoint());
			}));
			assertThat(transfer.done().join().verified()).isTrue();
		}
	}

	@Test
	void whoSignedOnceAndCannotAnyMoreIsGivenUpWithTheCause() {
		hook((_) -> Reaction.status(403, "AccessDenied"));
		AtomicInteger asked = new AtomicInteger();
		try (TransferEngine engine = engine(Duration.ofSeconds(1), HttpSettings::resolve, THREADS)) {
			Transfer transfer = engine.submit(request((_) -> {
				if (asked.incrementAndGet() > 1) {
					throw new OssModelAccessException("There are no keys any more.", "Make some.");
				}
				return url(this.emulator.endpoint());
			}));
			assertThatThrownBy(() -> transfer.done().join())
				.hasMessageContaining("There are no keys any more. Make some.")
				.hasRootCauseInstanceOf(OssModelAccessException.class);
		}
	}

	private void hook(RequestHook hook) {
		this.emulator.requestHook(hook);
	}

	private TransferEngine engine(Duration giveUpAfter, Function<String, List<InetAddress>> resolver,
			ThreadFactory threads) {
		HttpSettings http = new HttpSettings(Duration.ofSeconds(10), NEVER, 8, Duration.ofSeconds(30), null, resolver,
				System::nanoTime);
		TransferSettings settings = new TransferSettings(256 << 10, 2, 8, NEVER, giveUpAfter, VerifyMode.TRUE);
		return new TransferEngine(settings, RangeClient.create(http), new OssModelListener() {
		}, System::nanoTime, InstantSource.system(), threads);
	}

	private TransferRequest request(URI endpoint) {
		return request((_) -> url(endpoint));
	}

	private TransferRequest request(Function<OssUri, URI> signer) {
		PrivateRegion region = PrivateRegion.allocate(CONTENT.length);
		this.regions.add(region);
		return new TransferRequest(new ObjectVersion(OBJECT, etag(), CONTENT.length), null, region,
				new SignerOnly(signer), (_) -> {
				});
	}

	/** Signed by a real store; signatures do not depend on the host. */
	private URI url(URI endpoint) {
		URI signed = this.stores.of(OBJECT.bucket()).presign(OBJECT, Duration.ofMinutes(1));
		return endpoint.resolve(signed.getRawPath() + "?" + signed.getRawQuery());
	}

	private static Throwable failure(Transfer transfer) {
		return transfer.done().handle((_, error) -> error).join();
	}

	private static String etag() {
		try {
			return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(CONTENT));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
