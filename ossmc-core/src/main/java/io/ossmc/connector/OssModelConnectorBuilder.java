package io.ossmc.connector;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;

import javax.net.ssl.X509TrustManager;

import com.aliyun.oss.OSS;
import io.ossmc.AddressStyle;
import io.ossmc.ModelSpec;
import io.ossmc.OssModelConnector;
import io.ossmc.OssModelCredentials;
import io.ossmc.VerifyMode;
import io.ossmc.spi.OssModelListener;
import org.jspecify.annotations.Nullable;

/**
 * Builds an {@link OssModelConnector}. Every setting has a sound default but where OSS
 * is: either an endpoint with credentials, or an SDK client. Building touches neither the
 * network nor the disk outside the memory root. Not thread-safe.
 * <p>
 * <b>Logs.</b> The loggers of {@code io.ossmc} never show a credential, a signature or a
 * presigned URL, at any level. The HTTP client of a given SDK client (commons-logging)
 * shows whole requests with their {@code Authorization} and security token at
 * {@code DEBUG}: keep {@code org.apache.http.wire} and {@code org.apache.http.headers} at
 * {@code INFO} or above. The starter does so by itself.
 */
public final class OssModelConnectorBuilder {

	private final ConnectorSettings settings = new ConnectorSettings();

	private OssModelConnectorBuilder() {
	}

	/**
	 * Begins.
	 * @return a builder with the defaults
	 */
	public static OssModelConnectorBuilder create() {
		return new OssModelConnectorBuilder();
	}

	/**
	 * Sets where OSS is.
	 * @param endpoint {@code https://oss-cn-hangzhou-internal.aliyuncs.com}; without a
	 * scheme it is https
	 * @return this builder
	 */
	public OssModelConnectorBuilder endpoint(@Nullable String endpoint) {
		this.settings.endpoint = endpoint;
		return this;
	}

	/**
	 * Sets the region for V4 signatures.
	 * @param region such as {@code cn-hangzhou}; null to derive it from the endpoint, and
	 * to sign with V1 where that is not possible
	 * @return this builder
	 */
	public OssModelConnectorBuilder region(@Nullable String region) {
		this.settings.region = region;
		return this;
	}

	/**
	 * Sets where requests name the bucket.
	 * @param style null to tell it from the endpoint: in the host for
	 * {@code *.aliyuncs.com} and other names, in the path for addresses,
	 * {@code localhost} and names without a dot
	 * @return this builder
	 */
	public OssModelConnectorBuilder addressStyle(@Nullable AddressStyle style) {
		this.settings.addressStyle = style;
		return this;
	}

	/**
	 * Sets who asks. The supplier is called for every signature, so it may rotate its
	 * answer.
	 * @param credentials thread-safe
	 * @return this builder
	 */
	public OssModelConnectorBuilder credentials(@Nullable Supplier<OssModelCredentials> credentials) {
		this.settings.credentials = credentials;
		return this;
	}

	/**
	 * Uses an SDK client instead of endpoint and credentials, to list, to describe and to
	 * sign: its time-outs, proxy and redirects are its own there, as is its signature.
	 * @param client stays the caller's to shut down
	 * @return this builder
	 */
	public OssModelConnectorBuilder client(@Nullable OSS client) {
		this.settings.client = client;
		return this;
	}

	/**
	 * Overrides endpoint, region and credentials for one bucket.
	 * @param bucket its name
	 * @param settings what differs
	 * @return this builder
	 */
	public OssModelConnectorBuilder bucket(String bucket, BucketSettings settings) {
		this.settings.buckets.put(bucket, settings);
		return this;
	}

	/**
	 * Registers a model; eager ones are fetched from {@link OssModelConnector#start()}
	 * on.
	 * @param spec the model
	 * @return this builder
	 */
	public OssModelConnectorBuilder model(ModelSpec spec) {
		this.settings.models.add(spec);
		return this;
	}

	/**
	 * Adds a listener.
	 * @param listener thread-safe
	 * @return this builder
	 */
	public OssModelConnectorBuilder listener(OssModelListener listener) {
		this.settings.listeners.add(listener);
		return this;
	}

	/**
	 * Sets the memory root.
	 * @param root a directory, best on tmpfs; null for {@code /dev/shm/ossmc-<uid>}, or a
	 * private directory below {@code java.io.tmpdir} where that is too small
	 * @return this builder
	 */
	public OssModelConnectorBuilder root(@Nullable Path root) {
		this.settings.root = root;
		return this;
	}

	/**
	 * Sets the budget.
	 * @param bytes real pages at most; null for min(60 % of (container limit − max heap),
	 * 90 % of the root's space)
	 * @return this builder
	 */
	public OssModelConnectorBuilder maxSize(@Nullable Long bytes) {
		this.settings.maxSize = bytes;
		return this;
	}

	/**
	 * Sets how long a read waits for memory.
	 * @param timeout 2 minutes by default
	 * @return this builder
	 */
	public OssModelConnectorBuilder admissionTimeout(Duration timeout) {
		this.settings.admissionTimeout = timeout;
		return this;
	}

	/**
	 * Sets how long pages of closed objects are kept for the next ones, which then cost
	 * no page faults. They count as used and are given back at once when something else
	 * needs room.
	 * @param retain 30 s by default
	 * @return this builder
	 */
	public OssModelConnectorBuilder retain(Duration retain) {
		this.settings.retain = retain;
		return this;
	}

	/**
	 * Sets after which time without a lease the memory of a lazy model is given up,
	 * unless the model has a time of its own.
	 * @param time 30 minutes by default
	 * @return this builder
	 */
	public OssModelConnectorBuilder expireAfterAccess(Duration time) {
		this.settings.expireAfterAccess = time;
		return this;
	}

	/**
	 * Sets whether leases remember where they were taken, so that one that is collected
	 * as garbage without having been closed can be named in the log with its place. Costs
	 * a few microseconds a lease.
	 * @param leakDetection false by default
	 * @return this builder
	 */
	public OssModelConnectorBuilder leakDetection(boolean leakDetection) {
		this.settings.leakDetection = leakDetection;
		return this;
	}

	/**
	 * Sets whether {@link OssModelConnector#close()} leaves the complete, verified files
	 * of models in the memory root, as they stay after a crash: the next connector of
	 * this user there serves them without fetching, once their checksums were compared
	 * and if OSS still lists the same objects. Until then they take memory that no
	 * process is charged for. What is not verified, and objects that were opened, go.
	 * @param keepOnClose false by default
	 * @return this builder
	 */
	public OssModelConnectorBuilder keepOnClose(boolean keepOnClose) {
		this.settings.keepOnClose = keepOnClose;
		return this;
	}

	/**
	 * Sets the smallest part asked for in one request; larger objects have larger parts.
	 * @param bytes 8 MiB by default
	 * @return this builder
	 */
	public OssModelConnectorBuilder partSize(long bytes) {
		this.settings.partSize = bytes;
		return this;
	}

	/**
	 * Sets the number of connections to begin with.
	 * @param connections 4 by default
	 * @return this builder
	 */
	public OssModelConnectorBuilder minConnections(int connections) {
		this.settings.minConnections = connections;
		return this;
	}

	/**
	 * Sets the number of connections never to exceed.
	 * @param connections 64 by default
	 * @return this builder
	 */
	public OssModelConnectorBuilder maxConnections(int connections) {
		this.settings.maxConnections = connections;
		return this;
	}

	/**
	 * Sets after which time without a byte a connection is closed and its part asked for
	 * again.
	 * @param timeout 30 s by default
	 * @return this builder
	 */
	public OssModelConnectorBuilder stallTimeout(Duration timeout) {
		this.settings.stallTimeout = timeout;
		return this;
	}

	/**
	 * Sets after which time without progress an object is given up, and how long a
	 * listing's page or a description is tried for, but at least a second.
	 * @param timeout 5 minutes by default
	 * @return this builder
	 */
	public OssModelConnectorBuilder giveUpAfter(Duration timeout) {
		this.settings.giveUpAfter = timeout;
		return this;
	}

	/**
	 * Sets whether bytes are checked against the CRC-64 that OSS keeps.
	 * @param verify true by default
	 * @return this builder
	 */
	public OssModelConnectorBuilder verify(boolean verify) {
		return verify(verify ? VerifyMode.TRUE : VerifyMode.FALSE);
	}

	/**
	 * Sets whether bytes are checked against the CRC-64 that OSS keeps, and what becomes
	 * of objects of which it keeps none.
	 * @param verify {@link VerifyMode#TRUE} by default
	 * @return this builder
	 */
	public OssModelConnectorBuilder verify(VerifyMode verify) {
		this.settings.verify = verify;
		return this;
	}

	/**
	 * Sets whom to trust on https.
	 * @param trust knows a private authority, for instance, and decides alone; null for
	 * the JDK's default
	 * @return this builder
	 */
	public OssModelConnectorBuilder trustManager(@Nullable X509TrustManager trust) {
		this.settings.trustManager = trust;
		return this;
	}

	/**
	 * Sets the forward proxy that OSS is asked through, such as a P2P cache (Dragonfly)
	 * on the node that serves a fleet. It is asked in absolute form for http endpoints,
	 * and for a tunnel to https ones, which it cannot look into. Objects' bytes it may
	 * keep and share; listings and heads ask it not to answer by itself.
	 * <p>
	 * Where such a cache drops the checksum of an object, OSS itself is asked for it,
	 * past the proxy if it can be reached so.
	 * @param uri {@code http://[user:password@]host:port}, user and password
	 * percent-encoded and never shown; null for none
	 * @return this builder
	 */
	public OssModelConnectorBuilder proxy(@Nullable URI uri) {
		this.settings.proxy = uri;
		return this;
	}

	/**
	 * Sets which hosts are asked without the proxy, for listings and bytes alike.
	 * @param list as {@code NO_PROXY} has it: names, with all hosts below, addresses and
	 * ranges of them ({@code 10.0.0.0/8}), each with or without a port, or {@code *};
	 * separated by commas. Blank by default: the environment is not looked at
	 * @return this builder
	 */
	public OssModelConnectorBuilder noProxy(String list) {
		this.settings.noProxy = list;
		return this;
	}

	/** All of them, for tests that have a clock or threads of their own. */
	ConnectorSettings settings() {
		return this.settings;
	}

	/**
	 * Builds the connector.
	 * @return it; to be closed by the caller
	 * @throws io.ossmc.OssModelException if a setting cannot be used, the root is too
	 * small, or there are no threads or no heap for it; nothing is left then
	 */
	public OssModelConnector build() {
		return Wiring.connector(this.settings);
	}

}
