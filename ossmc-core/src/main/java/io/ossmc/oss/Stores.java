package io.ossmc.oss;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import com.aliyun.oss.OSS;
import io.ossmc.OssModelConfigurationException;
import io.ossmc.OssModelCredentials;
import io.ossmc.http.RequestClient;
import io.ossmc.sign.SigningClock;
import io.ossmc.sign.SuppliedCredentials;
import org.jspecify.annotations.Nullable;

/** The store of each bucket, made on first use. Thread-safe. */
public final class Stores implements AutoCloseable {

	private final StoreSettings defaults;

	private final Map<String, StoreSettings> overrides;

	private final @Nullable OSS client;

	private final RequestClient requests;

	private final Duration limit;

	private final InstantSource clock;

	private final LongSupplier nanoTime;

	private final Map<String, ObjectStore> byBucket = new ConcurrentHashMap<>();

	/**
	 * Creates the stores.
	 * @param defaults for buckets without settings of their own
	 * @param overrides by bucket
	 * @param client a client of somebody else's to use where no endpoint is set; null if
	 * none
	 * @param requests sends those to endpoints; stays the caller's to close
	 * @param limit how long a call may take with all its tries
	 * @param clock for signatures
	 * @param nanoTime for the limit
	 */
	public Stores(StoreSettings defaults, Map<String, StoreSettings> overrides, @Nullable OSS client,
			RequestClient requests, Duration limit, InstantSource clock, LongSupplier nanoTime) {
		this.defaults = defaults;
		this.overrides = Map.copyOf(overrides);
		this.client = client;
		this.requests = requests;
		this.limit = limit;
		this.clock = clock;
		this.nanoTime = nanoTime;
	}

	/**
	 * The store of a bucket.
	 * @param bucket its name
	 * @return the store
	 * @throws OssModelConfigurationException if no endpoint or no credentials are known
	 * for it
	 */
	public ObjectStore of(String bucket) {
		return this.byBucket.computeIfAbsent(bucket, this::create);
	}

	private ObjectStore create(String bucket) {
		StoreSettings override = this.overrides.get(bucket);
		StoreSettings settings = (override != null) ? override.orElse(this.defaults) : this.defaults;
		String endpoint = settings.endpoint();
		if (endpoint == null) {
			if (this.client != null) {
				return new SdkStore(this.client, "the endpoint of the given client", this.limit);
			}
			throw new OssModelConfigurationException("No OSS endpoint is configured for bucket \"" + bucket + "\".",
					"Set ossmc.endpoint, for instance https://oss-cn-hangzhou-internal.aliyuncs.com.");
		}
		Supplier<OssModelCredentials> credentials = settings.credentials();
		if (credentials == null) {
			throw new OssModelConfigurationException("No OSS credentials are configured for bucket \"" + bucket + "\".",
					"Set ossmc.credentials.access-key-id and ossmc.credentials.access-key-secret, or ossmc.credentials.file.");
		}
		return new SignedStore(Endpoint.parse(endpoint, settings.region(), settings.style()),
				new SuppliedCredentials(credentials, bucket), this.requests,
				new ControlCalls(this.limit, new SigningClock(this.clock), this.nanoTime), this.nanoTime);
	}

	/** Ends calls that wait; a client of somebody else's stays as it is. */
	@Override
	public void close() {
		this.byBucket.values().forEach(ObjectStore::close);
	}

}
