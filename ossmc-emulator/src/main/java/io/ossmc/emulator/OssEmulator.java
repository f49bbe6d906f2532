package io.ossmc.emulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * An OSS-protocol server: signatures of versions 1 and 4 are checked, ranges and
 * preconditions are honoured, and a {@link RequestHook} makes it fail in whatever way a
 * test needs. Buckets are in memory or folders; objects may be synthetic and of any size.
 * <pre>{@code
 * try (OssEmulator emulator = OssEmulator.builder().credentials("ak", "secret").start()) {
 *     emulator.bucket("models").putSynthetic("weights.bin", 136L << 30, 1);
 *     connectTo(emulator.endpoint(), emulator.region());
 * }
 * }</pre> All settings may be changed while it runs. Thread-safe.
 */
public final class OssEmulator implements AutoCloseable {

	private static final Logger logger = System.getLogger(OssEmulator.class.getName());

	private final Settings settings;

	private final Traffic traffic = new Traffic();

	private final KeyRing keys;

	private final Buckets buckets;

	private final Listener listener;

	private final String region;

	OssEmulator(OssEmulatorBuilder builder) throws IOException {
		this.settings = builder.settings();
		this.keys = builder.keys();
		this.region = builder.region();
		this.buckets = builder.buckets();
		Authenticator authenticator = new Authenticator(this.keys, builder.clock(), this.region);
		this.listener = new Listener(builder.address(), builder.tls(),
				new Listener.Parts(builder.virtualHosts(this.buckets), authenticator,
						new Operations(this.buckets, this.region, builder.clock(), builder.restoreTime()),
						this.settings, this.traffic));
		logger.log(Level.DEBUG, "OSS emulator at {0}", endpoint());
	}

	/**
	 * A builder of an emulator on the loopback address, any free port, without
	 * credentials or buckets.
	 * @return the builder
	 */
	public static OssEmulatorBuilder builder() {
		return new OssEmulatorBuilder();
	}

	/**
	 * Where clients connect to in path style. For virtual hosts see
	 * {@link OssEmulatorBuilder#domain}.
	 * @return the endpoint, scheme, host and port
	 */
	public URI endpoint() {
		InetSocketAddress address = this.listener.address();
		String host = address.getAddress().isAnyLocalAddress() ? "localhost" : address.getAddress().getHostAddress();
		return URI.create((this.listener.isEncrypted() ? "https://" : "http://")
				+ (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort());
	}

	/**
	 * The region that V4 signatures must name.
	 * @return the region, as {@code cn-hangzhou}
	 */
	public String region() {
		return this.region;
	}

	/**
	 * The port it listens on.
	 * @return the port
	 */
	public int port() {
		return this.listener.address().getPort();
	}

	/**
	 * A bucket, made in memory if there is none of this name and no folder of the root.
	 * @param name its name
	 * @return the bucket
	 */
	public Bucket bucket(String name) {
		return this.buckets.create(name);
	}

	/**
	 * Makes a bucket of computed objects, of any number: none of them is stored, and
	 * nothing in it can be changed.
	 * @param name of the bucket, which must not be there
	 * @param keys of its objects
	 * @param size of each object, in bytes; the seed of the {@link SyntheticObject} is
	 * the number of its key
	 * @return the bucket
	 */
	public Bucket syntheticBucket(String name, SyntheticKeys keys, long size) {
		return this.buckets.create(name, keys, size);
	}

	/**
	 * Accepts another key pair, or the same with another secret.
	 * @param accessKeyId the key's id
	 * @param accessKeySecret its secret
	 */
	public void credentials(String accessKeyId, String accessKeySecret) {
		this.keys.add(new AccessKey(accessKeyId, accessKeySecret, null, null));
	}

	/**
	 * Accepts a key pair of STS, together with its token only.
	 * @param accessKeyId the key's id
	 * @param accessKeySecret its secret
	 * @param securityToken the token
	 */
	public void credentials(String accessKeyId, String accessKeySecret, String securityToken) {
		this.keys.add(new AccessKey(accessKeyId, accessKeySecret, securityToken, null));
	}

	/**
	 * Accepts a key pair of STS until its token expires; then the answer is
	 * {@code SecurityTokenExpired}.
	 * @param accessKeyId the key's id
	 * @param accessKeySecret its secret
	 * @param securityToken the token
	 * @param expires the moment by the emulator's clock
	 */
	public void credentials(String accessKeyId, String accessKeySecret, String securityToken, Instant expires) {
		this.keys.add(new AccessKey(accessKeyId, accessKeySecret, securityToken, expires));
	}

	/**
	 * Lets the token of a key pair expire now: the answer is
	 * {@code SecurityTokenExpired}.
	 * @param accessKeyId the key's id
	 */
	public void expire(String accessKeyId) {
		this.keys.expire(accessKeyId, Instant.MIN);
	}

	/**
	 * Forgets a key pair: the answer is {@code InvalidAccessKeyId}.
	 * @param accessKeyId the key's id
	 */
	public void revoke(String accessKeyId) {
		this.keys.revoke(accessKeyId);
	}

	/**
	 * Sets what decides about requests from now on.
	 * @param hook the hook; {@link RequestHook#NONE} for none
	 */
	public void requestHook(RequestHook hook) {
		this.settings.hook(hook);
	}

	/**
	 * Sets the time between a GET of an object and the first byte of its answer.
	 * @param time zero or more
	 */
	public void timeToFirstByte(Duration time) {
		this.settings.timeToFirstByte(time);
	}

	/**
	 * Sets the time between a request for a page of a listing and its answer.
	 * @param time zero or more
	 */
	public void listLatency(Duration time) {
		this.settings.listLatency(time);
	}

	/**
	 * Limits what one connection gets of objects.
	 * @param bytesPerSecond 0 for no limit
	 */
	public void bandwidthPerConnection(long bytesPerSecond) {
		this.settings.bandwidthPerConnection(bytesPerSecond);
	}

	/**
	 * Limits what all connections together get of objects.
	 * @param bytesPerSecond 0 for no limit
	 */
	public void bandwidth(long bytesPerSecond) {
		this.settings.bandwidth(bytesPerSecond);
	}

	/**
	 * What happened so far.
	 * @return a snapshot
	 */
	public Statistics statistics() {
		return this.traffic.statistics();
	}

	/**
	 * The last 20 000 requests in the order of their arrival.
	 * @return a snapshot, the oldest first
	 */
	public List<HandledRequest> requests() {
		return this.traffic.requests();
	}

	/**
	 * Empties the request log, the counters and the counts of attempts.
	 */
	public void resetStatistics() {
		this.traffic.reset();
	}

	/**
	 * Breaks all connections, as a server that loses power would, and goes on listening.
	 */
	public void closeConnections() {
		this.listener.closeConnections();
	}

	/**
	 * Stops listening and breaks all connections. Does nothing if that was done.
	 */
	@Override
	public void close() {
		this.listener.close();
	}

	static OssEmulator start(OssEmulatorBuilder builder) {
		try {
			return new OssEmulator(builder);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot start the OSS emulator: " + ex.getMessage(), ex);
		}
	}

}
