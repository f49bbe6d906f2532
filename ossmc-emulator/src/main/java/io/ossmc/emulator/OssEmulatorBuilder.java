package io.ossmc.emulator;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.KeyManagerFactory;

import org.jspecify.annotations.Nullable;

/**
 * Collects the settings of an {@link OssEmulator}. Used by one thread, and for one
 * emulator.
 */
public final class OssEmulatorBuilder {

	private final Settings settings = new Settings();

	private final KeyRing keys = new KeyRing();

	private String host = "127.0.0.1";

	private int port;

	private String region = "cn-hangzhou";

	private InstantSource clock = InstantSource.system();

	private Duration restoreTime = Duration.ZERO;

	private final List<String> domains = new ArrayList<>(List.of("localhost"));

	private @Nullable Path root;

	private @Nullable KeyManagerFactory tls;

	OssEmulatorBuilder() {
	}

	/**
	 * The address to listen on.
	 * @param host a name or an address; 127.0.0.1 by default
	 * @return this builder
	 */
	public OssEmulatorBuilder host(String host) {
		this.host = host;
		return this;
	}

	/**
	 * The port to listen on.
	 * @param port 0, the default, for any that is free
	 * @return this builder
	 */
	public OssEmulatorBuilder port(int port) {
		this.port = port;
		return this;
	}

	/**
	 * Accepts a key pair. May be called several times.
	 * @param accessKeyId the key's id
	 * @param accessKeySecret its secret
	 * @return this builder
	 */
	public OssEmulatorBuilder credentials(String accessKeyId, String accessKeySecret) {
		this.keys.add(new AccessKey(accessKeyId, accessKeySecret, null, null));
		return this;
	}

	/**
	 * Accepts a key pair of STS, together with its token only. May be called several
	 * times.
	 * @param accessKeyId the key's id
	 * @param accessKeySecret its secret
	 * @param securityToken the token
	 * @return this builder
	 */
	public OssEmulatorBuilder credentials(String accessKeyId, String accessKeySecret, String securityToken) {
		this.keys.add(new AccessKey(accessKeyId, accessKeySecret, securityToken, null));
		return this;
	}

	/**
	 * The region that V4 signatures must name.
	 * @param region {@code cn-hangzhou} by default
	 * @return this builder
	 */
	public OssEmulatorBuilder region(String region) {
		this.region = region;
		return this;
	}

	/**
	 * A folder each sub-folder of which is a bucket, its files the objects. Nothing
	 * outside it is served, links or not.
	 * @param folder the folder
	 * @return this builder
	 */
	public OssEmulatorBuilder root(Path folder) {
		this.root = folder;
		return this;
	}

	/**
	 * The time between a GET of an object and the first byte of its answer.
	 * @param time zero by default
	 * @return this builder
	 */
	public OssEmulatorBuilder timeToFirstByte(Duration time) {
		this.settings.timeToFirstByte(time);
		return this;
	}

	/**
	 * The time between a request for a page of a listing and its answer; no thread waits
	 * meanwhile.
	 * @param time zero by default
	 * @return this builder
	 */
	public OssEmulatorBuilder listLatency(Duration time) {
		this.settings.listLatency(time);
		return this;
	}

	/**
	 * Limits what one connection gets of objects.
	 * @param bytesPerSecond 0, the default, for no limit
	 * @return this builder
	 */
	public OssEmulatorBuilder bandwidthPerConnection(long bytesPerSecond) {
		this.settings.bandwidthPerConnection(bytesPerSecond);
		return this;
	}

	/**
	 * Limits what all connections together get of objects.
	 * @param bytesPerSecond 0, the default, for no limit
	 * @return this builder
	 */
	public OssEmulatorBuilder bandwidth(long bytesPerSecond) {
		this.settings.bandwidth(bytesPerSecond);
		return this;
	}

	/**
	 * Serves HTTPS in place of HTTP.
	 * @param keys the certificate and its key
	 * @param password of the key
	 * @return this builder
	 */
	public OssEmulatorBuilder tls(KeyStore keys, char[] password) {
		try {
			KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
			factory.init(keys, password);
			return tls(factory);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalArgumentException("The key store has no key that this password opens.", ex);
		}
	}

	/**
	 * Serves HTTPS in place of HTTP.
	 * @param keys gives the certificate and its key
	 * @return this builder
	 */
	public OssEmulatorBuilder tls(KeyManagerFactory keys) {
		this.tls = keys;
		return this;
	}

	/**
	 * Decides about each request.
	 * @param hook the hook
	 * @return this builder
	 */
	public OssEmulatorBuilder requestHook(RequestHook hook) {
		this.settings.hook(hook);
		return this;
	}

	/**
	 * The time by which signatures and tokens expire and objects are modified.
	 * @param clock the system's by default
	 * @return this builder
	 */
	public OssEmulatorBuilder clock(InstantSource clock) {
		this.clock = clock;
		return this;
	}

	/**
	 * How long an archived object takes from a {@code RestoreObject} request until it can
	 * be read, by the emulator's clock.
	 * @param time zero by default
	 * @return this builder
	 */
	public OssEmulatorBuilder restoreTime(Duration time) {
		this.restoreTime = time;
		return this;
	}

	/**
	 * Serves buckets as virtual hosts of this domain too: {@code models.oss.example} is
	 * the bucket {@code models} of {@code oss.example}. They are served as those of
	 * {@code localhost} and of OSS's own endpoints in any case, and path style always is.
	 * May be called several times.
	 * @param domain without a port
	 * @return this builder
	 */
	public OssEmulatorBuilder domain(String domain) {
		this.domains.add(domain);
		return this;
	}

	/**
	 * Starts the emulator; it accepts connections when this returns.
	 * @return the emulator
	 * @throws java.io.UncheckedIOException if the address is in use or the root is no
	 * folder
	 */
	public OssEmulator start() {
		return OssEmulator.start(this);
	}

	Settings settings() {
		return this.settings;
	}

	KeyRing keys() {
		return this.keys;
	}

	String region() {
		return this.region;
	}

	Duration restoreTime() {
		return this.restoreTime;
	}

	VirtualHosts virtualHosts(Buckets buckets) {
		return new VirtualHosts(this.domains, (label) -> buckets.find(label).isPresent());
	}

	InstantSource clock() {
		return this.clock;
	}

	InetSocketAddress address() {
		return new InetSocketAddress(this.host, this.port);
	}

	@Nullable KeyManagerFactory tls() {
		return this.tls;
	}

	Buckets buckets() throws IOException {
		if (this.root != null && !Files.isDirectory(this.root)) {
			throw new IOException("the root " + this.root + " is not a folder; create it with one sub-folder a bucket");
		}
		return new Buckets((this.root != null) ? this.root.toRealPath() : null, this.clock);
	}

}
