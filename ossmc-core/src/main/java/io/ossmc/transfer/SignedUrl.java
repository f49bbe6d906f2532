package io.ossmc.transfer;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.ossmc.OssUri;
import io.ossmc.oss.ObjectStore;
import io.ossmc.thread.Nanos;
import org.jspecify.annotations.Nullable;

/**
 * The presigned URL of one object, made on first use and again before it expires, or when
 * the wall clock, by which expiry is counted, was set. Thread-safe.
 */
final class SignedUrl {

	private static final Duration VALIDITY = Duration.ofMinutes(30);

	private static final long RENEW_AFTER = TimeUnit.MINUTES.toNanos(20);

	private final ObjectStore store;

	private final OssUri uri;

	/** Smaller steps are corrections that OSS does not mind (it allows 15 minutes). */
	private static final long STEP = TimeUnit.MINUTES.toNanos(1);

	private final LongSupplier nanoTime;

	private final InstantSource clock;

	private @Nullable URI url;

	private long signedAt;

	private Instant signedOn = Instant.EPOCH;

	SignedUrl(ObjectStore store, OssUri uri, LongSupplier nanoTime, InstantSource clock) {
		this.store = store;
		this.uri = uri;
		this.nanoTime = nanoTime;
		this.clock = clock;
	}

	synchronized URI get() {
		URI current = this.url;
		if (current == null || this.nanoTime.getAsLong() - this.signedAt > RENEW_AFTER || clockWasSet()) {
			return sign();
		}
		return current;
	}

	/** Whether the wall clock has gone another way than time. */
	private boolean clockWasSet() {
		long passed = this.nanoTime.getAsLong() - this.signedAt;
		Duration shown = Duration.between(this.signedOn, this.clock.instant());
		return Nanos.of(shown.minusNanos(passed).abs()) > STEP;
	}

	/**
	 * Signs again with the credentials and the time of now, once for all parts that were
	 * refused with the same URL.
	 * @param refused the URL that OSS refused
	 * @param there what time it was there; empty if that was not said
	 */
	synchronized void renew(URI refused, Optional<Instant> there) {
		if (refused.equals(this.url)) {
			there.ifPresent(this.store::refusedAt);
			sign();
		}
	}

	private URI sign() {
		URI signed = this.store.presign(this.uri, VALIDITY);
		this.url = signed;
		this.signedAt = this.nanoTime.getAsLong();
		this.signedOn = this.clock.instant();
		return signed;
	}

}
