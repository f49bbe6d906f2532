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

	private volatile @Nullable Signed signed;

	private volatile boolean wasSigned;

	SignedUrl(ObjectStore store, OssUri uri, LongSupplier nanoTime, InstantSource clock) {
		this.store = store;
		this.uri = uri;
		this.nanoTime = nanoTime;
		this.clock = clock;
	}

	/** The URL if there is one that is good; waits for nobody. */
	@Nullable URI current() {
		Signed now = this.signed;
		return (now != null && this.nanoTime.getAsLong() - now.at <= RENEW_AFTER && !clockWasSet(now)) ? now.url : null;
	}

	/** The URL; takes as long as whoever signs. */
	synchronized URI get() {
		URI current = current();
		if (current != null) {
			return current;
		}
		URI url = this.store.presign(this.uri, VALIDITY);
		this.signed = new Signed(url, this.nanoTime.getAsLong(), this.clock.instant());
		this.wasSigned = true;
		return url;
	}

	/** Whether it could be signed once, by whoever cannot now. */
	boolean wasSigned() {
		return this.wasSigned;
	}

	/** Whether the wall clock has gone another way than time. */
	private boolean clockWasSet(Signed since) {
		long passed = this.nanoTime.getAsLong() - since.at;
		Duration shown = Duration.between(since.on, this.clock.instant());
		return Nanos.of(shown.minusNanos(passed).abs()) > STEP;
	}

	/**
	 * It is signed again when it is needed, with the credentials and the time of then,
	 * once for all parts that were refused with the same URL.
	 * @param refused the URL that OSS refused
	 * @param there what time it was there; empty if that was not said
	 */
	void renew(URI refused, Optional<Instant> there) {
		Signed now = this.signed;
		if (now != null && refused.equals(now.url)) {
			there.ifPresent(this.store::refusedAt);
			this.signed = null;
		}
	}

	private record Signed(URI url, long at, Instant on) {

		@Override
		public String toString() {
			return "Signed[***]";
		}

	}

}
