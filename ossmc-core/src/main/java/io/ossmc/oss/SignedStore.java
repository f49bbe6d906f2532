package io.ossmc.oss;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;

import io.ossmc.OssModelConfigurationException;
import io.ossmc.OssModelException;
import io.ossmc.OssUri;
import io.ossmc.http.Abort;
import io.ossmc.http.BodyReceiver;
import io.ossmc.http.HttpFailure;
import io.ossmc.http.HttpStatusFailure;
import io.ossmc.http.HttpReply;
import io.ossmc.http.HttpRequest;
import io.ossmc.http.RequestClient;
import io.ossmc.sign.RequestToSign;
import io.ossmc.sign.Signer;
import io.ossmc.sign.SigningClock;
import io.ossmc.sign.SuppliedCredentials;
import io.ossmc.text.ServerText;
import org.jspecify.annotations.Nullable;

/**
 * {@link ObjectStore} by requests of our own, over the connections that bring the bytes.
 * Redirects are never followed, and what is answered is checked before it is believed.
 */
final class SignedStore implements ObjectStore {

	private static final SortedMap<String, String> NONE = new TreeMap<>();

	private static final BodyReceiver NO_BODY = (bytes, length) -> {
		throw new UnusableReply("it has a body");
	};

	/** How long OSS is not asked past a proxy where it could not be reached that way. */
	private static final long DETOUR = TimeUnit.MINUTES.toNanos(1);

	/** Whoever does not answer past a proxy in this time is asked through it. */
	private static final Duration DIRECT = Duration.ofSeconds(5);

	private final Endpoint endpoint;

	private final Signer signer;

	private final SuppliedCredentials credentials;

	private final RequestClient client;

	private final ControlCalls calls;

	private final LongSupplier nanoTime;

	private volatile @Nullable Long outOfReachSince;

	SignedStore(Endpoint endpoint, SuppliedCredentials credentials, RequestClient client, ControlCalls calls,
			LongSupplier nanoTime) {
		this.endpoint = endpoint;
		this.signer = Signer.of(endpoint.region());
		this.credentials = credentials;
		this.client = client;
		this.calls = calls;
		this.nanoTime = nanoTime;
	}

	@Override
	public ListPage list(OssUri prefix, @Nullable String delimiter, @Nullable String startAfter,
			@Nullable String token) {
		SortedMap<String, String> query = new TreeMap<>();
		query.put("list-type", "2");
		query.put("max-keys", Integer.toString(ObjectStore.PAGE));
		// Keys may hold what XML cannot.
		query.put("encoding-type", "url");
		put(query, "prefix", prefix.key());
		put(query, "delimiter", delimiter);
		put(query, "start-after", startAfter);
		put(query, "continuation-token", token);
		requireUnicode(prefix, prefix.key());
		requireUnicode(prefix, (startAfter != null) ? startAfter : "");
		return call(prefix, OssErrors::unusableListing, (timeout, now) -> {
			ListPageParser parser = new ListPageParser(prefix, now);
			send("GET", prefix.withKey(""), query, timeout, now, false, parser, new Abort());
			return parser.page(startAfter, token);
		});
	}

	/** Clients differ in how they sign a parameter that is empty, and it says nothing. */
	private static void put(SortedMap<String, String> query, String name, @Nullable String value) {
		if (value != null && !value.isEmpty()) {
			query.put(name, value);
		}
	}

	@Override
	public ObjectInfo head(OssUri object) {
		requireKey(object);
		return call(object, OssErrors::unusableDescription,
				(timeout, now) -> head(object, timeout, now, false, new Abort()));
	}

	@Override
	public ObjectInfo headDirect(OssUri object, Abort abort) {
		requireKey(object);
		ControlCalls.Request<ObjectInfo> request = (timeout, now) -> {
			long start = this.nanoTime.getAsLong();
			if (reachablePastProxy(object)) {
				try {
					Duration half = timeout.dividedBy(2);
					return head(object, (half.compareTo(DIRECT) > 0) ? DIRECT : half, now, true, abort);
				}
				catch (HttpStatusFailure | HttpFailure.Aborted | UnusableReply ex) {
					throw ex;
				}
				catch (IOException ex) {
					this.outOfReachSince = this.nanoTime.getAsLong();
				}
			}
			return head(object, timeout.minusNanos(this.nanoTime.getAsLong() - start), now, false, abort);
		};
		return explained(object, OssErrors::unusableDescription, () -> this.calls.runOnce(request));
	}

	private boolean reachablePastProxy(OssUri object) {
		Long since = this.outOfReachSince;
		return (since == null || this.nanoTime.getAsLong() - since > DETOUR)
				&& this.client.readAlong(this.endpoint.url(object, NONE));
	}

	private ObjectInfo head(OssUri object, Duration timeout, Instant now, boolean pastProxy, Abort abort)
			throws IOException {
		return ObjectDescription.of(object, send("HEAD", object, NONE, timeout, now, pastProxy, NO_BODY, abort), now);
	}

	@Override
	public URI presign(OssUri object, Duration validity) {
		requireKey(object);
		return this.endpoint.url(object, this.signer.presign(new RequestToSign("GET", object, NONE, NONE),
				this.credentials.get(), this.calls.clock().instant(), validity));
	}

	@Override
	public void refusedAt(Instant there) {
		SigningClock clock = this.calls.clock();
		// The URL may have been signed a while ago, the reply has just come.
		clock.corrected(clock.instant(), Optional.of(there));
	}

	private HttpReply send(String method, OssUri resource, SortedMap<String, String> query, Duration timeout,
			Instant now, boolean pastProxy, BodyReceiver body, Abort abort) throws IOException {
		SortedMap<String, String> headers = this.signer.sign(new RequestToSign(method, resource, query, NONE),
				this.credentials.get(timeout), now);
		return this.client.send(
				new HttpRequest(method, this.endpoint.url(resource, query), headers, timeout, pastProxy), body, abort);
	}

	private <R> R call(OssUri uri, BiFunction<OssUri, String, OssModelException> unusable,
			ControlCalls.Request<R> request) {
		return explained(uri, unusable, () -> this.calls.run(request));
	}

	private <R> R explained(OssUri uri, BiFunction<OssUri, String, OssModelException> unusable, Call<R> call) {
		requireOpen();
		try {
			return call.run();
		}
		catch (HttpStatusFailure ex) {
			throw OssErrors.explain(uri.toString(), ex, this.endpoint.toString());
		}
		catch (UnusableReply ex) {
			throw unusable.apply(uri, String.valueOf(ex.getMessage()));
		}
		catch (IOException ex) {
			requireOpen();
			throw OssErrors.unreachable(uri.toString(), this.endpoint.toString(), ex);
		}
	}

	private void requireOpen() {
		if (this.calls.isClosed()) {
			throw new IllegalStateException("the connector is closed");
		}
	}

	private static void requireKey(OssUri object) {
		int bytes = object.key().getBytes(StandardCharsets.UTF_8).length;
		if (bytes == 0 || bytes > ObjectStore.LONGEST_KEY) {
			throw noName(object);
		}
		requireUnicode(object, object.key());
	}

	/** Half of a surrogate pair has no UTF-8: another name would be asked for. */
	private static void requireUnicode(OssUri uri, String text) {
		if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
			throw noName(uri);
		}
	}

	private static OssModelConfigurationException noName(OssUri uri) {
		return new OssModelConfigurationException(
				ServerText.shown(uri.toString()) + " cannot be the name of an object.",
				"Check the URI; a key has 1 to 1023 bytes of Unicode text.");
	}

	/** The connections are others' as well, and close with them. */
	@Override
	public void close() {
		this.calls.close();
	}

	/** A call with its tries. */
	@FunctionalInterface
	private interface Call<R> {

		R run() throws IOException;

	}

}
