package io.ossmc.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.function.Function;
import java.util.function.LongSupplier;

import javax.net.ssl.SSLContext;

import org.jspecify.annotations.Nullable;

/**
 * What the range client needs to be told.
 *
 * @param connectTimeout for the connection to one address, at least 1 ms
 * @param stallTimeout how long a reply may bring no byte
 * @param maxIdlePerHost idle connections kept per scheme, host and port
 * @param idleTimeout how long an idle connection is kept
 * @param sslContext for HTTPS, or null for the JVM's default one
 * @param resolver the addresses of a host name; an {@link UncheckedIOException} or an
 * empty list says that there are none
 * @param nanoTime the clock of all time-outs but the connect one
 * @param proxy through which every origin is asked, or null to connect to them
 */
public record HttpSettings(Duration connectTimeout, Duration stallTimeout, int maxIdlePerHost, Duration idleTimeout,
		@Nullable SSLContext sslContext, Function<String, List<InetAddress>> resolver, LongSupplier nanoTime,
		@Nullable ForwardProxy proxy) {

	/** Checks the values. */
	public HttpSettings {
		if (connectTimeout.compareTo(Duration.ofMillis(1)) < 0 || !stallTimeout.isPositive()
				|| !idleTimeout.isPositive() || maxIdlePerHost < 0) {
			throw new IllegalArgumentException("timeouts must be positive and maxIdlePerHost not negative");
		}
	}

	/**
	 * Settings without a proxy.
	 * @param connectTimeout for the connection to one address, at least 1 ms
	 * @param stallTimeout how long a reply may bring no byte
	 * @param maxIdlePerHost idle connections kept per scheme, host and port
	 * @param idleTimeout how long an idle connection is kept
	 * @param sslContext for HTTPS, or null for the JVM's default one
	 * @param resolver the addresses of a host name
	 * @param nanoTime the clock of all time-outs but the connect one
	 */
	public HttpSettings(Duration connectTimeout, Duration stallTimeout, int maxIdlePerHost, Duration idleTimeout,
			@Nullable SSLContext sslContext, Function<String, List<InetAddress>> resolver, LongSupplier nanoTime) {
		this(connectTimeout, stallTimeout, maxIdlePerHost, idleTimeout, sslContext, resolver, nanoTime, null);
	}

	/**
	 * Settings for OSS: 5 s to connect, 30 s without a byte, 64 idle connections for 30
	 * s, the JVM's TLS context, resolver and clock.
	 * @return the settings
	 */
	public static HttpSettings defaults() {
		return new HttpSettings(Duration.ofSeconds(5), Duration.ofSeconds(30), 64, Duration.ofSeconds(30), null,
				HttpSettings::resolve, System::nanoTime);
	}

	/**
	 * The same settings with a proxy.
	 * @param proxy through which every origin is asked, or null to connect to them
	 * @return the settings
	 */
	public HttpSettings through(@Nullable ForwardProxy proxy) {
		return new HttpSettings(this.connectTimeout, this.stallTimeout, this.maxIdlePerHost, this.idleTimeout,
				this.sslContext, this.resolver, this.nanoTime, proxy);
	}

	/**
	 * The JVM's resolver; names below {@code localhost} are this machine whatever it says
	 * (RFC 6761, 6.3).
	 * @param host a name or a literal address
	 * @return its addresses
	 */
	public static List<InetAddress> resolve(String host) {
		try {
			return List.of(InetAddress.getAllByName(host.endsWith(".localhost") ? "localhost" : host));
		}
		catch (UnknownHostException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (ServiceConfigurationError ex) {
			// The JDK looks for a resolver before the first name, in files, for which
			// there may be no descriptor; it looks again for the next.
			throw new UncheckedIOException(new IOException("no name can be resolved now", ex));
		}
	}

}
