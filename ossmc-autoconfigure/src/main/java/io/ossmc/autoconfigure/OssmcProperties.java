package io.ossmc.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.ossmc.AddressStyle;
import io.ossmc.ModelMode;
import io.ossmc.VerifyMode;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Everything that can be configured. A key that is not here stops the start.
 *
 * @param enabled Whether anything of the connector is there at all.
 * @param endpoint Where OSS is, such as https://oss-cn-hangzhou-internal.aliyuncs.com.
 * Without a scheme it is https.
 * @param region Region for V4 signatures, such as cn-hangzhou. Derived from the endpoint
 * when it can be.
 * @param addressStyle Where requests name the bucket: before the host (virtual), before
 * the key (path), or not at all, since the endpoint is its custom domain (cname). By
 * default virtual, but path for an address, localhost or a host name without dots.
 * @param credentials Who asks.
 * @param buckets What differs for single buckets, by their names.
 * @param prepare The models by their names. A name with dots is written "[Qwen2.5-0.5B]".
 * @param fetch How bytes come.
 * @param cache Where bytes are kept.
 * @param shutdownTimeout How long the end of the application waits for models in use.
 * @param readiness Whether traffic waits for models.
 * @param emulator The embedded OSS server for laptops and tests.
 */
@ConfigurationProperties(prefix = "ossmc", ignoreUnknownFields = false)
public record OssmcProperties(@DefaultValue("true") boolean enabled, @Nullable String endpoint, @Nullable String region,
		@Nullable AddressStyle addressStyle, @DefaultValue Credentials credentials,
		@DefaultValue Map<String, Bucket> buckets, @DefaultValue Map<String, Prepare> prepare,
		@DefaultValue Fetch fetch, @DefaultValue Cache cache, @DefaultValue("20s") Duration shutdownTimeout,
		@DefaultValue Readiness readiness, @DefaultValue Emulator emulator) {

	/**
	 * A key pair, or a file that holds one. {@link #toString()} shows neither.
	 *
	 * @param accessKeyId AccessKey ID.
	 * @param accessKeySecret AccessKey secret.
	 * @param securityToken Token of temporary (STS) credentials.
	 * @param file JSON file with AccessKeyId, AccessKeySecret and, for temporary
	 * credentials, SecurityToken and Expiration. Read again when it changes.
	 */
	public record Credentials(@Nullable String accessKeyId, @Nullable String accessKeySecret,
			@Nullable String securityToken, @Nullable Path file) {

		boolean isEmpty() {
			return this.accessKeyId == null && this.accessKeySecret == null && this.securityToken == null
					&& this.file == null;
		}

		@Override
		public String toString() {
			return "Credentials[***]";
		}

	}

	/**
	 * What differs for one bucket.
	 *
	 * @param endpoint Where the bucket is.
	 * @param region Region for V4 signatures.
	 * @param addressStyle Where its requests name the bucket.
	 * @param credentials Who asks.
	 */
	public record Bucket(@Nullable String endpoint, @Nullable String region, @Nullable AddressStyle addressStyle,
			@DefaultValue Credentials credentials) {
	}

	/**
	 * One model.
	 *
	 * @param uri Folder of the model, oss://bucket/folder/. The last slash is added when
	 * missing.
	 * @param directory Stable path of the model's files. By default a place in the memory
	 * root.
	 * @param mode When the model is fetched: at the start and then kept, or on first use.
	 * @param include Glob patterns of the files to take. Empty for all.
	 * @param exclude Glob patterns of the files to leave out.
	 * @param failFast Whether a failure before the model was ever ready ends the
	 * application. The start then waits for an eager model.
	 * @param expireAfterAccess Time without use after which the model's memory is given
	 * up. By default that of the cache for a lazy model, never for an eager one.
	 * @param refreshInterval How often to look whether the objects have changed. By
	 * default only when asked.
	 */
	public record Prepare(@Nullable String uri, @Nullable Path directory, @DefaultValue("eager") ModelMode mode,
			@DefaultValue List<String> include, @DefaultValue List<String> exclude,
			@DefaultValue("false") boolean failFast, @Nullable Duration expireAfterAccess,
			@Nullable Duration refreshInterval) {
	}

	/**
	 * How bytes come.
	 *
	 * @param partSize Smallest part asked for in one request.
	 * @param minConnections Number of connections to begin with.
	 * @param maxConnections Number of connections never to exceed.
	 * @param stallTimeout Time without a byte after which a connection is given up.
	 * @param giveUpAfter Time without progress after which an object is given up.
	 * @param verify Whether bytes are checked against the CRC-64 that OSS keeps, and
	 * whether objects of which it keeps none are refused.
	 * @param proxy Forward proxy that all requests go through, such as a P2P cache
	 * (Dragonfly) on the node, http://[user:password@]host:port. It is to keep the bytes
	 * of objects only.
	 * @param noProxy Hosts that are asked without the proxy, separated by commas. By
	 * default those of the environment variable NO_PROXY.
	 */
	public record Fetch(@DefaultValue("8MB") DataSize partSize, @DefaultValue("4") int minConnections,
			@DefaultValue("64") int maxConnections, @DefaultValue("30s") Duration stallTimeout,
			@DefaultValue("5m") Duration giveUpAfter, @DefaultValue("true") VerifyMode verify, @Nullable String proxy,
			@Nullable String noProxy) {

		@Override
		public String toString() {
			return "Fetch[partSize=%s, minConnections=%d, maxConnections=%d, stallTimeout=%s, giveUpAfter=%s, verify=%s, proxy=%s, noProxy=%s]"
				.formatted(this.partSize, this.minConnections, this.maxConnections, this.stallTimeout, this.giveUpAfter,
						this.verify, (this.proxy != null) ? "***" : null, this.noProxy);
		}

	}

	/**
	 * Where bytes are kept.
	 *
	 * @param root Memory root, best on tmpfs. By default /dev/shm/ossmc-uid, or a private
	 * directory below java.io.tmpdir where that is too small.
	 * @param maxSize Memory budget. By default the lesser of 60 % of what the container
	 * has beyond the heap and 90 % of the root's space.
	 * @param admissionTimeout How long a read waits for memory.
	 * @param retain How long pages of closed objects are kept for the next ones.
	 * @param expireAfterAccess Time without use after which the memory of a lazy model is
	 * given up.
	 * @param leakDetection Whether leases remember where they were taken, so that the log
	 * names those that were never closed.
	 * @param keepOnClose Whether complete, verified files stay in the memory root for the
	 * next start of an application of this user. Devtools sets it.
	 */
	public record Cache(@Nullable Path root, @Nullable DataSize maxSize, @DefaultValue("2m") Duration admissionTimeout,
			@DefaultValue("30s") Duration retain, @DefaultValue("30m") Duration expireAfterAccess,
			@DefaultValue("false") boolean leakDetection, @DefaultValue("false") boolean keepOnClose) {
	}

	/**
	 * Whether traffic waits for models.
	 *
	 * @param enabled Whether the readiness probe waits until each eager model was ready
	 * once.
	 */
	public record Readiness(@DefaultValue("true") boolean enabled) {
	}

	/**
	 * The embedded emulator.
	 *
	 * @param enabled Whether models come from an OSS server within this process. Needs
	 * ossmc-emulator on the class path.
	 * @param directory Folder with one sub-folder for each bucket. By default buckets are
	 * in memory.
	 */
	public record Emulator(@DefaultValue("false") boolean enabled, @Nullable Path directory) {
	}

}
