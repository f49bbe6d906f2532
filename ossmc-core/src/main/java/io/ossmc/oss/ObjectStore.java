package io.ossmc.oss;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;

import io.ossmc.OssUri;
import org.jspecify.annotations.Nullable;

/**
 * What the connector needs of OSS besides bytes. Thread-safe; every method but
 * {@link #presign} is one request, or a few where it fails for reasons that may pass.
 */
public interface ObjectStore {

	/**
	 * One page of a listing, as it was answered; {@link Listing} checks it.
	 * @param prefix bucket and key prefix
	 * @param delimiter {@code /} to collapse folders; null for all objects
	 * @param startAfter only keys after this one; null for all
	 * @param token where the last page ended; null for the first
	 * @return up to 1000 entries
	 * @throws io.ossmc.OssModelException if OSS refuses or cannot be reached
	 */
	ListPage list(OssUri prefix, @Nullable String delimiter, @Nullable String startAfter, @Nullable String token);

	/**
	 * Describes one object.
	 * @param object bucket and key
	 * @return its description
	 * @throws io.ossmc.OssModelException if there is none, or OSS refuses or cannot be
	 * reached
	 */
	ObjectInfo head(OssUri object);

	/**
	 * As {@link #head}, but asks OSS itself where a proxy reads along, which may have
	 * dropped a checksum or answer from what it has kept; where OSS is out of reach that
	 * way, the proxy is asked.
	 * @param object bucket and key
	 * @return its description
	 * @throws io.ossmc.OssModelException if there is none, or OSS refuses or cannot be
	 * reached
	 */
	default ObjectInfo headDirect(OssUri object) {
		return head(object);
	}

	/**
	 * Signs a GET. The range is not part of the signature, so that one URL serves all
	 * ranges.
	 * @param object bucket and key
	 * @param validity how long the URL is good for
	 * @return a URL that holds a signature: never to be logged
	 * @throws io.ossmc.OssModelException if there are no credentials
	 */
	URI presign(OssUri object, Duration validity);

	/**
	 * Learns from OSS what time it is: a URL that was {@linkplain #presign signed} by
	 * another clock was refused. What is signed from now on is signed by OSS's own if the
	 * two are far apart.
	 * @param there what time it was where it was refused
	 */
	default void refused(Instant there) {
	}

	/** Ends calls that wait. */
	void close();

}
