package io.ossmc.oss;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import javax.net.ssl.X509TrustManager;

import com.aliyun.oss.ClientBuilderConfiguration;
import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSClientBuilder;
import com.aliyun.oss.common.auth.BasicCredentials;
import com.aliyun.oss.common.auth.Credentials;
import com.aliyun.oss.common.auth.CredentialsProvider;
import com.aliyun.oss.common.comm.SignVersion;
import io.ossmc.OssModelAccessException;
import io.ossmc.OssModelConfigurationException;
import io.ossmc.OssModelCredentials;
import io.ossmc.OssModelException;
import org.jspecify.annotations.Nullable;

/**
 * The store of each bucket. Settings are checked at once, clients made on first use.
 * Thread-safe.
 */
public final class Stores implements AutoCloseable {

	/**
	 * The SDK also trusts a key store, by default that of the JDK: one that vouches for
	 * nobody leaves the decision to the trust manager.
	 */
	private static final KeyStore NOBODY = nobody();

	private final StoreSettings defaults;

	private final Map<String, StoreSettings> overrides;

	private final @Nullable OSS client;

	private final @Nullable X509TrustManager trust;

	private final Map<String, ObjectStore> byBucket = new ConcurrentHashMap<>();

	/**
	 * Creates the stores.
	 * @param defaults for buckets without settings of their own
	 * @param overrides by bucket
	 * @param client a client of somebody else's to use where no endpoint is set; null if
	 * none
	 * @param trust whom our own clients trust on https besides the JDK's authorities;
	 * null for nobody
	 */
	public Stores(StoreSettings defaults, Map<String, StoreSettings> overrides, @Nullable OSS client,
			@Nullable X509TrustManager trust) {
		this.defaults = defaults;
		this.overrides = Map.copyOf(overrides);
		this.client = client;
		this.trust = trust;
		if (defaults.endpoint() != null) {
			Endpoint.parse(defaults.endpoint(), defaults.region());
		}
		this.overrides.values().forEach((override) -> {
			if (override.endpoint() != null) {
				Endpoint.parse(override.endpoint(), override.region());
			}
		});
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
		if (settings.endpoint() == null) {
			if (this.client != null) {
				OSS given = this.client;
				return new SdkStore(() -> given, false, "the endpoint of the given client");
			}
			throw new OssModelConfigurationException("No OSS endpoint is configured for bucket \"" + bucket + "\".",
					"Set ossmc.endpoint, for instance https://oss-cn-hangzhou-internal.aliyuncs.com.");
		}
		Supplier<OssModelCredentials> credentials = settings.credentials();
		if (credentials == null) {
			throw new OssModelConfigurationException("No OSS credentials are configured for bucket \"" + bucket + "\".",
					"Set ossmc.credentials.access-key-id and ossmc.credentials.access-key-secret, or ossmc.credentials.file.");
		}
		Endpoint endpoint = Endpoint.parse(settings.endpoint(), settings.region());
		return new SdkStore(() -> client(endpoint, credentials), true, endpoint.uri().toString());
	}

	private OSS client(Endpoint endpoint, Supplier<OssModelCredentials> credentials) {
		ClientBuilderConfiguration configuration = new ClientBuilderConfiguration();
		configuration.setConnectionTimeout(5_000);
		configuration.setSocketTimeout(20_000);
		configuration.setMaxErrorRetry(2);
		// Else it refuses to sign keys that begin with a question mark.
		configuration.setVerifyObjectStrictEnable(false);
		configuration.setSignatureVersion((endpoint.region() != null) ? SignVersion.V4 : SignVersion.V1);
		if (this.trust != null) {
			configuration.setX509TrustManagers(new X509TrustManager[] { this.trust });
		}
		OSSClientBuilder.OSSClientBuilderImpl builder = OSSClientBuilder.create()
			.endpoint(endpoint.uri().toString())
			.credentialsProvider(new SuppliedCredentials(credentials))
			.clientConfiguration(configuration);
		return ((endpoint.region() != null) ? builder.region(endpoint.region()) : builder).build();
	}

	private static KeyStore nobody() {
		try {
			KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
			store.load(null, null);
			return store;
		}
		catch (GeneralSecurityException | IOException ex) {
			throw new IllegalStateException("This JDK has no key stores", ex);
		}
	}

	/** Gives up the clients that are ours. */
	@Override
	public void close() {
		this.byBucket.values().forEach(ObjectStore::close);
	}

	/** Asks the supplier for every signature. */
	private record SuppliedCredentials(Supplier<OssModelCredentials> supplier) implements CredentialsProvider {

		@Override
		public void setCredentials(Credentials credentials) {
			throw new UnsupportedOperationException("credentials come from their supplier");
		}

		@Override
		public Credentials getCredentials() {
			try {
				OssModelCredentials credentials = this.supplier.get();
				return new BasicCredentials(credentials.accessKeyId(), credentials.accessKeySecret(),
						credentials.securityToken());
			}
			catch (OssModelException ex) {
				throw ex;
			}
			catch (RuntimeException ex) {
				// Its kind only: who gives credentials away may say them in a message.
				throw new OssModelAccessException(
						"The OSS credentials cannot be had: their supplier threw " + ex.getClass().getName() + ".",
						"Look at what supplies them (ossmc.credentials, or a supplier of the application's own).");
			}
		}

		private OssModelCredentials supplied() {
			try {
				return Objects.requireNonNull(this.supplier.get(), "their supplier gave none");
			}
			catch (OssModelException ex) {
				throw ex;
			}
			catch (RuntimeException ex) {
				throw new OssModelAccessException("The OSS credentials cannot be had: " + ex.getMessage() + ".",
						"Check ossmc.credentials, or what supplies them.");
			}
		}

	}

}
