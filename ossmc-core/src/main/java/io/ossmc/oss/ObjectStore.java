package io.ossmc.oss;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;

import io.ossmc.OssModelTransferException;
import io.ossmc.OssUri;
import io.ossmc.http.Abort;
import org.jspecify.annotations.Nullable;

/**
 * What the connector needs of OSS besides bytes. Thread-safe; every method but
 * {@link #presign} is one request, or a few where it fails for reasons that may pass.
 */
public interface ObjectStore {

	/** Objects and folders on a page at most ("ListObjectsV2", max-keys). */
	int PAGE = 1000;

	/** Bytes of a key at most ("Object naming conventions"). */
	int LONGEST_KEY = 1023;

	/** Bytes of an object at most: 10 000 parts of 5 GiB ("Limits"). */
	long LARGEST_OBJECT = 10_000L * (5L << 30);

	/** Of an object of which it is not sure that it is empty. */
	int MOST_DESCRIPTIONS = 4;

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
	 * As {@link #head}, for those who have nothing else that says what the object is. A
	 * reply may be one that somebody on the way sent twice, and be another object's: then
	 * the bytes contradict it, but an empty object has none. So emptiness counts when it
	 * is said twice.
	 * @param object the object
	 * @return its description
	 */
	default ObjectInfo describe(OssUri object) {
		ObjectInfo info = head(object);
		for (int asked = 1; info.object().size() == 0 && asked < MOST_DESCRIPTIONS; asked++) {
			ObjectInfo again = head(object);
			if (again.equals(info)) {
				return info;
			}
			info = again;
		}
		if (info.object().size() == 0) {
			throw new OssModelTransferException("What OSS says of " + info.object() + " changes with every reply.",
					"Look for a proxy or cache on the way that mixes up replies, and read it again.");
		}
		return info;
	}

	/**
	 * As {@link #head}, but asks OSS itself where a proxy reads along, which may have
	 * dropped a checksum or answer from what it has kept; where OSS is out of reach that
	 * way, the proxy is asked. One request, which its caller tries again.
	 * @param object bucket and key
	 * @param abort ends the request; what code of somebody else's does for it goes on
	 * @return its description
	 * @throws io.ossmc.OssModelException if there is none, or OSS refuses or cannot be
	 * reached
	 */
	default ObjectInfo headDirect(OssUri object, Abort abort) {
		return head(object);
	}

	/**
	 * Signs a GET. The range is not part of the signature, so that one URL serves all
	 * ranges. Takes as long as whoever supplies credentials, or signs, which may hang.
	 * @param object bucket and key
	 * @param validity how long the URL is good for
	 * @return a URL that holds a signature: never to be logged
	 * @throws io.ossmc.OssModelException if there are no credentials
	 */
	URI presign(OssUri object, Duration validity);

	/**
	 * Says what time it was where a presigned URL was refused. If that is far from the
	 * time by which URLs are signed here, those that follow go by it. Does nothing where
	 * somebody else's client signs.
	 * @param there the time of the refusing reply
	 */
	default void refusedAt(Instant there) {
	}

	/** Ends calls that wait. */
	void close();

}
