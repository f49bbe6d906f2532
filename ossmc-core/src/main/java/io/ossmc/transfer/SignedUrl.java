package io.ossmc.transfer;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.ossmc.OssUri;
import io.ossmc.oss.ObjectStore;
import org.jspecify.annotations.Nullable;

/**
 * The presigned URL of one object, made on first use and again before it expires.
 * Thread-safe.
 */
final class SignedUrl {

	private static final Duration VALIDITY = Duration.ofMinutes(30);

	private static final long RENEW_AFTER = TimeUnit.MINUTES.toNanos(20);

	private final ObjectStore store;

	private final OssUri uri;

	private final LongSupplier nanoTime;

	private @Nullable URI url;

	private long signedAt;

	SignedUrl(ObjectStore store, OssUri uri, LongSupplier nanoTime) {
		this.store = store;
		this.uri = uri;
		this.nanoTime = nanoTime;
	}

	synchronized URI get() {
		URI current = this.url;
		if (current == null || this.nanoTime.getAsLong() - this.signedAt > RENEW_AFTER) {
			return sign();
		}
		return current;
	}

	/**
	 * Signs again with the credentials of now, once for all parts that were refused with
	 * the same URL.
	 * @param refused the URL that OSS refused
	 */
	synchronized void renew(URI refused) {
		if (refused.equals(this.url)) {
			sign();
		}
	}

	private URI sign() {
		URI signed = this.store.presign(this.uri, VALIDITY);
		this.url = signed;
		this.signedAt = this.nanoTime.getAsLong();
		return signed;
	}

}
